// The memory of ../ram_1r1w.v as its contract has it, in its place: a read that meets the write of its own address gives
// anything at all. What is proven with it never uses such a word.
//
// Not synthesised: proofs only (README.md in rtl/, "Proofs").
`default_nettype none

module ram_1r1w #(
    parameter WIDTH = 16,
    parameter DEPTH = 256,
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
    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0] fetched;
    (* anyseq *) wire [WIDTH-1:0] anything;

    always @(posedge clk) begin
        if (write_enable) memory[write_address] <= write_data;
        if (read_enable) fetched <= write_enable && write_address == read_address ? anything : memory[read_address];
        if (advance) read_data <= clear ? {WIDTH{1'b0}} : fetched;
    end
endmodule

`default_nettype wire
