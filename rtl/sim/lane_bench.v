// A lane behind the operation pipeline, for tests only: every operation comes with all that it needs, and delay lines
// bring each piece to the stage in which the core's tables would deliver it.
`default_nettype none

module lane_bench #(
    parameter STATE_BITS = 16,
    parameter WEIGHT_BITS = 8,
    parameter EXPONENT_MAX = 0,
    parameter HAS_BIAS = 1,
    parameter HAS_SUBTRACT = 1,
    parameter HAS_CUBA = 0
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  valid,
    input  wire                  is_word,
    input  wire                  is_membrane,
    input  wire                  applies,
    input  wire                  has_current,
    input  wire                  has_operand,
    input  wire [2:0]            group,
    input  wire [5:0]            address,
    input  wire [3:0]            exponent,
    input  wire [WEIGHT_BITS-1:0] weight,
    input  wire                  leaks,
    input  wire [3:0]            shift,
    input  wire [STATE_BITS-1:0] bias,
    input  wire [STATE_BITS-1:0] threshold,
    input  wire [STATE_BITS-1:0] amount,
    input  wire                  is_spiking,
    input  wire                  subtracts,
    input  wire                  is_silent,
    // as cuba_unit.v has them; the current of a group is word 40 + group
    input  wire                  keeps_sum,
    input  wire                  keeps_value,
    input  wire                  takes_sum,
    input  wire                  takes_fresh,
    input  wire                  writes_current,
    input  wire [STATE_BITS-1:0] fresh,
    output wire                  applies_6,
    output wire [2:0]            group_6,
    output wire                  fires_6,
    output wire                  is_above_6,
    output wire [STATE_BITS-1:0] value_4,
    output wire [STATE_BITS-1:0] result_4,
    output wire                  is_neuron_busy
);
    localparam BESIDE_BITS = WEIGHT_BITS + 5 + 3 * STATE_BITS + 3;
    wire [BESIDE_BITS-1:0] beside = {weight, leaks, shift, bias, threshold, amount, is_spiking, subtracts, is_silent};
    reg  [BESIDE_BITS-1:0] beside_1, beside_2, beside_3, beside_4, beside_5;
    always @(posedge clk) begin
        beside_1 <= beside;
        beside_2 <= beside_1;
        beside_3 <= beside_2;
        beside_4 <= beside_3;
        beside_5 <= beside_4;
    end
    localparam CUBA_BITS = STATE_BITS + 5;
    reg [CUBA_BITS-1:0] cuba_1, cuba_2, cuba_3;
    reg                 writes_current_4;
    reg [2:0]           group_4;
    always @(posedge clk) begin
        cuba_1 <= {keeps_sum, keeps_value, takes_sum, takes_fresh, writes_current, fresh};
        cuba_2 <= cuba_1;
        cuba_3 <= cuba_2;
        writes_current_4 <= cuba_3[STATE_BITS];
        group_4 <= group_3;
    end
    wire [3:0]            shift_4 = beside_4[BESIDE_BITS-WEIGHT_BITS-2-:4];
    wire [14:0]           below_4 = ~(15'h7fff << shift_4);

    wire        valid_1, clears_bank_2, valid_3, is_word_3, is_membrane_3, takes_sum_3, has_current_3;
    wire        applies_4, is_membrane_4, applies_5;
    wire [5:0]  address_1, write_address;
    wire [3:0]  exponent_2;
    wire [1:0]  takes_sum_2;
    wire        write_word, write_membrane;
    wire        unused_is_neuron_1, unused_applies_3, unused_has_history_5;
    wire [2:0]  unused_group_1, group_3;

    operation_pipeline #(
        .GROUP_BITS(3),
        .ADDRESS_BITS(6)
    ) u_operations (
        .clk(clk),
        .rst(rst),
        .valid(valid),
        .is_word(is_word),
        .is_membrane(is_membrane),
        .applies(applies),
        .has_current(has_current),
        .has_operand(has_operand),
        .has_history(1'b0),
        .group(group),
        .address(address),
        .exponent(exponent),
        .valid_1(valid_1),
        .is_neuron_1(unused_is_neuron_1),
        .group_1(unused_group_1),
        .address_1(address_1),
        .exponent_2(exponent_2),
        .valid_3(valid_3),
        .is_word_3(is_word_3),
        .is_membrane_3(is_membrane_3),
        .clears_bank_2(clears_bank_2),
        .takes_sum_2(takes_sum_2),
        .takes_sum_3(takes_sum_3),
        .applies_3(unused_applies_3),
        .group_3(group_3),
        .applies_4(applies_4),
        .has_current_3(has_current_3),
        .is_membrane_4(is_membrane_4),
        .applies_5(applies_5),
        .has_history_5(unused_has_history_5),
        .applies_6(applies_6),
        .group_6(group_6),
        .write_word(write_word),
        .write_membrane(write_membrane),
        .write_address(write_address),
        .is_neuron_busy(is_neuron_busy)
    );

    wire unused_fires_5;
    synapse_lane #(
        .ADDRESS_BITS(6),
        .BANK_WORDS(48),
        .STATE_BITS(STATE_BITS),
        .WEIGHT_BITS(WEIGHT_BITS),
        .EXPONENT_MAX(EXPONENT_MAX),
        .HAS_BIAS(HAS_BIAS),
        .HAS_SUBTRACT(HAS_SUBTRACT),
        .HAS_CUBA(HAS_CUBA)
    ) u_lane (
        .clk(clk),
        .read_enable(valid_1),
        .read_address(address_1),
        .weight(beside_2[BESIDE_BITS-1-:WEIGHT_BITS]),
        .exponent(exponent_2),
        .clears_bank_2(clears_bank_2),
        .takes_sum_2(takes_sum_2),
        .valid_3(valid_3),
        .is_word_3(is_word_3),
        .is_membrane_3(is_membrane_3),
        .takes_sum_3(takes_sum_3 || cuba_3[STATE_BITS+2]),
        .has_current_3(has_current_3),
        .bias_3(beside_3[3+2*STATE_BITS+:STATE_BITS]),
        .keeps_sum_3(cuba_3[STATE_BITS+4]),
        .keeps_value_3(cuba_3[STATE_BITS+3]),
        .takes_fresh_3(cuba_3[STATE_BITS+1]),
        .fresh_3(cuba_3[STATE_BITS-1:0]),
        .applies_4(applies_4),
        .leaks_4(is_membrane_4 && beside_4[BESIDE_BITS-WEIGHT_BITS-1]),
        .shift_4(shift_4),
        .below_4(below_4),
        .applies_5(applies_5),
        .threshold(beside_5[3+STATE_BITS+:STATE_BITS]),
        .amount(beside_5[3+:STATE_BITS]),
        .is_spiking(beside_5[2]),
        .subtracts(beside_5[1]),
        .is_silent(beside_5[0]),
        .fires_5(unused_fires_5),
        .wraps_4(writes_current_4),
        .write_word(write_word || writes_current_4),
        .write_membrane(write_membrane),
        .write_address(writes_current_4 ? {3'b101, group_4} : write_address),
        .fires_6(fires_6),
        .is_above_6(is_above_6),
        .value_4(value_4),
        .result_4(result_4)
    );
endmodule

`default_nettype wire
