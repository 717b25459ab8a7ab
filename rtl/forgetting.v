// Which groups forget periodically, and when: at the start of every timestep t with t mod period = phase.
//
//   left = timesteps until the next forgetting; forget_some = start_timestep && left == 0
//   forget_all: left = phase      start_timestep: left = left == 0 ? period - 1 : left - 1
//
// Written between samples only: a flag for each group, in ascending order as group_flags.v has it, and the period: period - 1 in
// the lower half of `write_data`, phase in the upper one. forget_some is combinational. No reset: forget_all follows it, and what
// was loaded stays; before a network is loaded no group forgets.
// Software twin and test: test/rtl/modules/groups.test.ts.
`default_nettype none

module forgetting #(
    parameter GROUPS = 32,
    parameter FORGET_BITS = 8 // of the period, 1..16
) (
    input  wire              clk,
    input  wire              write_group,
    input  wire              write_forgets,
    input  wire              write_period,
    input  wire [31:0]       write_data,
    input  wire              forget_all,
    input  wire              start_timestep,
    output wire              forget_some,
    output wire [GROUPS-1:0] forgetful
);
    localparam [FORGET_BITS-1:0] ONE = 1;
    localparam [FORGET_BITS-1:0] NONE = 0;

    reg [GROUPS-1:0]      forgets_of;
    reg [FORGET_BITS-1:0] last; // period - 1
    reg [FORGET_BITS-1:0] phase;
    reg [FORGET_BITS-1:0] left;

    initial begin
        forgets_of = {GROUPS{1'b0}};
        last = NONE;
        phase = NONE;
        left = NONE;
    end

    wire is_due = left == NONE;
    assign forget_some = start_timestep && is_due;
    assign forgetful = forgets_of;

    generate
        if (FORGET_BITS < 16) begin : gen_unused
            wire unused_write_data = &{1'b0, write_data[31:16+FORGET_BITS], write_data[15:FORGET_BITS]};
        end
    endgenerate

    always @(posedge clk) begin
        if (write_group) forgets_of <= {write_forgets, forgets_of[GROUPS-1:1]};
        if (write_period) begin
            last <= write_data[FORGET_BITS-1:0];
            phase <= write_data[16+:FORGET_BITS];
        end
        if (start_timestep) left <= is_due ? last : left - ONE;
        if (forget_all) left <= phase;
    end
endmodule

`default_nettype wire
