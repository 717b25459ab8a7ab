// One-bit facts about every group, in flip-flops, because they are looked at all at once or forgotten all at once.
//
//   from the group memory as it is written: always (update it in every timestep), reads out, remembers (not full decay)
//   of the sample: touched (updated since RESET), updated (in the current timestep), above (left above its threshold)
//
// holds_value: the membrane in the bank counts (a group that remembers: touched; one that forgets: updated).
// `start_timestep` forgets updated and above; `forget_all` forgets touched, updated and above; both hold from the next
// cycle on. rst forgets as forget_all does and keeps what the network says, as the memories do; before a network is
// loaded no group is updated or read out.
// Software twin: sets; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module group_flags #(
    parameter GROUPS = 32, // groups
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  write_valid,
    input  wire [31:0]           write_row,
    input  wire                  write_always,
    input  wire                  write_reads_out,
    input  wire                  write_remembers,
    input  wire                  start_timestep,
    input  wire                  forget_all,
    input  wire [GROUP_BITS-1:0] group,
    input  wire                  touch,       // group is updated
    output wire                  remembers,
    output wire                  is_touched,
    output wire                  holds_value,
    input  wire                  set_above,
    input  wire [GROUP_BITS-1:0] above_group,
    output wire [GROUPS-1:0]     must_update, // always or above
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
    // A new sample has nothing above its threshold.
    assign must_update = always_of | (forget_all ? {GROUPS{1'b0}} : above);
    assign reads_out = reads_out_of;

    always @(posedge clk) begin
        if (write_valid && write_row >> GROUP_BITS == 32'd0) begin
            always_of[write_row[GROUP_BITS-1:0]] <= write_always;
            reads_out_of[write_row[GROUP_BITS-1:0]] <= write_reads_out;
            remembers_of[write_row[GROUP_BITS-1:0]] <= write_remembers;
        end
        if (touch) begin
            touched[group] <= 1'b1;
            updated[group] <= 1'b1;
        end
        if (set_above) above[above_group] <= 1'b1;
        if (start_timestep || forget_all || rst) begin
            updated <= {GROUPS{1'b0}};
            above <= {GROUPS{1'b0}};
        end
        if (forget_all || rst) touched <= {GROUPS{1'b0}};
    end
endmodule

`default_nettype wire
