// A sign of life of the AXI wrapper of a core, or with SNN_MESH of a mesh, in any Verilog simulator: says who it is, is loaded
// through AXI4-Lite with groups that do nothing, and answers the READ and DUMP of a stream with as many counters and zeros as
// there are, never with an x. Test bench code, not synthesizable.
`default_nettype none

module axi_tb;
    localparam LANES = 4;
    localparam GROUPS = 8;
`ifdef SNN_MESH
    localparam CORES = 4;
    localparam COUNTERS = 14 * CORES + 3;
`else
    localparam CORES = 1;
    localparam COUNTERS = 9;
`endif
    localparam [11:0] ID = 12'h000, CONTROL = 12'h040, DONES = 12'h088;
    localparam [11:0] CFG_MEMORY = 12'h060, CFG_ADDRESS = 12'h064, CFG_DATA = 12'h068;

    reg         aclk = 1'b0;
    reg         aresetn = 1'b0;
    reg  [11:0] awaddr = 12'd0;
    reg         awvalid = 1'b0;
    wire        awready;
    reg  [31:0] wdata = 32'd0;
    reg         wvalid = 1'b0;
    wire        wready;
    wire [1:0]  bresp;
    wire        bvalid;
    reg  [11:0] araddr = 12'd0;
    reg         arvalid = 1'b0;
    wire        arready;
    wire [31:0] rdata;
    wire [1:0]  rresp;
    wire        rvalid;
    reg  [31:0] s_tdata = 32'd0;
    reg         s_tvalid = 1'b0;
    wire        s_tready;
    wire [63:0] m_tdata;
    wire        m_tvalid;
    wire        m_tlast;

`ifdef SNN_MESH
    snn_axi_mesh #(
        .COLUMNS(2),
        .ROWS(2),
        .LINES(64),
`else
    snn_axi #(
`endif
        .LANES(LANES),
        .GROUPS(GROUPS),
        .AXONS(64)
    ) u_axi (
        .aclk(aclk),
        .aresetn(aresetn),
        .s_axil_awaddr(awaddr),
        .s_axil_awprot(3'd0),
        .s_axil_awvalid(awvalid),
        .s_axil_awready(awready),
        .s_axil_wdata(wdata),
        .s_axil_wstrb(4'hf),
        .s_axil_wvalid(wvalid),
        .s_axil_wready(wready),
        .s_axil_bresp(bresp),
        .s_axil_bvalid(bvalid),
        .s_axil_bready(1'b1),
        .s_axil_araddr(araddr),
        .s_axil_arprot(3'd0),
        .s_axil_arvalid(arvalid),
        .s_axil_arready(arready),
        .s_axil_rdata(rdata),
        .s_axil_rresp(rresp),
        .s_axil_rvalid(rvalid),
        .s_axil_rready(1'b1),
        .s_axis_tdata(s_tdata),
        .s_axis_tvalid(s_tvalid),
        .s_axis_tready(s_tready),
        .s_axis_tlast(1'b0),
        .m_axis_tdata(m_tdata),
        .m_axis_tvalid(m_tvalid),
        .m_axis_tready(1'b1),
        .m_axis_tlast(m_tlast),
        .irq()
    );

    initial forever #5 aclk = ~aclk;

    integer    core, row, wrong = 0, membranes = 0, counters = 0, dones = 0;
    reg [31:0] got;

    always @(posedge aclk) begin
        if (aresetn && m_tvalid !== 1'b0) begin
            if (m_tvalid !== 1'b1 || (^m_tdata) === 1'bx || m_tlast !== (m_tdata[34:32] == 3'd5)) wrong = wrong + 1;
            case (m_tdata[63:32])
                32'd3: begin
                    membranes = membranes + 1;
                    if (m_tdata[31:0] !== 32'd0) wrong = wrong + 1;
                end
                32'd4: counters = counters + 1;
                32'd5: dones = dones + 1;
                default: ;
            endcase
        end
    end

    task write(input [11:0] address, input [31:0] data);
        begin
            awaddr = address;
            wdata = data;
            awvalid = 1'b1;
            wvalid = 1'b1;
            @(posedge aclk);
            while (!(awready === 1'b1 && wready === 1'b1)) @(posedge aclk);
            #1 awvalid = 1'b0;
            wvalid = 1'b0;
            @(posedge aclk);
            while (bvalid !== 1'b1) @(posedge aclk);
            if (bresp !== 2'b00) wrong = wrong + 1;
            #1;
        end
    endtask

    task read(input [11:0] address);
        begin
            araddr = address;
            arvalid = 1'b1;
            @(posedge aclk);
            while (arready !== 1'b1) @(posedge aclk);
            #1 arvalid = 1'b0;
            @(posedge aclk);
            while (rvalid !== 1'b1) @(posedge aclk);
            if (rresp !== 2'b00) wrong = wrong + 1;
            got = rdata;
            #1;
        end
    endtask

    task give(input [2:0] kind);
        begin
            s_tvalid = 1'b1;
            s_tdata = {kind, 29'd0};
            @(posedge aclk);
            while (s_tready !== 1'b1) @(posedge aclk);
            #1 s_tvalid = 1'b0;
        end
    endtask

    initial begin
        repeat (4) @(posedge aclk);
        #1 aresetn = 1'b1;
        repeat (100) @(posedge aclk);
        #1;
        read(ID);
        if (got !== 32'h434e4e53) wrong = wrong + 1;
        for (core = 0; core < CORES; core = core + 1) begin
            write(CFG_MEMORY, 8 * core + 3);
            write(CFG_ADDRESS, 32'd0);
            for (row = 0; row < GROUPS; row = row + 1) write(CFG_DATA, 32'd0);
        end
        write(CONTROL, 32'd1);
        give(3'd4);
        give(3'd1);
        give(3'd2);
        give(3'd3);
        repeat (10000) @(posedge aclk);
        #1;
        read(DONES);
        if (wrong == 0 && membranes == CORES * GROUPS * LANES && counters == COUNTERS && dones == 2 && got === 32'd2) begin
            $display("PASS: %0d membranes, %0d counters", membranes, counters);
            $finish;
        end else begin
            $display("FAIL: %0d wrong answers, %0d membranes, %0d counters, %0d DONEs", wrong, membranes, counters, dones);
            $stop;
        end
    end
endmodule

`default_nettype wire
