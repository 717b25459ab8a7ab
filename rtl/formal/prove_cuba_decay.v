// cuba_decay: every result is that of one multiplication of the whole number, whatever comes before and after it.
//
//   result = d, or where is_v clip(d + addend, least, most)      d = sign(x) x ((|x| x factor) >> FRACTION_BITS)
//
// Narrow, because solvers multiply slowly; cut into parts as in the core, the lowest number, whose |x| needs all bits, included.
// By induction over the six stages: whatever they hold, they are filled anew.
`default_nettype none

module prove_cuba_decay #(
    parameter WIDTH = 7,
    parameter FRACTION_BITS = 3
) (
    input wire clk
);
    localparam FACTOR_BITS = FRACTION_BITS + 1;
    localparam PRODUCT_BITS = WIDTH + FACTOR_BITS;
    localparam SUM_BITS = WIDTH + 1;
    localparam [FACTOR_BITS-1:0] ONE = 1 << FRACTION_BITS;
    localparam STAGES = 6;

    (* anyseq *) wire [WIDTH-1:0]       value;
    (* anyseq *) wire                   is_v;
    (* anyseq *) wire [FACTOR_BITS-1:0] factor;
    (* anyseq *) wire [WIDTH-1:0]       addend;
    (* anyseq *) wire [WIDTH-1:0]       least;
    (* anyseq *) wire [WIDTH-1:0]       most;

    // Everything of a number, stage after stage; stage 0 lowest.
    reg [WIDTH-1:0]       value_1, value_2, value_3, value_4, value_5, value_6;
    reg [FACTOR_BITS-1:0] factor_1, factor_2, factor_3, factor_4, factor_5, factor_6;
    reg [WIDTH-1:0]       addend_1, addend_2, addend_3, addend_4, addend_5, addend_6;
    reg [WIDTH-1:0]       least_1, least_2, least_3, least_4, least_5, least_6;
    reg [WIDTH-1:0]       most_1, most_2, most_3, most_4, most_5, most_6;
    reg [STAGES:1]        stage_is_v;
    reg [2:0]             filled; // stages with a number
    initial filled = 3'd0;
    always @(posedge clk) begin
        {value_6, value_5, value_4, value_3, value_2, value_1} <= {value_5, value_4, value_3, value_2, value_1, value};
        {factor_6, factor_5, factor_4, factor_3, factor_2, factor_1} <= {factor_5, factor_4, factor_3, factor_2, factor_1, factor};
        {addend_6, addend_5, addend_4, addend_3, addend_2, addend_1} <= {addend_5, addend_4, addend_3, addend_2, addend_1, addend};
        {least_6, least_5, least_4, least_3, least_2, least_1} <= {least_5, least_4, least_3, least_2, least_1, least};
        {most_6, most_5, most_4, most_3, most_2, most_1} <= {most_5, most_4, most_3, most_2, most_1, most};
        stage_is_v <= {stage_is_v[STAGES-1:1], is_v};
        if (filled != STAGES) filled <= filled + 3'd1;
    end

    wire [WIDTH-1:0] result;
    cuba_decay #(
        .WIDTH(WIDTH),
        .FRACTION_BITS(FRACTION_BITS)
    ) u_decay (
        .clk(clk),
        .value(value),
        .is_v(is_v),
        .factor_2(factor_2),
        .addend_3(addend_3),
        .least_5(least_5),
        .most_5(most_5),
        .result_6(result)
    );

    wire [WIDTH-1:0]           magnitude = value_6[WIDTH-1] ? -value_6 : value_6;
    wire [PRODUCT_BITS-1:0]    product = {{FACTOR_BITS{1'b0}}, magnitude} * {{WIDTH{1'b0}}, factor_6};
    wire [WIDTH-1:0]           scaled = product[FRACTION_BITS+:WIDTH];
    wire signed [SUM_BITS-1:0] decayed = value_6[WIDTH-1] ? -{1'b0, scaled} : {1'b0, scaled};
    wire signed [SUM_BITS-1:0] wide_least = {least_6[WIDTH-1], least_6};
    wire signed [SUM_BITS-1:0] wide_most = {most_6[WIDTH-1], most_6};
    wire signed [SUM_BITS-1:0] sum = decayed + $signed({addend_6[WIDTH-1], addend_6});
    wire signed [SUM_BITS-1:0] clipped = sum < wide_least ? wide_least : sum > wide_most ? wide_most : sum;
    wire signed [SUM_BITS-1:0] expected = stage_is_v[STAGES] ? clipped : decayed;

    always @* begin
        assume (factor <= ONE);
        assert (filled <= STAGES);
        if (filled == STAGES) begin
            assert (result == expected[WIDTH-1:0]);
            cover (stage_is_v[STAGES] && sum < wide_least && decayed < 0);
            cover (stage_is_v[STAGES] && sum > wide_most && sum[SUM_BITS-1] != sum[SUM_BITS-2]);
            cover (value_6 == {1'b1, {(WIDTH - 1) {1'b0}}} && factor_6 == ONE);
        end
    end
endmodule

`default_nettype wire
