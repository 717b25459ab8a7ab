// One-bit facts about every group, in flip-flops, because they are looked at all at once or forgotten all at once.
//
//   from the group memory as it is written: always (update it in every timestep), reads out, remembers (not full decay)
//   of the sample: touched (updated since RESET), updated (in the current timestep), above (left above its threshold)
//   pending = groups that the timestep to come must visit: next_groups (something arrived), always, above
//
// The group memory is written whole and in ascending order, which lets its flags be shift registers without a decoder.
// holds_value: the membrane in the bank counts (a group that remembers: touched; one that forgets: updated).
// `start_timestep` makes updated what was pending, because all of it is going to be, and forgets above; `forget_all` forgets
// touched and above; both hold from the next cycle on. `forget_some`, in a cycle of start_timestep, forgets touched of the
// `forgetful` groups, and what was above in them is no reason to be pending (forgetting.v); no group is touched then. rst forgets as forget_all does and keeps what the network says, as
// the memories do; before a network is loaded no group is updated or read out.
// Software twin: sets; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module group_flags #(
    parameter GROUPS = 32, // groups
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  write_valid,
    input  wire                  write_always,
    input  wire                  write_reads_out,
    input  wire                  write_remembers,
    input  wire                  start_timestep,
    input  wire                  forget_all,
    input  wire                  forget_some,
    input  wire [GROUPS-1:0]     forgetful,
    input  wire [GROUP_BITS-1:0] group,
    input  wire                  touch,       // group is updated
    input  wire [GROUPS-1:0]     touching,    // the set of it, while touch is high
    output wire                  remembers,
    output wire                  is_touched,
    output wire                  holds_value,
    input  wire                  set_above,
    input  wire [GROUP_BITS-1:0] above_group,
    input  wire [GROUPS-1:0]     next_groups,
    output wire [GROUPS-1:0]     pending,
    output wire [GROUPS-1:0]     reads_out
);
    reg [GROUPS-1:0] always_of;
    reg [GROUPS-1:0] reads_out_of;
    reg [GROUPS-1:0] remembers_of;
    reg [GROUPS-1:0] touched;
    reg [GROUPS-1:0] updated;
    reg [GROUPS-1:0] above;

    initial begin
        always_of = {GROUPS{1'b0}};
        reads_out_of = {GROUPS{1'b0}};
        remembers_of = {GROUPS{1'b0}};
    end

    assign remembers = remembers_of[group];
    assign is_touched = touched[group];
    assign holds_value = remembers ? is_touched : updated[group];
    // Whole on both sides: a mask on `above` alone is not wholly undone where forget_some is a constant.
    assign pending = forget_some ? next_groups | always_of | (above & ~forgetful) : next_groups | always_of | above;
    assign reads_out = reads_out_of;

    wire [GROUPS-1:0] rising;
    one_hot #(
        .WIDTH(GROUPS)
    ) u_rising (
        .enable(set_above),
        .index(above_group),
        .bits(rising)
    );

    always @(posedge clk) begin
        if (write_valid) begin
            always_of <= {write_always, always_of[GROUPS-1:1]};
            reads_out_of <= {write_reads_out, reads_out_of[GROUPS-1:1]};
            remembers_of <= {write_remembers, remembers_of[GROUPS-1:1]};
        end
        if (start_timestep) updated <= pending;
        if (touch) touched <= touched | touching;
        if (forget_some) touched <= touched & ~forgetful;
        above <= above | rising;
        if (start_timestep || forget_all || rst) above <= {GROUPS{1'b0}};
        if (forget_all || rst) touched <= {GROUPS{1'b0}};
    end
endmodule

`default_nettype wire
