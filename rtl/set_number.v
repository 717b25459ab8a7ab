// The number of the only bit that is set; 0 if none is. Combinational.
//
//   index[b] = OR of the bits whose numbers have bit b
//
// Software twin: Math.clz32; test: test/rtl/modules/groups.test.ts (in lowest_bit).
`default_nettype none

module set_number #(
    parameter WIDTH = 32, // bits, a power of two >= 2
    parameter INDEX_BITS = $clog2(WIDTH)
) (
    input  wire [WIDTH-1:0]      bits, // at most one is set
    output wire [INDEX_BITS-1:0] index
);
    genvar b, i;
    generate
        for (b = 0; b < INDEX_BITS; b = b + 1) begin : gen_index
            wire [WIDTH-1:0] places;
            for (i = 0; i < WIDTH; i = i + 1) begin : gen_place
                assign places[i] = (i >> b) % 2 == 1 ? bits[i] : 1'b0;
            end
            assign index[b] = |places;
        end
    endgenerate
    wire unused_first = &{1'b0, bits[0]};
endmodule

`default_nettype wire
