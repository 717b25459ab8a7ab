// A core on a serial line: the power-on reset, serial_bridge and snn_core; what every board's top has inside. With EXTERNAL_WEIGHTS
// also spi_flash_reader, whose flash has the weights from byte FLASH_BASE on; without, the flash is left deselected.
//
// `rst_request` (a button) and the first 16 cycles after configuration reset both. Software twin: rtl/snn_core.v's own
// behind a line; test: test/rtl/modules/serial.test.ts.
`default_nettype none

module serial_core #(
    parameter CLOCKS_PER_BIT = 104, // clock cycles of one bit on the line
    parameter LANES = 8,            // from here on as in snn_core.v
    parameter GROUPS = 32,
    parameter AXONS = 1024,
    parameter SEGMENTS = 256,
    parameter WEIGHT_WORDS = 1024,
    parameter WEIGHT_BITS = 8,
    parameter SLOTS = 4,
    parameter STATE_BITS = 16,
    parameter EXPONENT_MAX = 0,
    parameter LEAK_MAX = 15,
    parameter HAS_BIAS = 0,
    parameter HAS_SUBTRACT = 0,
    parameter HAS_REFRACTORY = 0,
    parameter HAS_CUBA = 0,
    parameter CUBA_MULTIPLIERS = 1,
    parameter FORGET_BITS = 0,
    parameter TRACE = 0,
    parameter COUNTERS = 1,
    parameter EXTERNAL_WEIGHTS = 0,
    parameter FETCH_DEPTH = 2,
    parameter FLASH_BASE = 1048576  // as in spi_flash_reader.v
) (
    input  wire clk,
    input  wire rst_request,
    input  wire rx,
    output wire tx,
    output wire overrun,
    output wire flash_select_n,
    output wire flash_clock,
    output wire flash_in,
    input  wire flash_out
);
    localparam AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1;

    // Flip-flops start as zeros on the FPGAs that are supported.
    reg [3:0] reset_cycles = 4'd0;
    reg [1:0] request;
    reg       rst = 1'b1;
    always @(posedge clk) begin
        request <= {request[0], rst_request};
        if (reset_cycles != 4'd15) reset_cycles <= reset_cycles + 4'd1;
        rst <= reset_cycles != 4'd15 || request[1];
    end

    wire                 cfg_valid;
    wire [2:0]           cfg_memory;
    wire [31:0]          cfg_address;
    wire [31:0]          cfg_data;
    wire                 in_valid;
    wire                 in_ready;
    wire [2:0]           in_kind;
    wire [AXON_BITS-1:0] in_axon;
    wire                 out_valid;
    wire                 out_ready;
    wire [2:0]           out_kind;
    wire [31:0]          out_data;

    serial_bridge #(
        .CLOCKS_PER_BIT(CLOCKS_PER_BIT),
        .AXON_BITS(AXON_BITS)
    ) u_bridge (
        .clk(clk),
        .rst(rst),
        .rx(rx),
        .tx(tx),
        .overrun(overrun),
        .cfg_valid(cfg_valid),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_axon(in_axon),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data)
    );

    // For cores of a mesh.
    wire                               unused_export_valid;
    wire [$clog2(GROUPS * LANES) - 1:0] unused_export_neuron;
    wire                               unused_is_idle;
    wire                               weight_request_valid;
    wire                               weight_request_ready;
    wire [$clog2(WEIGHT_WORDS)-1:0]    weight_request_address;
    wire                               weight_answer_valid;
    wire [LANES*WEIGHT_BITS-1:0]       weight_answer_data;
    snn_core #(
        .LANES(LANES),
        .GROUPS(GROUPS),
        .AXONS(AXONS),
        .SEGMENTS(SEGMENTS),
        .WEIGHT_WORDS(WEIGHT_WORDS),
        .WEIGHT_BITS(WEIGHT_BITS),
        .SLOTS(SLOTS),
        .STATE_BITS(STATE_BITS),
        .EXPONENT_MAX(EXPONENT_MAX),
        .LEAK_MAX(LEAK_MAX),
        .HAS_BIAS(HAS_BIAS),
        .HAS_SUBTRACT(HAS_SUBTRACT),
        .HAS_REFRACTORY(HAS_REFRACTORY),
        .HAS_CUBA(HAS_CUBA),
        .CUBA_MULTIPLIERS(CUBA_MULTIPLIERS),
        .FORGET_BITS(FORGET_BITS),
        .TRACE(TRACE),
        .COUNTERS(COUNTERS),
        .EXTERNAL_WEIGHTS(EXTERNAL_WEIGHTS),
        .FETCH_DEPTH(FETCH_DEPTH)
    ) u_core (
        .clk(clk),
        .rst(rst),
        .cfg_valid(cfg_valid),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_axon(in_axon),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data),
        .export_valid(unused_export_valid),
        .export_ready(1'b0),
        .export_neuron(unused_export_neuron),
        .is_idle(unused_is_idle),
        .weight_request_valid(weight_request_valid),
        .weight_request_ready(weight_request_ready),
        .weight_request_address(weight_request_address),
        .weight_answer_valid(weight_answer_valid),
        .weight_answer_data(weight_answer_data)
    );

    generate
        if (EXTERNAL_WEIGHTS != 0) begin : gen_flash
            spi_flash_reader #(
                .WORD_BITS(LANES * WEIGHT_BITS),
                .ADDRESS_BITS($clog2(WEIGHT_WORDS)),
                .BASE_ADDRESS(FLASH_BASE)
            ) u_flash (
                .clk(clk),
                .rst(rst),
                .request_valid(weight_request_valid),
                .request_ready(weight_request_ready),
                .request_address(weight_request_address),
                .answer_valid(weight_answer_valid),
                .answer_data(weight_answer_data),
                .flash_select_n(flash_select_n),
                .flash_clock(flash_clock),
                .flash_in(flash_in),
                .flash_out(flash_out)
            );
        end else begin : gen_no_flash
            assign weight_request_ready = 1'b0;
            assign weight_answer_valid = 1'b0;
            assign weight_answer_data = {(LANES * WEIGHT_BITS) {1'b0}};
            assign flash_select_n = 1'b1;
            assign flash_clock = 1'b0;
            assign flash_in = 1'b0;
            wire unused_flash = &{1'b0, weight_request_valid, weight_request_address, flash_out};
        end
    endgenerate
endmodule

`default_nettype wire
