// Walks the list of segments of every axon row and gives the words of every segment: where the weights are and where
// they go. One word a cycle, without a bubble between segments or between axons.
//
//   row  -> segments pointer .. pointer + count - 1 -> words
//   word = { group = group base + group offset + i, weight = weight base + weight offset + i, slot = slot of the timestep
//            + delay,  i = 0 .. words - 1 }
//
// Stages: request (the row's list), fetched (the RAM), held (its output register), current (the segment being
// walked). Each moves when the next one is free. A row without segments costs one cycle of the request stage.
// `segment_starts` is high in the cycle in which a segment becomes the current one, for counting its operations.
// Reset empties every stage.
// Software twin: nested loops; test: test/rtl/modules/streams.test.ts.
`default_nettype none

module segment_walker #(
    parameter SEGMENTS = 256,           // rows of the segment table
    parameter GROUP_BITS = 5,           // bits of a group number
    parameter WEIGHT_ADDRESS_BITS = 10, // bits of the number of a weight word
    parameter DELAY_BITS = 2,           // bits of delay - 1
    parameter OPERATION_BITS = 9,       // bits of synaptic operations - 1
    parameter SEGMENT_BITS = SEGMENTS > 1 ? $clog2(SEGMENTS) : 1,
    parameter AXON_ROW_BITS = 2 * SEGMENT_BITS + WEIGHT_ADDRESS_BITS + GROUP_BITS
) (
    input  wire                           clk,
    input  wire                           rst,
    input  wire                           write_valid,
    input  wire [31:0]                    write_address,
    input  wire [31:0]                    write_data,
    input  wire [DELAY_BITS-1:0]          slot,          // of the timestep; constant while anything is inside
    input  wire                           row_valid,
    output wire                           row_ready,
    input  wire [AXON_ROW_BITS-1:0]       row,
    output wire                           word_valid,
    input  wire                           word_ready,
    output wire [GROUP_BITS-1:0]          word_group,
    output wire [WEIGHT_ADDRESS_BITS-1:0] word_weight,
    output wire [DELAY_BITS-1:0]          word_slot,     // slot + delay
    output wire [3:0]                     word_exponent,
    output wire                           segment_starts,
    output wire [OPERATION_BITS-1:0]      segment_operations, // synaptic operations - 1
    output wire                           is_empty
);
    localparam ROW_BITS = 2 * GROUP_BITS + WEIGHT_ADDRESS_BITS + DELAY_BITS + 4 + OPERATION_BITS;
    localparam [SEGMENT_BITS-1:0] ONE_SEGMENT = 1;
    localparam [GROUP_BITS-1:0] ONE_GROUP = 1;
    localparam [WEIGHT_ADDRESS_BITS-1:0] ONE_WORD = 1;
    localparam [DELAY_BITS-1:0] ONE_DELAY = 1;

    wire [SEGMENT_BITS-1:0]        row_pointer;
    wire [SEGMENT_BITS-1:0]        row_count;
    wire [WEIGHT_ADDRESS_BITS-1:0] row_weight_base;
    wire [GROUP_BITS-1:0]          row_group_base;
    assign {row_group_base, row_weight_base, row_count, row_pointer} = row;

    // Request: which segment of the row's list comes next.
    reg  [SEGMENT_BITS-1:0] listed;
    reg  [SEGMENT_BITS-1:0] next_listed; // listed + 1, so that the comparison waits for no carry
    wire                    is_listless = row_count == {SEGMENT_BITS{1'b0}};
    wire                    is_last_listed = next_listed == row_count;
    wire                    request_valid = row_valid && !is_listless;
    wire                    request_ready;
    assign row_ready = is_listless || (request_ready && is_last_listed);

    // Fetched, held: the bases travel beside the RAM's pipeline.
    reg                            fetched;
    reg  [WEIGHT_ADDRESS_BITS-1:0] fetched_weight_base;
    reg  [GROUP_BITS-1:0]          fetched_group_base;
    reg                            held;
    reg  [WEIGHT_ADDRESS_BITS-1:0] held_weight_base;
    reg  [GROUP_BITS-1:0]          held_group_base;
    wire [ROW_BITS-1:0]            held_row;
    wire                           current_moves;
    wire                           held_moves = !held || current_moves;
    assign request_ready = !fetched || held_moves;

    wire [GROUP_BITS-1:0]          held_group_offset;
    wire [GROUP_BITS-1:0]          held_words; // - 1
    wire [WEIGHT_ADDRESS_BITS-1:0] held_weight_offset;
    wire [DELAY_BITS-1:0]          held_delay;
    wire [3:0]                     held_exponent;
    wire [OPERATION_BITS-1:0]      held_operations;
    assign {held_operations, held_exponent, held_delay, held_weight_offset, held_words, held_group_offset} = held_row;

    config_memory #(
        .WIDTH(ROW_BITS),
        .DEPTH(SEGMENTS)
    ) u_table (
        .clk(clk),
        .write_valid(write_valid),
        .write_address(write_address),
        .write_data(write_data),
        .read(request_valid && request_ready),
        .read_address(row_pointer + listed),
        .advance(held_moves),
        .row(held_row)
    );

    // Current: the segment whose words are being given.
    reg                           current;
    reg [GROUP_BITS-1:0]          current_group;
    reg [WEIGHT_ADDRESS_BITS-1:0] current_weight;
    reg [GROUP_BITS-1:0]          current_words; // left after this one
    reg                           is_last_word;  // none is
    reg [DELAY_BITS-1:0]          current_slot;
    reg [3:0]                     current_exponent;
    assign current_moves = !current || (word_ready && is_last_word);

    assign word_valid = current;
    assign word_group = current_group;
    assign word_weight = current_weight;
    assign word_slot = current_slot;
    assign word_exponent = current_exponent;
    assign segment_starts = held && current_moves;
    assign segment_operations = held_operations;
    assign is_empty = !row_valid && !fetched && !held && !current;

    always @(posedge clk) begin
        if (request_valid && request_ready) begin
            listed <= is_last_listed ? {SEGMENT_BITS{1'b0}} : next_listed;
            next_listed <= is_last_listed ? ONE_SEGMENT : next_listed + ONE_SEGMENT;
        end
        if (request_ready) begin
            fetched <= request_valid;
            fetched_weight_base <= row_weight_base;
            fetched_group_base <= row_group_base;
        end
        if (held_moves) begin
            held <= fetched;
            held_weight_base <= fetched_weight_base;
            held_group_base <= fetched_group_base;
        end
        if (current_moves) begin
            current <= held;
            current_group <= held_group_base + held_group_offset;
            current_weight <= held_weight_base + held_weight_offset;
            current_words <= held_words;
            is_last_word <= held_words == {GROUP_BITS{1'b0}};
            current_slot <= slot + held_delay + ONE_DELAY;
            current_exponent <= held_exponent;
        end else if (word_ready) begin
            current_group <= current_group + ONE_GROUP;
            current_weight <= current_weight + ONE_WORD;
            current_words <= current_words - ONE_GROUP;
            is_last_word <= current_words == ONE_GROUP;
        end
        if (rst) begin
            listed <= {SEGMENT_BITS{1'b0}};
            next_listed <= ONE_SEGMENT;
            fetched <= 1'b0;
            held <= 1'b0;
            current <= 1'b0;
        end
    end
endmodule

`default_nettype wire
