// A core of the mesh with its router: events come in by the mesh, spikes that others wait for leave by it.
//
//              command (all cores, or one)
//                 |
//   router --> snn_core --> results
//     ^           | spikes with a fan-out
//     |           v
//     +------ axon_lookup: neuron -> {destinations, axon}; none: the spike stays here
//
// A command enters before any event. Before DONE of a READ the node adds its router's counters: flits that left to the
// east, west, north and south, and cycles in which some flit waited for a side. RESET clears them.
// `is_idle`: nothing is under way here; it stays so until an event or a command comes. Reset acts as the core's does.
// Software twin and test: test/rtl/core/mesh.test.ts.
`default_nettype none

module mesh_node #(
    parameter COLUMNS = 2,
    parameter ROWS = 2,
    parameter X = 0,
    parameter Y = 0,
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
    parameter AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1,
    parameter CORES = COLUMNS * ROWS,
    parameter FLIT_BITS = CORES + AXON_BITS
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire                   cfg_valid,
    input  wire [2:0]             cfg_memory, // 7: routes
    input  wire [31:0]            cfg_address,
    input  wire [31:0]            cfg_data,
    // STEP, READ, DUMP, RESET
    input  wire                   command_valid,
    output wire                   command_ready,
    input  wire [2:0]             command_kind,
    // to the neighbours: 0 east, 1 west, 2 north, 3 south
    input  wire [3:0]             in_valid,
    output wire [3:0]             in_ready,
    input  wire [4*FLIT_BITS-1:0] in_flit,
    output wire [3:0]             out_valid,
    input  wire [3:0]             out_ready,
    output wire [4*FLIT_BITS-1:0] out_flit,
    // results
    output wire                   result_valid,
    input  wire                   result_ready,
    output wire [2:0]             result_kind,
    output wire [31:0]            result_data,
    output wire                   is_idle
);
    localparam NEURONS = GROUPS * LANES;
    localparam NEURON_BITS = $clog2(NEURONS);

    localparam [2:0] COMMAND_EVENT = 3'd0;
    localparam [2:0] COMMAND_READ = 3'd2;
    localparam [2:0] COMMAND_RESET = 3'd4;
    localparam [2:0] RESULT_COUNTER = 3'd4;
    localparam [2:0] RESULT_DONE = 3'd5;
    localparam [2:0] MEMORY_ROUTES = 3'd7;
    localparam [2:0] LINK_COUNTERS = 3'd5;

    // ---- Router: local side 0, neighbours 1 to 4.
    wire                 inject_valid;
    wire                 inject_ready;
    wire [FLIT_BITS-1:0] inject_flit;
    wire                 event_valid;
    wire                 event_ready;
    wire [FLIT_BITS-1:0] event_flit;
    wire                 is_router_empty;
    mesh_router #(
        .COLUMNS(COLUMNS),
        .ROWS(ROWS),
        .X(X),
        .Y(Y),
        .AXON_BITS(AXON_BITS)
    ) u_router (
        .clk(clk),
        .rst(rst),
        .in_valid({in_valid, inject_valid}),
        .in_ready({in_ready, inject_ready}),
        .in_flit({in_flit, inject_flit}),
        .out_valid({out_valid, event_valid}),
        .out_ready({out_ready, event_ready}),
        .out_flit({out_flit, event_flit}),
        .is_empty(is_router_empty)
    );

    // ---- Core.
    wire                   core_ready;
    wire                   core_result_valid;
    wire                   core_result_ready;
    wire [2:0]             core_result_kind;
    wire [31:0]            core_result_data;
    wire                   spike_valid;
    wire                   spike_ready;
    wire [NEURON_BITS-1:0] spike_neuron;
    wire                   is_core_idle;
    // For weights outside the core.
    wire                            unused_weight_request_valid;
    wire [$clog2(WEIGHT_WORDS)-1:0] unused_weight_request_address;
    assign command_ready = core_ready;
    assign event_ready = core_ready && !command_valid;
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
        .COUNTERS(COUNTERS),
        .TRACE(TRACE),
        .EXPORTS(1)
    ) u_core (
        .clk(clk),
        .rst(rst),
        .cfg_valid(cfg_valid && cfg_memory != MEMORY_ROUTES),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(command_valid || event_valid),
        .in_ready(core_ready),
        .in_kind(command_valid ? command_kind : COMMAND_EVENT),
        .in_axon(event_flit[AXON_BITS-1:0]),
        .out_valid(core_result_valid),
        .out_ready(core_result_ready),
        .out_kind(core_result_kind),
        .out_data(core_result_data),
        .export_valid(spike_valid),
        .export_ready(spike_ready),
        .export_neuron(spike_neuron),
        .is_idle(is_core_idle),
        .weight_request_valid(unused_weight_request_valid),
        .weight_request_ready(1'b0),
        .weight_request_address(unused_weight_request_address),
        .weight_answer_valid(1'b0),
        .weight_answer_data({(LANES * WEIGHT_BITS) {1'b0}})
    );

    // ---- Where a spike goes.
    wire                 route_valid;
    wire                 route_ready;
    wire [FLIT_BITS-1:0] route;
    wire                 is_lookup_empty;
    wire                 leaves = |route[AXON_BITS+:CORES];
    assign inject_valid = route_valid && leaves;
    assign inject_flit = route;
    assign route_ready = inject_ready || !leaves;
    axon_lookup #(
        .AXONS(NEURONS),
        .ROW_BITS(FLIT_BITS)
    ) u_routes (
        .clk(clk),
        .rst(rst),
        .write_valid(cfg_valid && cfg_memory == MEMORY_ROUTES),
        .write_address(cfg_address),
        .write_data(cfg_data),
        .axon_valid(spike_valid),
        .axon_ready(spike_ready),
        .axon(spike_neuron),
        .row_valid(route_valid),
        .row_ready(route_ready),
        .row(route),
        .is_empty(is_lookup_empty)
    );
    assign is_idle = is_core_idle && is_lookup_empty && is_router_empty;

    // ---- Counters of the links, behind those of the core.
    reg [5*32-1:0] counts;
    reg [2:0]  told;
    reg        is_read;
    wire       tells = is_read && core_result_valid && core_result_kind == RESULT_DONE && told != LINK_COUNTERS;
    assign result_valid = core_result_valid;
    assign result_kind = tells ? RESULT_COUNTER : core_result_kind;
    assign result_data = tells ? counts[32*told+:32] : core_result_data;
    assign core_result_ready = result_ready && !tells;

    wire [4:0] happens = {|(out_valid & ~out_ready) || (event_valid && !event_ready), out_valid & out_ready};
    wire       clears = command_valid && command_ready && command_kind == COMMAND_RESET;
    integer    link;
    always @(posedge clk) begin
        for (link = 0; link < 5; link = link + 1) begin
            counts[32*link+:32] <= clears ? 32'd0 : counts[32*link+:32] + {31'd0, happens[link]};
        end
        if (tells && result_ready) told <= told + 3'd1;
        if (command_valid && command_ready) begin
            is_read <= command_kind == COMMAND_READ;
            told <= 3'd0;
        end
        if (rst) begin
            told <= 3'd0;
            is_read <= 1'b0;
        end
    end

    wire unused_destinations = &{1'b0, event_flit[FLIT_BITS-1:AXON_BITS]};
endmodule

`default_nettype wire
