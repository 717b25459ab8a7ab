// A router with a stream a side, for tests only.
`default_nettype none

module router_bench #(
    parameter COLUMNS = 3,
    parameter ROWS = 3,
    parameter X = 1,
    parameter Y = 1,
    parameter AXON_BITS = 16,
    parameter CORES = COLUMNS * ROWS,
    parameter FLIT_BITS = CORES + AXON_BITS
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire                 in0_valid,
    output wire                 in0_ready,
    input  wire [FLIT_BITS-1:0] in0_flit,
    input  wire                 in1_valid,
    output wire                 in1_ready,
    input  wire [FLIT_BITS-1:0] in1_flit,
    input  wire                 in2_valid,
    output wire                 in2_ready,
    input  wire [FLIT_BITS-1:0] in2_flit,
    input  wire                 in3_valid,
    output wire                 in3_ready,
    input  wire [FLIT_BITS-1:0] in3_flit,
    input  wire                 in4_valid,
    output wire                 in4_ready,
    input  wire [FLIT_BITS-1:0] in4_flit,
    output wire                 out0_valid,
    input  wire                 out0_ready,
    output wire [FLIT_BITS-1:0] out0_flit,
    output wire                 out1_valid,
    input  wire                 out1_ready,
    output wire [FLIT_BITS-1:0] out1_flit,
    output wire                 out2_valid,
    input  wire                 out2_ready,
    output wire [FLIT_BITS-1:0] out2_flit,
    output wire                 out3_valid,
    input  wire                 out3_ready,
    output wire [FLIT_BITS-1:0] out3_flit,
    output wire                 out4_valid,
    input  wire                 out4_ready,
    output wire [FLIT_BITS-1:0] out4_flit,
    output wire                 is_empty
);
    mesh_router #(
        .COLUMNS(COLUMNS),
        .ROWS(ROWS),
        .X(X),
        .Y(Y),
        .AXON_BITS(AXON_BITS)
    ) u_router (
        .clk(clk),
        .rst(rst),
        .in_valid({in4_valid, in3_valid, in2_valid, in1_valid, in0_valid}),
        .in_ready({in4_ready, in3_ready, in2_ready, in1_ready, in0_ready}),
        .in_flit({in4_flit, in3_flit, in2_flit, in1_flit, in0_flit}),
        .out_valid({out4_valid, out3_valid, out2_valid, out1_valid, out0_valid}),
        .out_ready({out4_ready, out3_ready, out2_ready, out1_ready, out0_ready}),
        .out_flit({out4_flit, out3_flit, out2_flit, out1_flit, out0_flit}),
        .is_empty(is_empty)
    );
endmodule

`default_nettype wire
