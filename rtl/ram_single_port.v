// A block RAM with one port for what is written between samples and read while they run; its output is registered twice.
//
//   enable, write:   memory[address] <= write_data
//   enable, !write:  fetched <= memory[address]
//   advance:         read_data <= fetched
//
// Latency: two cycles. The second register exists because a block RAM's own clock-to-output time is too long to be
// followed by logic. One port, so that iCE40's SPRAM serves as well. Contents are never reset and not initialised.
// Software twin: an array; test: test/rtl/modules/memories.test.ts.
`default_nettype none

module ram_single_port #(
    parameter WIDTH = 32,  // bits
    parameter DEPTH = 256, // words
    parameter ADDRESS_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  wire                    clk,
    input  wire                    enable,
    input  wire                    write,
    input  wire [ADDRESS_BITS-1:0] address,
    input  wire [WIDTH-1:0]        write_data,
    input  wire                    advance,
    output reg  [WIDTH-1:0]        read_data
);
    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0] fetched;

    always @(posedge clk) begin
        if (enable) begin
            if (write) memory[address] <= write_data;
            else fetched <= memory[address];
        end
        if (advance) read_data <= fetched;
    end
endmodule

`default_nettype wire
