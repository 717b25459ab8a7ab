// A sign of life of a core, or with SNN_MESH of a mesh, in any Verilog simulator: comes out of reset, is loaded with groups
// that do nothing, answers READ with its counters and DUMP with as many zeros as it has neurons, never with an x.
// What a network computes is tested by the bench that `snnc rtl` writes beside it. Test bench code, not synthesizable.
`default_nettype none

module stream_tb;
    localparam LANES = 4;
    localparam GROUPS = 8;
`ifdef SNN_MESH
    localparam CORES = 4;
    localparam COUNTERS = 14 * CORES + 3;
`else
    localparam CORES = 1;
    localparam COUNTERS = 9;
`endif

    reg         clk = 1'b0;
    reg         rst = 1'b1;
    reg         cfg_valid = 1'b0;
    reg  [9:0]  cfg_memory = 10'd0;
    reg  [31:0] cfg_address = 32'd0;
    reg         in_valid = 1'b0;
    reg  [2:0]  in_kind = 3'd0;
    wire        in_ready;
    wire        out_valid;
    wire [2:0]  out_kind;
    wire [31:0] out_data;

`ifdef SNN_MESH
    snn_mesh #(
        .COLUMNS(2),
        .ROWS(2),
        .LINES(64),
`else
    snn_core #(
`endif
        .LANES(LANES),
        .GROUPS(GROUPS),
        .AXONS(64)
    ) u_core (
        .clk(clk),
        .rst(rst),
        .cfg_valid(cfg_valid),
`ifdef SNN_MESH
        .cfg_memory(cfg_memory),
`else
        .cfg_memory(cfg_memory[2:0]),
        .export_valid(),
        .export_ready(1'b0),
        .export_neuron(),
        .is_idle(),
        .weight_request_valid(),
        .weight_request_ready(1'b0),
        .weight_request_address(),
        .weight_answer_valid(1'b0),
        .weight_answer_data({(LANES * 8) {1'b0}}),
`endif
        .cfg_address(cfg_address),
        .cfg_data(32'd0),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_axon(6'd0),
        .out_valid(out_valid),
        .out_ready(1'b1),
        .out_kind(out_kind),
        .out_data(out_data)
    );

    initial forever #5 clk = ~clk;

    integer core, row, wrong = 0, membranes = 0, counters = 0, dones = 0;

    always @(posedge clk) begin
        if (!rst && out_valid !== 1'b0) begin
            if (out_valid !== 1'b1 || (^{out_kind, out_data}) === 1'bx) wrong = wrong + 1;
            case (out_kind)
                3'd3: begin
                    membranes = membranes + 1;
                    if (out_data !== 32'd0) wrong = wrong + 1;
                end
                3'd4: counters = counters + 1;
                3'd5: dones = dones + 1;
                default: ;
            endcase
        end
    end

    task give(input [2:0] kind);
        begin
            in_valid = 1'b1;
            in_kind = kind;
            @(posedge clk);
            while (in_ready !== 1'b1) @(posedge clk);
            #1 in_valid = 1'b0;
        end
    endtask

    initial begin
        repeat (4) @(posedge clk);
        #1 rst = 1'b0;
        cfg_valid = 1'b1;
        for (core = 0; core < CORES; core = core + 1)
            for (row = 0; row < GROUPS; row = row + 1) begin
                cfg_memory = 8 * core + 3;
                cfg_address = row;
                @(posedge clk);
                #1;
            end
        cfg_valid = 1'b0;
        give(3'd4);
        give(3'd1);
        give(3'd2);
        give(3'd3);
        repeat (10000) @(posedge clk);
        if (wrong == 0 && membranes == CORES * GROUPS * LANES && counters == COUNTERS && dones == 2) begin
            $display("PASS: %0d membranes, %0d counters", membranes, counters);
            $finish;
        end else begin
            $display("FAIL: %0d wrong results, %0d membranes, %0d counters, %0d DONEs", wrong, membranes, counters, dones);
            $stop;
        end
    end
endmodule

`default_nettype wire
