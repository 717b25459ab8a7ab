// The number of the lowest set bit: index = min { i : bits[i] }; 0 if none is set. Combinational.
// `rest` is the bits without it; taking one off the bits instead would be a second carry chain.
// Software twin: Math.clz32; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module lowest_bit #(
    parameter WIDTH = 32, // bits, a power of two >= 2
    parameter INDEX_BITS = $clog2(WIDTH)
) (
    input  wire [WIDTH-1:0]      bits,
    output wire [INDEX_BITS-1:0] index,
    output wire [WIDTH-1:0]      rest
);
    generate
        if (WIDTH < 2 || (WIDTH & (WIDTH - 1)) != 0) begin : gen_illegal
            lowest_bit_WIDTH_must_be_a_power_of_two_of_at_least_2 u_illegal ();
        end
    endgenerate

    // Only the lowest set bit is left.
    localparam [WIDTH-1:0] ONE = 1;
    wire [WIDTH-1:0] less = bits - ONE;
    wire [WIDTH-1:0] lowest = bits & ~less;
    assign rest = bits & less;

    set_number #(
        .WIDTH(WIDTH)
    ) u_number (
        .bits(lowest),
        .index(index)
    );
endmodule

`default_nettype wire
