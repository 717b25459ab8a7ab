// Everything between the AXI buses and a core, or a mesh of them, which looks the same: registers, commands from two sides,
// results to two sides, the class.
//
//   s_axil -> snn_registers -> cfg                          events, commands: s_axis, COMMAND -> axi_commands -> in
//                  ^ counters, status, class <- out         results: out -> axi_results -> m_axis, RESULT_DATA
//
// `core_rst` is the core's reset: rst, or CONTROL.SOFT_RESET. Streams keep the rule of valid and ready; latency: a cycle each
// way. Reset forgets everything but the core's memories; CONTROL.SOFT_RESET leaves the registers, too.
// Software twin: that of its parts; test: test/rtl/core/axi.test.ts.
`default_nettype none

module axi_front #(
    parameter COLUMNS = 0,           // of a mesh; 0: a single core
    parameter ROWS = 0,
    parameter AXON_BITS = 10,        // of the core's in_axon
    parameter FIRST_LINE = 512,      // axon of input line 0
    parameter LINES = 512,           // input lines
    parameter CLASSES = 0,           // classes of the readout; 0: none, no decision
    parameter NEURONS_PER_CLASS = 1,
    // of the core, which the registers tell: snn_core.v
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
    parameter FORGET_BITS = 0,
    parameter TRACE = 1,
    parameter COUNTERS = 1
) (
    input  wire                 clk,
    input  wire                 rst,
    // AXI4-Lite
    input  wire [11:0]          s_axil_awaddr,
    input  wire [2:0]           s_axil_awprot,
    input  wire                 s_axil_awvalid,
    output wire                 s_axil_awready,
    input  wire [31:0]          s_axil_wdata,
    input  wire [3:0]           s_axil_wstrb,
    input  wire                 s_axil_wvalid,
    output wire                 s_axil_wready,
    output wire [1:0]           s_axil_bresp,
    output wire                 s_axil_bvalid,
    input  wire                 s_axil_bready,
    input  wire [11:0]          s_axil_araddr,
    input  wire [2:0]           s_axil_arprot,
    input  wire                 s_axil_arvalid,
    output wire                 s_axil_arready,
    output wire [31:0]          s_axil_rdata,
    output wire [1:0]           s_axil_rresp,
    output wire                 s_axil_rvalid,
    input  wire                 s_axil_rready,
    // AXI4-Stream
    input  wire [31:0]          s_axis_tdata,
    input  wire                 s_axis_tvalid,
    output wire                 s_axis_tready,
    input  wire                 s_axis_tlast,
    output wire [63:0]          m_axis_tdata,
    output wire                 m_axis_tlast,
    output wire                 m_axis_tvalid,
    input  wire                 m_axis_tready,
    output wire                 irq,
    // the core
    output wire                 core_rst,
    input  wire                 core_is_idle, // of a single core
    output wire                 cfg_valid,
    output wire [9:0]           cfg_memory,
    output wire [31:0]          cfg_address,
    output wire [31:0]          cfg_data,
    output wire                 in_valid,
    input  wire                 in_ready,
    output wire [2:0]           in_kind,
    output wire [AXON_BITS-1:0] in_axon,
    input  wire                 out_valid,
    output wire                 out_ready,
    input  wire [2:0]           out_kind,
    input  wire [31:0]          out_data
);
    localparam [1:0] MODE_REGISTERS = 2'd1;
    localparam [2:0] KIND_READ = 3'd2;
    localparam [2:0] KIND_DUMP = 3'd3;
    localparam [2:0] RESULT_STEP_DONE = 3'd1;
    localparam [2:0] RESULT_DONE = 3'd5;

    generate
        if (CLASSES < 0 || CLASSES > 32768) begin : gen_illegal_classes
            axi_front_CLASSES_must_be_from_0_to_32768 u_illegal ();
        end
        if (NEURONS_PER_CLASS < 1) begin : gen_illegal_voters
            axi_front_NEURONS_PER_CLASS_must_be_at_least_1 u_illegal ();
        end
    endgenerate

    // What the registers tell of the parameters, at their widths.
    localparam [31:0] LANES_32 = LANES;
    localparam [31:0] SLOTS_32 = SLOTS;
    localparam [31:0] WEIGHT_BITS_32 = WEIGHT_BITS;
    localparam [31:0] STATE_BITS_32 = STATE_BITS;
    localparam [31:0] EXPONENT_32 = EXPONENT_MAX;
    localparam [31:0] LEAK_32 = LEAK_MAX;
    localparam [31:0] COLUMNS_32 = COLUMNS;
    localparam [31:0] ROWS_32 = ROWS;

    wire         enable;
    wire         soft_reset;
    wire [1:0]   mode;
    wire         done;
    wire         unknown;
    wire         status_done;
    wire         status_unknown;
    wire         enable_done;
    wire         enable_unknown;
    wire         command_valid;
    wire         command_ready;
    wire         command_refused;
    wire [31:0]  command_word;
    wire         is_free;
    wire         result_taken;
    wire         data_valid;
    wire         is_idle;
    wire         is_open;
    wire         passes;
    wire         held_valid;
    wire         results_ready;
    wire [31:0]  results;
    wire [31:0]  dones;
    wire [287:0] counters;
    wire         decision_valid;
    wire [15:0]  decision_class;
    assign core_rst = rst || soft_reset;
    assign irq = (status_done && enable_done) || (status_unknown && enable_unknown);

    snn_registers u_registers (
        .clk(clk),
        .rst(rst),
        .s_axil_awaddr(s_axil_awaddr),
        .s_axil_awprot(s_axil_awprot),
        .s_axil_awvalid(s_axil_awvalid),
        .s_axil_awready(s_axil_awready),
        .s_axil_wdata(s_axil_wdata),
        .s_axil_wstrb(s_axil_wstrb),
        .s_axil_wvalid(s_axil_wvalid),
        .s_axil_wready(s_axil_wready),
        .s_axil_bresp(s_axil_bresp),
        .s_axil_bvalid(s_axil_bvalid),
        .s_axil_bready(s_axil_bready),
        .s_axil_araddr(s_axil_araddr),
        .s_axil_arprot(s_axil_arprot),
        .s_axil_arvalid(s_axil_arvalid),
        .s_axil_arready(s_axil_arready),
        .s_axil_rdata(s_axil_rdata),
        .s_axil_rresp(s_axil_rresp),
        .s_axil_rvalid(s_axil_rvalid),
        .s_axil_rready(s_axil_rready),
        .capabilities_lanes(LANES_32[7:0]),
        .capabilities_slots(SLOTS_32[7:0]),
        .capabilities_weight_bits(WEIGHT_BITS_32[3:0]),
        .capabilities_state_bits(STATE_BITS_32[5:0]),
        .features_exponent_max(EXPONENT_32[3:0]),
        .features_leak_max(LEAK_32[3:0]),
        .features_bias(HAS_BIAS != 0),
        .features_subtract(HAS_SUBTRACT != 0),
        .features_refractory(HAS_REFRACTORY != 0),
        .features_forgetting(FORGET_BITS != 0),
        .features_trace(TRACE != 0),
        .features_counters(COUNTERS != 0),
        .features_readout(CLASSES != 0),
        .features_cuba(HAS_CUBA != 0),
        .features_columns(COLUMNS_32[6:0]),
        .features_rows(ROWS_32[6:0]),
        .groups(GROUPS),
        .axons(AXONS),
        .segments(SEGMENTS),
        .weight_words(WEIGHT_WORDS),
        .first_line(FIRST_LINE),
        .lines(LINES),
        .control_enable(enable),
        .control_soft_reset(soft_reset),
        .control_results(mode),
        .status_idle(is_idle),
        .status_open(is_open),
        .status_command_ready(is_free),
        .status_stream_valid(s_axis_tvalid),
        .status_result_valid(out_valid && !is_starting),
        .interrupt_status_done(status_done),
        .interrupt_status_done_set(done),
        .interrupt_status_unknown(status_unknown),
        .interrupt_status_unknown_set(unknown),
        .interrupt_enable_done(enable_done),
        .interrupt_enable_unknown(enable_unknown),
        .command_valid(command_valid),
        .command_ready(command_ready),
        .command_refused(command_refused),
        .command_axon_written(command_word[28:0]),
        .command_kind_written(command_word[31:29]),
        .result_kind_kind(out_kind),
        .result_kind_valid(out_valid && mode == MODE_REGISTERS && !core_rst && !is_starting),
        .result_data(out_data),
        .result_data_taken(result_taken),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_address_update(cfg_valid),
        .cfg_address_next(cfg_address + 32'd1),
        .cfg_data_valid(data_valid),
        .cfg_data_ready(1'b1),
        .cfg_data_refused(soft_reset || !is_idle),
        .cfg_data_written(cfg_data),
        .decision_class(decision_class),
        .decision_valid(decision_valid),
        .results(results),
        .dones(dones),
        .counter_cycles(counters[31:0]),
        .counter_synaptic_operations(counters[63:32]),
        .counter_weight_words_read(counters[95:64]),
        .counter_neuron_updates(counters[127:96]),
        .counter_group_updates(counters[159:128]),
        .counter_spikes(counters[191:160]),
        .counter_input_events(counters[223:192]),
        .counter_busy_cycles(counters[255:224]),
        .counter_delivery_span(counters[287:256])
    );
    assign cfg_valid = data_valid && !soft_reset && is_idle;

    axi_commands #(
        .AXON_BITS(AXON_BITS)
    ) u_commands (
        .clk(clk),
        .rst(rst),
        .is_held(soft_reset),
        .enable(enable),
        .may_wait(mode != MODE_REGISTERS),
        .s_valid(s_axis_tvalid),
        .s_ready(s_axis_tready),
        .s_word(s_axis_tdata),
        .unknown(unknown),
        .register_valid(command_valid),
        .register_ready(command_ready),
        .register_refused(command_refused),
        .register_word(command_word),
        .in_valid(held_valid),
        .in_ready(in_ready && !is_starting),
        .in_kind(in_kind),
        .in_axon(in_axon),
        .is_free(is_free)
    );
    assign in_valid = held_valid && !is_starting;
    // A packet of commands may hold a part of a sample or many samples.
    wire unused_last = &{1'b0, s_axis_tlast};

    wire [2:0] m_kind;
    axi_results #(
        .MESH_CORES(COLUMNS * ROWS)
    ) u_results (
        .clk(clk),
        .rst(rst),
        .clear(soft_reset),
        .mode(mode),
        .taken(result_taken),
        .out_valid(out_valid && !is_starting),
        .out_ready(results_ready),
        .out_kind(out_kind),
        .out_data(out_data),
        .m_valid(m_axis_tvalid),
        .m_ready(m_axis_tready),
        .m_kind(m_kind),
        .m_data(m_axis_tdata[31:0]),
        .passes(passes),
        .done(done),
        .results(results),
        .dones(dones),
        .counters(counters)
    );
    assign out_ready = results_ready || is_starting;
    assign m_axis_tdata[63:32] = {29'd0, m_kind};
    assign m_axis_tlast = m_kind == RESULT_DONE;

    // ---- With TRACE, a core that comes out of reset tells of a timestep 0 that nobody asked for. It is waited for, and dropped.
    reg is_starting;
    always @(posedge clk) begin
        if (out_valid && out_kind == RESULT_STEP_DONE) is_starting <= 1'b0;
        if (core_rst) is_starting <= TRACE != 0;
    end

    // ---- Is a sample inside? Commands since the last READ or DUMP, and answers that are due: at most one executed, its DONE
    // still in the core's register, and one behind it.
    reg        has_commands;
    reg  [1:0] answers;
    wire       enters = in_valid && in_ready;
    wire       asks = in_kind == KIND_READ || in_kind == KIND_DUMP;
    assign is_open = has_commands || answers != 2'd0;
    // What a mesh does inside is not seen here.
    assign is_idle = !is_starting && !held_valid && (COLUMNS * ROWS > 0 ? !is_open : core_is_idle && !out_valid);

    always @(posedge clk) begin
        if (enters) has_commands <= !asks;
        answers <= answers + {1'b0, enters && asks} - {1'b0, done};
        if (core_rst) begin
            has_commands <= 1'b0;
            answers <= 2'd0;
        end
    end

    // ---- The class, kept until the next sample's: its RESET may come long before anybody asks for it.
    generate
        if (CLASSES > 0) begin : gen_readout
            localparam [2:0] KIND_RESET = 3'd4;
            localparam [2:0] RESULT_VALUE = 3'd2;
            localparam CLASS_BITS = CLASSES > 1 ? $clog2(CLASSES) : 1;
            wire                  readout_valid;
            wire [CLASS_BITS-1:0] readout_class;
            reg                   kept_valid;
            reg  [CLASS_BITS-1:0] kept_class;
            snn_readout #(
                .CLASSES(CLASSES),
                .NEURONS_PER_CLASS(NEURONS_PER_CLASS),
                .STATE_BITS(STATE_BITS)
            ) u_readout (
                .clk(clk),
                .rst(core_rst),
                .clear(enters && in_kind == KIND_RESET),
                .value_valid(passes && out_kind == RESULT_VALUE),
                .value(out_data[STATE_BITS-1:0]),
                .decision_valid(readout_valid),
                .decision_class(readout_class)
            );
            always @(posedge clk) begin
                if (readout_valid) begin
                    kept_valid <= 1'b1;
                    kept_class <= readout_class;
                end
                if (core_rst) kept_valid <= 1'b0;
            end
            assign decision_valid = kept_valid;
            assign decision_class = {{(16 - CLASS_BITS) {1'b0}}, kept_class};
        end else begin : gen_no_readout
            assign decision_valid = 1'b0;
            assign decision_class = 16'd0;
            wire unused_passes = &{1'b0, passes};
        end
    endgenerate
endmodule

`default_nettype wire
