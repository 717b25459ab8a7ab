// When groups that forget periodically do so: in every timestep t with t mod period = phase.
//
//   left = timesteps until the next forgetting; is_due = left == 0
//   forget_all: left = phase      start_timestep: left = is_due ? period - 1 : left - 1
//
// `write_data` = period - 1 in its lower half, phase in its upper one; written between samples only. is_due is combinational
// and holds for the timestep that start_timestep starts. No reset: forget_all follows it, and what was loaded stays.
// Software twin and test: test/rtl/modules/groups.test.ts.
`default_nettype none

module forget_period #(
    parameter FORGET_BITS = 8 // of the period, 1..16
) (
    input  wire        clk,
    input  wire        write_valid,
    input  wire [31:0] write_data,
    input  wire        forget_all,
    input  wire        start_timestep,
    output wire        is_due
);
    localparam [FORGET_BITS-1:0] ONE = 1;
    localparam [FORGET_BITS-1:0] NONE = 0;

    reg [FORGET_BITS-1:0] last; // period - 1
    reg [FORGET_BITS-1:0] phase;
    reg [FORGET_BITS-1:0] left;

    initial begin
        last = NONE;
        phase = NONE;
        left = NONE;
    end

    assign is_due = left == NONE;

    generate
        if (FORGET_BITS < 16) begin : gen_unused
            wire unused_write_data = &{1'b0, write_data[31:16+FORGET_BITS], write_data[15:FORGET_BITS]};
        end
    endgenerate

    always @(posedge clk) begin
        if (write_valid) begin
            last <= write_data[FORGET_BITS-1:0];
            phase <= write_data[16+:FORGET_BITS];
        end
        if (start_timestep) left <= is_due ? last : left - ONE;
        if (forget_all) left <= phase;
    end
endmodule

`default_nettype wire
