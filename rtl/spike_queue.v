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
    localparam [LANES-1:0] ONE_SPIKE = 1;

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

    // Current: the spikes that are being given, and beside them all but the lowest, so that a spike's number and whether it is
    // the last one take no carry chain. An entry goes there at once if nothing is before it.
    reg                   current;
    reg                   current_sends;
    reg  [GROUP_BITS-1:0] current_group;
    reg  [LANES-1:0]      current_spikes;
    reg  [LANES-1:0]      current_rest;
    wire                  goes_around = push && current_moves && !is_stored && !fetched && !held;
    assign current_moves = !current || (spike_ready && current_rest == {LANES{1'b0}});

    wire [ENTRY_BITS-1:0] entry = held ? held_entry : push_entry;
    wire [LANES-1:0]      entry_spikes = entry[LANES-1:0];

    ram_1r1w #(
        .WIDTH(ENTRY_BITS),
        .DEPTH(GROUPS)
    ) u_entries (
        .clk(clk),
        // What goes around is written too, and overwritten: the pointer stays.
        .write_enable(push),
        .write_address(write_pointer[GROUP_BITS-1:0]),
        .write_data(push_entry),
        .read_enable(is_stored && fetched_moves),
        .read_address(read_pointer[GROUP_BITS-1:0]),
        .advance(held_moves),
        .clear(1'b0),
        .read_data(held_entry)
    );

    wire [LANE_BITS-1:0] lane;
    set_number #(
        .WIDTH(LANES)
    ) u_lane (
        .bits(current_spikes & ~current_rest),
        .index(lane)
    );
    assign spike_valid = current;
    assign spike_neuron = {current_group, lane};
    assign spike_sends = current_sends;
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
            {current_sends, current_group, current_spikes} <= entry;
            current_rest <= entry_spikes & (entry_spikes - ONE_SPIKE);
        end else if (spike_ready) begin
            current_spikes <= current_rest;
            current_rest <= current_rest & (current_rest - ONE_SPIKE);
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
