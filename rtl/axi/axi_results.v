// Where a core's results go, and what is kept of them as they pass.
//
//   out --- mode 0 -> [1 message] -> m       counters: the COUNTERs of the last READ, in their order
//       \-- mode 1 -> until `taken`          a mesh (MESH_CORES > 0): summed over its cores, nine and five of the router
//       \-- else   -> nowhere                each; then its own: cycles, input events, waited
//
// The message on offer stays when `mode` changes and over `clear`, as AXI4-Stream asks; rst alone takes it back. `clear`
// forgets what was kept. Sustains a result a cycle; latency to m and to what is kept: one cycle.
// Software twin and test: test/rtl/modules/axi.test.ts.
`default_nettype none

module axi_results #(
    parameter MESH_CORES = 0 // cores of a mesh; 0: a single core
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         clear,
    input  wire [1:0]   mode,
    input  wire         taken,
    input  wire         out_valid,
    output wire         out_ready,
    input  wire [2:0]   out_kind,
    input  wire [31:0]  out_data,
    output wire         m_valid,
    input  wire         m_ready,
    output wire [2:0]   m_kind,
    output wire [31:0]  m_data,
    output wire         passes,   // a result leaves the core
    output wire         done,     // and it is a DONE
    output reg  [31:0]  results,
    output reg  [31:0]  dones,
    output wire [287:0] counters
);
    localparam [1:0] MODE_STREAM = 2'd0;
    localparam [1:0] MODE_REGISTERS = 2'd1;
    localparam [2:0] KIND_COUNTER = 3'd4;
    localparam [2:0] KIND_DONE = 3'd5;
    localparam [3:0] LAST_COUNTER = MESH_CORES > 0 ? 4'd13 : 4'd15;
    localparam [31:0] CORES_32 = MESH_CORES;
    localparam [6:0] CORES = CORES_32[6:0];
    localparam [3:0] INPUT_EVENTS = 4'd6;

    wire push_ready;
    assign out_ready = mode == MODE_STREAM ? push_ready : mode == MODE_REGISTERS ? taken : 1'b1;
    assign passes = out_valid && out_ready && !clear;
    assign done = passes && out_kind == KIND_DONE;

    result_stream u_stream (
        .clk(clk),
        .rst(rst),
        .push_valid(passes && mode == MODE_STREAM),
        .push_ready(push_ready),
        .push_kind(out_kind),
        .push_data(out_data),
        .out_valid(m_valid),
        .out_ready(m_ready),
        .out_kind(m_kind),
        .out_data(m_data)
    );

    // ---- Counters: which of them comes next.
    reg  [3:0] index;
    reg  [6:0] core;
    wire       counts = passes && out_kind == KIND_COUNTER;
    wire       is_own = MESH_CORES > 0 && core == CORES;
    wire       is_first = core == 7'd0;

    always @(posedge clk) begin
        if (counts) begin
            index <= index == LAST_COUNTER ? 4'd0 : index + 4'd1;
            if (index == LAST_COUNTER) core <= core + 7'd1;
        end
        if (done || clear || rst) begin
            index <= 4'd0;
            core <= 7'd0;
        end
    end

    genvar i;
    generate
        for (i = 0; i < 9; i = i + 1) begin : gen_counter
            localparam [3:0] COUNTER = i;
            // Of the mesh's own three, the second is the input events.
            localparam [3:0] OWN = COUNTER == 4'd0 ? 4'd0 : COUNTER == INPUT_EVENTS ? 4'd1 : 4'd15;
            reg [31:0] total;
            assign counters[32*i+:32] = total;
            always @(posedge clk) begin
                if (counts && !is_own && index == COUNTER) total <= is_first ? out_data : total + out_data;
                if (counts && is_own && index == OWN) total <= out_data;
                if (clear || rst) total <= 32'd0;
            end
        end
    endgenerate

    always @(posedge clk) begin
        if (passes) results <= results + 32'd1;
        if (done) dones <= dones + 32'd1;
        if (clear || rst) begin
            results <= 32'd0;
            dones <= 32'd0;
        end
    end
endmodule

`default_nettype wire
