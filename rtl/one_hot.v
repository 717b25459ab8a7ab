// A number as a set of one: bits[i] = enable && index == i. Combinational.
// Comparisons on purpose: Yosys shares shifters that are never used at once, which makes two short paths into a long one, and makes
// a subtraction of 32 bits of an assignment to an indexed bit.
// Software twin: 1 << index; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module one_hot #(
    parameter WIDTH = 32, // bits, a power of two >= 2
    parameter INDEX_BITS = $clog2(WIDTH)
) (
    input  wire                  enable,
    input  wire [INDEX_BITS-1:0] index,
    output wire [WIDTH-1:0]      bits
);
    genvar i;
    generate
        for (i = 0; i < WIDTH; i = i + 1) begin : gen_bit
            assign bits[i] = enable && index == i;
        end
    endgenerate
endmodule

`default_nettype wire
