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
    assign must_update = always_of | above;
    assign reads_out = reads_out_of;

    // One decoder for all flags that are written together; an indexed assignment makes one for each.
    localparam [GROUPS-1:0] FIRST = 1;
    wire              is_written = write_valid && write_row >> GROUP_BITS == 32'd0;
    wire [GROUPS-1:0] written = is_written ? FIRST << write_row[GROUP_BITS-1:0] : {GROUPS{1'b0}};
    wire [GROUPS-1:0] touching = touch ? FIRST << group : {GROUPS{1'b0}};
    wire [GROUPS-1:0] rising = set_above ? FIRST << above_group : {GROUPS{1'b0}};

    integer i;
    always @(posedge clk) begin
        for (i = 0; i < GROUPS; i = i + 1) begin
            if (written[i]) begin
                always_of[i] <= write_always;
                reads_out_of[i] <= write_reads_out;
                remembers_of[i] <= write_remembers;
            end
        end
        touched <= touched | touching;
        updated <= updated | touching;
        above <= above | rising;
        if (start_timestep || forget_all || rst) begin
            updated <= {GROUPS{1'b0}};
            above <= {GROUPS{1'b0}};
        end
        if (forget_all || rst) touched <= {GROUPS{1'b0}};
    end
endmodule

`default_nettype wire
