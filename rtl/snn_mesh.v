// COLUMNS x ROWS cores of a spiking crossbar on a mesh, seen from outside as one core: the same streams, commands and
// results (README.md in this folder, "Many cores").
//
//   commands -> mesh_control -> router 0 0 -- router 1 0 -- ...      node = router + core (mesh_node.v)
//                    ^              |             |
//   results <--------+          router 0 1 -- router 1 1 -- ...
//
// Core numbers are row x COLUMNS + column. cfg_memory is core x 8 + the core's memory, or its routes (7); CORES x 8 + 7 is
// the table of input lines. Latency: as a core, and from the last delivery of a timestep about eight cycles to the next.
// Software twin: the golden simulator; test: test/rtl/core/mesh.test.ts.
`default_nettype none

module snn_mesh #(
    parameter COLUMNS = 2,
    parameter ROWS = 2,
    parameter LINES = 256, // input lines
    // of each core: snn_core.v
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
    parameter LINE_BITS = LINES > 1 ? $clog2(LINES) : 1
) (
    input  wire                 clk,
    input  wire                 rst,
    // loading, between samples only
    input  wire                 cfg_valid,
    input  wire [9:0]           cfg_memory,
    input  wire [31:0]          cfg_address,
    input  wire [31:0]          cfg_data,
    // commands
    input  wire                 in_valid,
    output wire                 in_ready,
    input  wire [2:0]           in_kind,
    input  wire [LINE_BITS-1:0] in_axon, // an input line
    // results
    output wire                 out_valid,
    input  wire                 out_ready,
    output wire [2:0]           out_kind,
    output wire [31:0]          out_data
);
    localparam CORES = COLUMNS * ROWS;
    localparam AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1;
    localparam FLIT_BITS = CORES + AXON_BITS;
    localparam NEURON_BITS = $clog2(GROUPS * LANES);

    generate
        if (COLUMNS < 1 || ROWS < 1 || CORES > 64) begin : gen_illegal_cores
            snn_mesh_COLUMNS_x_ROWS_must_be_from_1_to_64 u_illegal ();
        end
        if (LINES < 2) begin : gen_illegal_lines
            snn_mesh_LINES_must_be_at_least_2 u_illegal ();
        end
    endgenerate

    wire [31:0]         cfg_core = {25'd0, cfg_memory[9:3]};
    wire [CORES-1:0]    command_valid;
    wire [CORES-1:0]    command_ready;
    wire [2:0]          command_kind;
    wire [CORES-1:0]    is_idle;
    wire [CORES-1:0]    core_valid;
    wire [CORES-1:0]    core_ready;
    wire [3*CORES-1:0]  core_kind;
    wire [32*CORES-1:0] core_data;
    wire                result_valid;
    wire                result_ready;
    wire [2:0]          result_kind;
    wire [31:0]         result_data;
    wire                event_valid;
    wire                event_ready;
    wire [FLIT_BITS-1:0] event_flit;

    mesh_control #(
        .CORES(CORES),
        .LINES(LINES),
        .AXON_BITS(AXON_BITS),
        .TRACE(TRACE)
    ) u_control (
        .clk(clk),
        .rst(rst),
        .cfg_valid(cfg_valid && cfg_core == CORES && cfg_memory[2:0] == 3'd7),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_line(in_axon),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data),
        .event_valid(event_valid),
        .event_ready(event_ready),
        .event_flit(event_flit),
        .command_valid(command_valid),
        .command_ready(command_ready),
        .command_kind(command_kind),
        .is_idle(is_idle),
        .result_valid(result_valid),
        .result_ready(result_ready),
        .result_kind(result_kind),
        .result_data(result_data)
    );

    mesh_results #(
        .CORES(CORES),
        .NEURON_BITS(NEURON_BITS)
    ) u_merge (
        .core_valid(core_valid),
        .core_ready(core_ready),
        .core_kind(core_kind),
        .core_data(core_data),
        .valid(result_valid),
        .ready(result_ready),
        .kind(result_kind),
        .data(result_data)
    );

    // What each node sends to its neighbours, and what they take: sides 0 east, 1 west, 2 north, 3 south.
    wire [4*CORES-1:0]           sent_valid;
    wire [4*CORES-1:0]           sent_ready;
    wire [4*CORES*FLIT_BITS-1:0] sent_flit;
    wire [4*CORES-1:0]           taken_valid;
    wire [4*CORES-1:0]           taken_ready;
    wire [4*CORES*FLIT_BITS-1:0] taken_flit;

    genvar core, side;
    generate
        for (core = 0; core < CORES; core = core + 1) begin : gen_core
            localparam X = core % COLUMNS;
            localparam Y = core / COLUMNS;
            mesh_node #(
                .COLUMNS(COLUMNS),
                .ROWS(ROWS),
                .X(X),
                .Y(Y),
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
                .COUNTERS(COUNTERS),
                .TRACE(TRACE)
            ) u_node (
                .clk(clk),
                .rst(rst),
                .cfg_valid(cfg_valid && cfg_core == core),
                .cfg_memory(cfg_memory[2:0]),
                .cfg_address(cfg_address),
                .cfg_data(cfg_data),
                .command_valid(command_valid[core]),
                .command_ready(command_ready[core]),
                .command_kind(command_kind),
                .in_valid(taken_valid[4*core+:4]),
                .in_ready(taken_ready[4*core+:4]),
                .in_flit(taken_flit[4*core*FLIT_BITS+:4*FLIT_BITS]),
                .out_valid(sent_valid[4*core+:4]),
                .out_ready(sent_ready[4*core+:4]),
                .out_flit(sent_flit[4*core*FLIT_BITS+:4*FLIT_BITS]),
                .result_valid(core_valid[core]),
                .result_ready(core_ready[core]),
                .result_kind(core_kind[3*core+:3]),
                .result_data(core_data[32*core+:32]),
                .is_idle(is_idle[core])
            );

            // A side's neighbour, and the side by which it looks back; at the edge there is nobody, but for the control's
            // events, which come from the west of core 0.
            for (side = 0; side < 4; side = side + 1) begin : gen_side
                localparam HAS_NEIGHBOUR = side == 0 ? X + 1 < COLUMNS : side == 1 ? X > 0 : side == 2 ? Y > 0 : Y + 1 < ROWS;
                localparam NEIGHBOUR = side == 0 ? core + 1 : side == 1 ? core - 1 : side == 2 ? core - COLUMNS : core + COLUMNS;
                localparam BACK = 4 * NEIGHBOUR + (side == 0 ? 1 : side == 1 ? 0 : side == 2 ? 3 : 2);
                localparam HERE = 4 * core + side;
                if (HAS_NEIGHBOUR) begin : gen_neighbour
                    assign taken_valid[HERE] = sent_valid[BACK];
                    assign taken_flit[HERE*FLIT_BITS+:FLIT_BITS] = sent_flit[BACK*FLIT_BITS+:FLIT_BITS];
                    assign sent_ready[HERE] = taken_ready[BACK];
                end else begin : gen_edge
                    assign taken_valid[HERE] = HERE == 1 && event_valid;
                    assign taken_flit[HERE*FLIT_BITS+:FLIT_BITS] = HERE == 1 ? event_flit : {FLIT_BITS{1'b0}};
                    assign sent_ready[HERE] = 1'b1;
                    if (HERE == 1) begin : gen_events
                        assign event_ready = taken_ready[HERE];
                    end
                    wire unused_edge = &{1'b0, sent_valid[HERE], sent_flit[HERE*FLIT_BITS+:FLIT_BITS], taken_ready[HERE]};
                end
            end
        end
    endgenerate
endmodule

`default_nettype wire
