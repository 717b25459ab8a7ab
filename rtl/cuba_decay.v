// One multiplier of the CUBA neuron: a state decays, a number is added, the sum is clipped; one a cycle.
//
//   u:  result = dec(value)                                      d(x) = sign(x) x ((|x| x factor) >> FRACTION_BITS)
//   v:  result = clip(dec(value) + addend, least, most)          factor = 2^FRACTION_BITS - decay
//
//   stage  0       1        2           3              4              5                6
//          value | |x| ...| x factor  | high + low >> | +- magnitude | < least, > most | result
//          is_v           | factor      addend         |  + addend    | least, most
//
// What is named in stage s must be there s cycles after the value. The factor is multiplied by the upper and by the lower
// FRACTION_BITS of |x| apart: neither is wider than what an FPGA's multiplier takes, and of the lower product only what is
// left of the point counts. |x| has as many bits as x, so that the lowest number has one. A sum has a guard bit.
// Latency: six cycles, never a stall. Reset clears nothing.
// Software twin and test: test/rtl/modules/cuba.test.ts; proof: rtl/formal/prove_cuba_decay.v.
`default_nettype none

module cuba_decay #(
    parameter WIDTH = 24,        // of values and results, two's complement; more than FRACTION_BITS
    parameter FRACTION_BITS = 12 // of the factor, which is at most 1
) (
    input  wire                   clk,
    input  wire [WIDTH-1:0]       value,
    input  wire                   is_v,
    input  wire [FRACTION_BITS:0] factor_2,
    input  wire [WIDTH-1:0]       addend_3,
    input  wire [WIDTH-1:0]       least_5,
    input  wire [WIDTH-1:0]       most_5,
    output reg  [WIDTH-1:0]       result_6
);
    localparam SUM_BITS = WIDTH + 1;
    localparam HIGH_BITS = WIDTH - FRACTION_BITS;
    localparam FACTOR_BITS = FRACTION_BITS + 1;

    reg [5:1] stage_is_v;
    reg [4:2] stage_is_negative;

    // Stages 1 and 2: |x|.
    reg [WIDTH-1:0] value_1;
    reg [WIDTH-1:0] magnitude_2;
    wire            is_negative_1 = value_1[WIDTH-1];

    // Stage 3: the two products.
    reg  [HIGH_BITS+FACTOR_BITS-1:0]     high_3;
    reg  [FRACTION_BITS+FACTOR_BITS-1:0] low_3;
    wire [HIGH_BITS+FACTOR_BITS-1:0]     high_of_2 = {{FACTOR_BITS{1'b0}}, magnitude_2[WIDTH-1:FRACTION_BITS]};
    wire [FRACTION_BITS+FACTOR_BITS-1:0] low_of_2 = {{FACTOR_BITS{1'b0}}, magnitude_2[FRACTION_BITS-1:0]};
    wire unused_fraction = &{1'b0, low_3[FRACTION_BITS-1:0]};
    wire unused_carry = &{1'b0, high_3[HIGH_BITS+FACTOR_BITS-1:WIDTH]};

    // Stages 4 to 6: the sum, -m = ~m + 1, and its bounds.
    reg [WIDTH-1:0]            decayed_4;
    reg signed [WIDTH-1:0]     addend_4;
    reg signed [SUM_BITS-1:0]  sum_5;
    wire [SUM_BITS-1:0]        signed_4 = {1'b0, decayed_4} ^ {SUM_BITS{stage_is_negative[4]}};
    wire signed [SUM_BITS-1:0] wide_least_5 = {least_5[WIDTH-1], least_5};
    wire signed [SUM_BITS-1:0] wide_most_5 = {most_5[WIDTH-1], most_5};

    always @(posedge clk) begin
        stage_is_v <= {stage_is_v[4:1], is_v};
        stage_is_negative <= {stage_is_negative[3:2], is_negative_1};
        value_1 <= value;
        magnitude_2 <= (value_1 ^ {WIDTH{is_negative_1}}) + {{(WIDTH - 1) {1'b0}}, is_negative_1};
        high_3 <= high_of_2 * {{HIGH_BITS{1'b0}}, factor_2};
        low_3 <= low_of_2 * {{FRACTION_BITS{1'b0}}, factor_2};
        decayed_4 <= high_3[WIDTH-1:0] + {{(HIGH_BITS - 1) {1'b0}}, low_3[FRACTION_BITS+:FACTOR_BITS]};
        addend_4 <= stage_is_v[3] ? addend_3 : {WIDTH{1'b0}};
        sum_5 <= {addend_4[WIDTH-1], addend_4} + signed_4 + {{WIDTH{1'b0}}, stage_is_negative[4]};
        result_6 <= stage_is_v[5] && sum_5 < wide_least_5 ? least_5
                  : stage_is_v[5] && sum_5 > wide_most_5 ? most_5
                  : sum_5[WIDTH-1:0];
    end
endmodule

`default_nettype wire
