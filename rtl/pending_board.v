// Which (delay slot, group) holds something: one bit each, so that forgetting everything takes one cycle.
//
//   bit(slot, group) = a segment has added to the group's accumulators of that slot since the slot was last taken
//
// It is both the valid bit of the accumulators (clear: they read as zero) and the list of what the neuron phase has to
// visit. `mark` sets the bit of (word_slot, group), and `is_marked` tells it as it was before; `end_phase` forgets the row of
// `slot`, the current timestep's; `forget_all` and rst forget every row. The row of the timestep to come stands in a register,
// `next_groups`, so that a timestep begins without reading one: `end_phase` fetches it, marks keep it up to date,
// `start_timestep` copies it to `arrived`. Once `slot` has moved on, `next_groups` is the row of the new slot.
// Results are combinational, changes hold from the next cycle on. At most one of mark, end_phase, start_timestep and forget_all
// is high.
// Software twin: an array of sets; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module pending_board #(
    parameter GROUPS = 32, // groups
    parameter SLOTS = 4,   // delay slots, a power of two
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1,
    parameter SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire [SLOT_BITS-1:0]  slot,           // of the current timestep
    input  wire                  start_timestep,
    input  wire                  end_phase,
    input  wire                  forget_all,
    input  wire                  mark,
    input  wire [SLOT_BITS-1:0]  word_slot,
    input  wire [GROUP_BITS-1:0] group,
    input  wire [GROUPS-1:0]     marked,         // the set of that group
    output wire                  is_marked,      // (word_slot, group), unless end_phase is high
    output reg  [GROUPS-1:0]     next_groups,
    output reg  [GROUPS-1:0]     arrived
);
    localparam [SLOT_BITS-1:0] ONE_SLOT = 1;

    // Rows are read without a clock (distributed RAM or flip-flops) and never cleared: a row counts while its slot is used.
    reg [GROUPS-1:0] rows [0:SLOTS-1];
    reg [SLOTS-1:0]  is_used;

    wire [SLOT_BITS-1:0] next_slot = slot + ONE_SLOT;
    wire [SLOT_BITS-1:0] row_slot = end_phase ? next_slot : word_slot;
    wire [GROUPS-1:0]    row = rows[row_slot];
    wire                 row_counts = is_used[row_slot];
    assign is_marked = row_counts && row[group];

    wire [SLOTS-1:0] used;
    one_hot #(
        .WIDTH(SLOTS)
    ) u_used (
        .enable(mark),
        .index(word_slot),
        .bits(used)
    );
    wire [SLOTS-1:0] ended;
    one_hot #(
        .WIDTH(SLOTS)
    ) u_ended (
        .enable(end_phase),
        .index(slot),
        .bits(ended)
    );

    always @(posedge clk) begin
        if (mark) begin
            rows[word_slot] <= (row & {GROUPS{row_counts}}) | marked;
            if (word_slot == next_slot) next_groups <= next_groups | marked;
        end
        if (end_phase) next_groups <= row;
        is_used <= (is_used | used) & ~ended;
        if (start_timestep) arrived <= next_groups;
        if (forget_all || rst) is_used <= {SLOTS{1'b0}};
        if (forget_all || rst || (end_phase && !row_counts)) next_groups <= {GROUPS{1'b0}};
    end
endmodule

`default_nettype wire
