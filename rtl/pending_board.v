// Which (delay slot, group) holds something: one bit each, so that forgetting everything takes one cycle.
//
//   bit(slot, group) = a segment has added to the group's accumulators of that slot since the slot was last taken
//
// It is both the valid bit of the accumulators (clear: they read as zero) and the list of what the neuron phase has
// to visit. `mark` sets the bit of (slot, group) and `is_marked` tells it as it was before; `slot_groups` is the whole
// row of `slot`; `forget_slot` clears that row; `forget_all` and rst clear every row. No latency: results are
// combinational, changes hold from the next cycle on. At most one of mark, forget_slot and forget_all is high.
// Software twin: an array of sets; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module pending_board #(
    parameter GROUPS = 32, // groups
    parameter SLOTS = 4,   // delay slots
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1,
    parameter SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire [SLOT_BITS-1:0]  slot,
    input  wire [GROUP_BITS-1:0] group,
    input  wire                  mark,
    input  wire                  forget_slot,
    input  wire                  forget_all,
    output wire                  is_marked,
    output wire [GROUPS-1:0]     slot_groups
);
    // Rows are read without a clock (distributed RAM or flip-flops) and never cleared: a row counts while its slot is used.
    reg [GROUPS-1:0] rows [0:SLOTS-1];
    reg [SLOTS-1:0]  is_used;

    assign slot_groups = is_used[slot] ? rows[slot] : {GROUPS{1'b0}};
    assign is_marked = slot_groups[group];

    always @(posedge clk) begin
        if (mark) begin
            rows[slot] <= slot_groups | ({{(GROUPS - 1) {1'b0}}, 1'b1} << group);
            is_used[slot] <= 1'b1;
        end
        if (forget_slot) is_used[slot] <= 1'b0;
        if (forget_all || rst) is_used <= {SLOTS{1'b0}};
    end
endmodule

`default_nettype wire
