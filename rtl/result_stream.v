// The register in front of the result stream: what the host sees never depends on its own ready.
//
// Takes a message whenever it is empty or its message is being taken, so it sustains one a cycle. Latency: one cycle.
// Payload holds until taken. Reset empties it.
// Software twin: a queue; test: test/rtl/modules/streams.test.ts.
`default_nettype none

module result_stream (
    input  wire        clk,
    input  wire        rst,
    input  wire        push_valid,
    output wire        push_ready,
    input  wire [2:0]  push_kind,
    input  wire [31:0] push_data,
    output reg         out_valid,
    input  wire        out_ready,
    output reg  [2:0]  out_kind,
    output reg  [31:0] out_data
);
    assign push_ready = !out_valid || out_ready;

    always @(posedge clk) begin
        if (push_ready) begin
            out_valid <= push_valid;
            out_kind <= push_kind;
            out_data <= push_data;
        end
        if (rst) out_valid <= 1'b0;
    end
endmodule

`default_nettype wire
