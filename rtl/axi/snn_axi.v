// A spiking core on AXI: AXI4-Lite for images, commands, counters and the class, AXI4-Stream for events in and results out.
//
//   s_axil -> axi_front -> cfg --> snn_core          contract, registers, programming: README.md in this folder
//   s_axis ->    ''    -> in  --> snn_core -> out -> axi_front -> m_axis
//
// AXI's names and its reset (aclk, aresetn active low, synchronous) end in this module. Valid never waits for ready; payload
// holds until taken, over CONTROL.SOFT_RESET too. Latency: a cycle in, a cycle out beside the core's own. Reset keeps memories.
// Software twin: the golden simulator; test: test/rtl/core/axi.test.ts.
`default_nettype none

module snn_axi #(
    parameter CLASSES = 0,           // classes of the readout; 0: no decision
    parameter NEURONS_PER_CLASS = 1, // consecutive readout neurons that vote for one class
    // of the core: snn_core.v
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
    parameter COUNTERS = 1
) (
    input  wire        aclk,
    input  wire        aresetn,
    input  wire [11:0] s_axil_awaddr,
    input  wire [2:0]  s_axil_awprot,
    input  wire        s_axil_awvalid,
    output wire        s_axil_awready,
    input  wire [31:0] s_axil_wdata,
    input  wire [3:0]  s_axil_wstrb,
    input  wire        s_axil_wvalid,
    output wire        s_axil_wready,
    output wire [1:0]  s_axil_bresp,
    output wire        s_axil_bvalid,
    input  wire        s_axil_bready,
    input  wire [11:0] s_axil_araddr,
    input  wire [2:0]  s_axil_arprot,
    input  wire        s_axil_arvalid,
    output wire        s_axil_arready,
    output wire [31:0] s_axil_rdata,
    output wire [1:0]  s_axil_rresp,
    output wire        s_axil_rvalid,
    input  wire        s_axil_rready,
    input  wire [31:0] s_axis_tdata, // kind 3, axon 29
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire        s_axis_tlast, // means nothing
    output wire [63:0] m_axis_tdata, // 0, kind 3, data 32
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire        m_axis_tlast, // with DONE
    output wire        irq
);
    localparam AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1;
    localparam [31:0] FIRST_LINE = GROUPS * LANES;
    localparam [31:0] LINES = AXONS - GROUPS * LANES;

    // From here on the house's names: clk, and rst active high.
    wire clk = aclk;
    wire rst = !aresetn;

    wire                 core_rst;
    wire                 cfg_valid;
    wire [9:0]           cfg_memory;
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
    wire                 is_idle;
    // For weights outside the core.
    wire                            unused_weight_request_valid;
    wire [$clog2(WEIGHT_WORDS)-1:0] unused_weight_request_address;

    axi_front #(
        .AXON_BITS(AXON_BITS),
        .FIRST_LINE(FIRST_LINE),
        .LINES(LINES),
        .CLASSES(CLASSES),
        .NEURONS_PER_CLASS(NEURONS_PER_CLASS),
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
        .FORGET_BITS(FORGET_BITS),
        .TRACE(TRACE),
        .COUNTERS(COUNTERS)
    ) u_front (
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
        .s_axis_tdata(s_axis_tdata),
        .s_axis_tvalid(s_axis_tvalid),
        .s_axis_tready(s_axis_tready),
        .s_axis_tlast(s_axis_tlast),
        .m_axis_tdata(m_axis_tdata),
        .m_axis_tvalid(m_axis_tvalid),
        .m_axis_tready(m_axis_tready),
        .m_axis_tlast(m_axis_tlast),
        .irq(irq),
        .core_rst(core_rst),
        .core_is_idle(is_idle),
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

    // A core has no memory beyond its eight; spikes of a mesh's cores go elsewhere.
    wire                               unused_export_valid;
    wire [$clog2(GROUPS * LANES) - 1:0] unused_export_neuron;
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
        .COUNTERS(COUNTERS)
    ) u_core (
        .clk(clk),
        .rst(core_rst),
        .cfg_valid(cfg_valid && cfg_memory[9:3] == 7'd0),
        .cfg_memory(cfg_memory[2:0]),
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
        .is_idle(is_idle),
        .weight_request_valid(unused_weight_request_valid),
        .weight_request_ready(1'b0),
        .weight_request_address(unused_weight_request_address),
        .weight_answer_valid(1'b0),
        .weight_answer_data({(LANES * WEIGHT_BITS) {1'b0}})
    );
endmodule

`default_nettype wire
