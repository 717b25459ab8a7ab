// A block RAM with one write port and one read port; its output is registered twice.
//
//   write_enable:  memory[write_address] <= write_data
//   read_enable:   fetched <= memory[read_address]
//   advance:       read_data <= clear ? 0 : fetched
//
// Latency: two cycles. A read of the address that is written in the same cycle returns nothing usable: whoever
// instantiates it forwards or never does it. Contents are never reset.
// Software twin: an array; test: test/rtl/modules/memories.test.ts.
`default_nettype none

module ram_1r1w #(
    parameter WIDTH = 16,  // bits
    parameter DEPTH = 256, // words
    parameter ADDRESS_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  wire                    clk,
    input  wire                    write_enable,
    input  wire [ADDRESS_BITS-1:0] write_address,
    input  wire [WIDTH-1:0]        write_data,
    input  wire                    read_enable,
    input  wire [ADDRESS_BITS-1:0] read_address,
    input  wire                    advance,
    input  wire                    clear,
    output reg  [WIDTH-1:0]        read_data
);
    // Without the attribute Yosys adds a comparator and a bypass per bank to keep the old value on a collision, which
    // nobody here reads.
    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0] fetched;

    always @(posedge clk) begin
        if (write_enable) memory[write_address] <= write_data;
    end

    always @(posedge clk) begin
        if (read_enable) fetched <= memory[read_address];
        if (advance) read_data <= clear ? {WIDTH{1'b0}} : fetched;
    end
endmodule

`default_nettype wire
