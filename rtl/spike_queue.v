// The spikes of a timestep: taken a group at a time (one bit a lane), given one neuron at a time, ascending.
//
//   push {group, spikes} -> group x LANES + lane for every bit that is set, lowest lane first
//
// It holds one entry per group and the core empties it before the next neuron phase, so a push never waits and nothing
// is dropped. An entry pushed into the empty queue is offered in the next cycle; queued ones follow without a gap.
// Pushes with no bit set are not allowed. Reset empties it.
// Software twin: a list; test: test/rtl/modules/streams.test.ts.
`default_nettype none

module spike_queue #(
    parameter LANES = 16,  // neurons per group
    parameter GROUPS = 32, // entries
    parameter LANE_BITS = LANES > 1 ? $clog2(LANES) : 1,
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1
) (
    input  wire                            clk,
    input  wire                            rst,
    input  wire                            push,
    input  wire [GROUP_BITS-1:0]           push_group,
    input  wire [LANES-1:0]                push_spikes,
    input  wire                            push_sends, // the group has a fan-out
    output wire                            spike_valid,
    input  wire                            spike_ready,
    output wire [GROUP_BITS+LANE_BITS-1:0] spike_neuron,
    output wire                            spike_sends,
    output wire                            is_empty
);
    localparam ENTRY_BITS = 1 + GROUP_BITS + LANES;
    localparam [GROUP_BITS:0] ONE_ENTRY = 1;

    // The queue proper: a RAM with a pipeline of two stages behind it.
    reg  [GROUP_BITS:0]   write_pointer;
    reg  [GROUP_BITS:0]   read_pointer;
    reg                   fetched;
    reg                   held;
    wire [ENTRY_BITS-1:0] held_entry;
    wire                  current_moves;
    wire                  held_moves = !held || current_moves;
    wire                  fetched_moves = !fetched || held_moves;
    wire                  is_stored = write_pointer != read_pointer;
    wire [ENTRY_BITS-1:0] push_entry = {push_sends, push_group, push_spikes};

    // Current: the entry whose spikes are being given; an entry goes there at once if nothing is before it.
    reg                   current;
    reg  [ENTRY_BITS-1:0] current_entry;
    wire [LANES-1:0]      current_spikes = current_entry[LANES-1:0];
    wire [LANES-1:0]      current_rest;
    wire                  goes_around = push && current_moves && !is_stored && !fetched && !held;
    assign current_moves = !current || (spike_ready && current_rest == {LANES{1'b0}});

    ram_1r1w #(
        .WIDTH(ENTRY_BITS),
        .DEPTH(GROUPS)
    ) u_entries (
        .clk(clk),
        .write_enable(push && !goes_around),
        .write_address(write_pointer[GROUP_BITS-1:0]),
        .write_data(push_entry),
        .read_enable(is_stored && fetched_moves),
        .read_address(read_pointer[GROUP_BITS-1:0]),
        .advance(held_moves),
        .clear(1'b0),
        .read_data(held_entry)
    );

    wire [LANE_BITS-1:0] lane;
    lowest_bit #(
        .WIDTH(LANES)
    ) u_lane (
        .bits(current_spikes),
        .index(lane),
        .rest(current_rest)
    );
    assign spike_valid = current;
    assign spike_neuron = {current_entry[LANES+:GROUP_BITS], lane};
    assign spike_sends = current_entry[LANES+GROUP_BITS];
    assign is_empty = !is_stored && !fetched && !held && !current;

    always @(posedge clk) begin
        if (push && !goes_around) write_pointer <= write_pointer + ONE_ENTRY;
        if (fetched_moves) begin
            fetched <= is_stored;
            if (is_stored) read_pointer <= read_pointer + ONE_ENTRY;
        end
        if (held_moves) held <= fetched;
        if (current_moves) begin
            current <= held || goes_around;
            current_entry <= held ? held_entry : push_entry;
        end else if (spike_ready) begin
            current_entry[LANES-1:0] <= current_rest;
        end
        if (rst) begin
            write_pointer <= {(GROUP_BITS + 1) {1'b0}};
            read_pointer <= {(GROUP_BITS + 1) {1'b0}};
            fetched <= 1'b0;
            held <= 1'b0;
            current <= 1'b0;
        end
    end

`ifndef SYNTHESIS
    wire [GROUP_BITS:0] stored = write_pointer - read_pointer;
    always @(posedge clk) begin
        if (!rst && push && !goes_around && stored[GROUP_BITS]) begin
            $fdisplay(32'h80000002, "%m: a spike was pushed into the full queue");
            $stop;
        end
    end
`endif
endmodule

`default_nettype wire
