// A core whose weights are in weight_memory, or in an spi_flash behind spi_flash_reader, for tests only: from outside it is a core
// like any other, loaded alike.
`default_nettype none

module external_core #(
    // snn_core.v
    parameter LANES = 16,
    parameter GROUPS = 32,
    parameter AXONS = 1024,
    parameter SEGMENTS = 256,
    parameter WEIGHT_WORDS = 1024,
    parameter WEIGHT_BITS = 8,
    parameter SLOTS = 4,
    parameter STATE_BITS = 24,
    parameter EXPONENT_MAX = 0,
    parameter LEAK_MAX = 15,
    parameter HAS_BIAS = 1,
    parameter HAS_SUBTRACT = 1,
    parameter HAS_REFRACTORY = 1,
    parameter HAS_CUBA = 0,
    parameter CUBA_MULTIPLIERS = 1,
    parameter FORGET_BITS = 0,
    parameter TRACE = 1,
    parameter COUNTERS = 1,
    parameter FETCH_DEPTH = 16,
    // weight_memory.v
    parameter WEIGHT_LATENCY = 8,
    parameter WEIGHT_STALL = 0,
    // spi_flash_reader.v
    parameter FLASH = 0,
    parameter HALF_CYCLES = 1,
    parameter AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire                 cfg_valid,
    input  wire [2:0]           cfg_memory,
    input  wire [31:0]          cfg_address,
    input  wire [31:0]          cfg_data,
    input  wire                 in_valid,
    output wire                 in_ready,
    input  wire [2:0]           in_kind,
    input  wire [AXON_BITS-1:0] in_axon,
    output wire                 out_valid,
    input  wire                 out_ready,
    output wire [2:0]           out_kind,
    output wire [31:0]          out_data
);
    wire                               unused_export_valid;
    wire [$clog2(GROUPS * LANES) - 1:0] unused_export_neuron;
    wire                               unused_is_idle;
    wire                               request_valid;
    wire                               request_ready;
    wire [$clog2(WEIGHT_WORDS)-1:0]    request_address;
    wire                               answer_valid;
    wire [LANES*WEIGHT_BITS-1:0]       answer_data;

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
        .EXTERNAL_WEIGHTS(1),
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
        .weight_request_valid(request_valid),
        .weight_request_ready(request_ready),
        .weight_request_address(request_address),
        .weight_answer_valid(answer_valid),
        .weight_answer_data(answer_data)
    );

    generate
        if (FLASH != 0) begin : gen_flash
            wire        flash_select_n;
            wire        flash_clock;
            wire        flash_in;
            wire        flash_out;
            wire [15:0] unused_commands;
            spi_flash_reader #(
                .WORD_BITS(LANES * WEIGHT_BITS),
                .ADDRESS_BITS($clog2(WEIGHT_WORDS)),
                .HALF_CYCLES(HALF_CYCLES)
            ) u_reader (
                .clk(clk),
                .rst(rst),
                .request_valid(request_valid),
                .request_ready(request_ready),
                .request_address(request_address),
                .answer_valid(answer_valid),
                .answer_data(answer_data),
                .flash_select_n(flash_select_n),
                .flash_clock(flash_clock),
                .flash_in(flash_in),
                .flash_out(flash_out)
            );
            spi_flash #(
                .WORD_BITS(LANES * WEIGHT_BITS),
                .WORDS(WEIGHT_WORDS)
            ) u_flash (
                .clk(clk),
                .cfg_valid(cfg_valid),
                .cfg_memory(cfg_memory),
                .cfg_address(cfg_address),
                .cfg_data(cfg_data),
                .flash_select_n(flash_select_n),
                .flash_clock(flash_clock),
                .flash_in(flash_in),
                .flash_out(flash_out),
                .commands(unused_commands)
            );
        end else begin : gen_memory
            weight_memory #(
                .WIDTH(LANES * WEIGHT_BITS),
                .DEPTH(WEIGHT_WORDS),
                .LATENCY(WEIGHT_LATENCY),
                .STALL(WEIGHT_STALL),
                .MOST(FETCH_DEPTH)
            ) u_memory (
                .clk(clk),
                .rst(rst),
                .cfg_valid(cfg_valid),
                .cfg_memory(cfg_memory),
                .cfg_address(cfg_address),
                .cfg_data(cfg_data),
                .request_valid(request_valid),
                .request_ready(request_ready),
                .request_address(request_address),
                .answer_valid(answer_valid),
                .answer_data(answer_data)
            );
        end
    endgenerate
endmodule

`default_nettype wire
