// One of LANES lanes: a bank of state, the accumulator in front of it, and one neuron a cycle.
//
// The bank holds the lane's accumulators (one per delay slot and group) and membranes (one per group). Every operation
// reads one word of it in stage 1 and flows on without stopping; `operand` is that word, or a newer value still on its
// way to the bank (forwarding), or 0 where the word holds nothing.
//
//   stage  word of weights          accumulator read            membrane read
//   1      read bank                read bank                   read bank
//   3      operand + (w << e)       q = operand + bias          v = operand; v + q (v + bias without an accumulator read)
//   4      write bank               next = q                    next = v + q - (v >> k) - (v >= 0 and v mod 2^k != 0)
//   5                               next > threshold ?          next > threshold ?
//   6                               write membrane, fire        write membrane, fire
//
// With HAS_CUBA, operations of cuba_unit.v too: a read that only shows (keeps_sum), sums of `fresh` or of the sum before,
// which leave what was shown alone (keeps_value); sum_4 is written as a current, wrapped to 24 bits.
//
// A neuron's accumulator read comes in the cycle before its membrane read; a neuron that forgets needs only the first, one
// to which nothing came only the second. The last of them is the one that `applies` (stages 4, 5, 6). What stage 4 takes off
// is the leak rounded toward zero: for v >= 0, (v + 2^k - 1) >> k = (v >> k) + (v mod 2^k != 0), one adder less.
//   fire  = is_spiking && !is_silent && next > threshold
//   v     = is_silent ? 0 : fire ? (subtracts ? next - amount : 0) : next
//   above = fire && subtracts && v > threshold
// Every sum has a guard bit; in simulation a value that does not fit STATE_BITS stops with a message (the compiler
// proves that none exists). No reset: what the bank holds counts only where the core's valid bits say so.
// Software twin and test: test/rtl/modules/lane.test.ts.
`default_nettype none

module synapse_lane #(
    parameter ADDRESS_BITS = 8, // bits of a bank address
    parameter BANK_WORDS = 160, // words of the bank
    parameter STATE_BITS = 24,  // accumulators, membranes, thresholds; 8..32
    parameter WEIGHT_BITS = 8,  // two's complement; 8, 4 or 2
    parameter EXPONENT_MAX = 0, // largest left shift of a weight; 0 = no shifter
    parameter LEAK_MAX = 15,    // largest k of a leak; 0 = no shifter, membranes never leak
    parameter HAS_BIAS = 1,     // a bias per neuron
    parameter HAS_SUBTRACT = 1, // reset by subtraction
    parameter HAS_CUBA = 0      // operations of cuba_unit.v
) (
    input  wire                    clk,
    // stage 1
    input  wire                    read_enable,
    input  wire [ADDRESS_BITS-1:0] read_address,
    // stage 2
    input  wire [WEIGHT_BITS-1:0]  weight,        // two's complement
    input  wire [3:0]              exponent,
    input  wire                    clears_bank_2, // the operand is not the word read
    input  wire [1:0]              takes_sum_2,   // but the sum of the operation 2 [0] or 3 [1] ahead
    // stage 3
    input  wire                    valid_3,
    input  wire                    is_word_3,
    input  wire                    is_membrane_3,
    input  wire                    takes_sum_3,   // the operand is the sum of the operation 1 ahead
    input  wire                    has_current_3, // the neuron's accumulator was read in the operation before
    input  wire [STATE_BITS-1:0]   bias_3,
    // stage 3, where HAS_CUBA; 0 for all other operations
    input  wire                    keeps_sum_3,
    input  wire                    keeps_value_3,
    input  wire                    takes_fresh_3, // the addend is fresh_3
    input  wire [STATE_BITS-1:0]   fresh_3,
    // stage 4
    input  wire                    applies_4,
    input  wire                    leaks_4,       // a membrane that leaks
    input  wire [3:0]              shift_4,       // k
    input  wire [14:0]             below_4,       // 2^k - 1
    // stage 5
    input  wire                    applies_5,
    input  wire [STATE_BITS-1:0]   threshold,
    input  wire [STATE_BITS-1:0]   amount,        // of the reset by subtraction
    input  wire                    is_spiking,
    input  wire                    subtracts,
    input  wire                    is_silent,     // refractory
    output wire                    fires_5,
    // stages 4 and 6
    input  wire                    wraps_4,        // what is written is a current, where HAS_CUBA
    input  wire                    write_word,     // stage 4
    input  wire                    write_membrane, // stage 6
    input  wire [ADDRESS_BITS-1:0] write_address,
    output wire                    fires_6,
    output wire                    is_above_6,
    output wire [STATE_BITS-1:0]   value_4,        // the last operand
    output wire [STATE_BITS-1:0]   result_4        // the last sum
);
    localparam SUM_BITS = STATE_BITS + 1;
    localparam SHIFTED_BITS = WEIGHT_BITS + EXPONENT_MAX;
    localparam SHIFT_BITS = EXPONENT_MAX > 0 ? $clog2(EXPONENT_MAX + 1) : 1;

    // Stages 1 and 2: the bank.
    wire signed [STATE_BITS-1:0] stored_3;
    wire        [STATE_BITS-1:0] write_data;
    ram_1r1w #(
        .WIDTH(STATE_BITS),
        .DEPTH(BANK_WORDS)
    ) u_bank (
        .clk(clk),
        .write_enable(write_word || write_membrane),
        .write_address(write_address),
        .write_data(write_data),
        .read_enable(read_enable),
        .read_address(read_address),
        .advance(1'b1),
        .clear(clears_bank_2),
        .read_data(stored_3)
    );

    // Stage 2: the weight's exponent.
    wire signed [SHIFTED_BITS-1:0] weight_wide = {{EXPONENT_MAX{weight[WEIGHT_BITS-1]}}, weight};
    reg signed  [SHIFTED_BITS-1:0] shifted_3;
    generate
        if (EXPONENT_MAX > 0) begin : gen_shifter
            always @(posedge clk) shifted_3 <= weight_wide <<< exponent[SHIFT_BITS-1:0];
            if (SHIFT_BITS < 4) begin : gen_unused
                wire unused_exponent = &{1'b0, exponent[3:SHIFT_BITS]};
            end
        end else begin : gen_no_shifter
            always @(posedge clk) shifted_3 <= weight_wide;
            wire unused_exponent = &{1'b0, exponent};
        end
    endgenerate

    // Stage 3: the adder that weights, biases and what came to a membrane share. The bank's word, an older sum and the
    // newest one are each 0 unless they are the operand.
    reg signed [SUM_BITS-1:0]   sum_4;
    reg signed [STATE_BITS-1:0] sum_5;
    reg        [STATE_BITS-1:0] older_3;
    reg signed [STATE_BITS-1:0] value_of_4;

    wire signed [STATE_BITS-1:0] settled_4; // the sum as it is written
    wire signed [STATE_BITS-1:0] operand_3 = stored_3 | older_3 | (settled_4 & {STATE_BITS{takes_sum_3}});
    wire                         takes_current_3 = is_membrane_3 && has_current_3;
    wire                         adds_fresh_3;
    wire                         makes_sum_3;
    wire                         shows_value_3;
    wire signed [SUM_BITS-1:0]   weight_addend_3;
    wire signed [SUM_BITS-1:0]   bias_addend_3;
    wire signed [SUM_BITS-1:0]   fresh_addend_3;
    wire signed [SUM_BITS-1:0]   addend_3 = (weight_addend_3 & {SUM_BITS{is_word_3}}) | (sum_4 & {SUM_BITS{takes_current_3}}) | bias_addend_3 | fresh_addend_3;
    generate
        if (SHIFTED_BITS < SUM_BITS) begin : gen_extended_weight
            assign weight_addend_3 = {{(SUM_BITS - SHIFTED_BITS) {shifted_3[SHIFTED_BITS-1]}}, shifted_3};
        end else begin : gen_cut_weight
            assign weight_addend_3 = shifted_3[SUM_BITS-1:0];
            if (SHIFTED_BITS > SUM_BITS) begin : gen_unused
                wire unused_shifted = &{1'b0, shifted_3[SHIFTED_BITS-1:SUM_BITS]};
            end
        end
        if (HAS_BIAS != 0) begin : gen_bias
            assign bias_addend_3 = {bias_3[STATE_BITS-1], bias_3} & {SUM_BITS{!is_word_3 && !takes_current_3 && !adds_fresh_3}};
        end else begin : gen_no_bias
            assign bias_addend_3 = {SUM_BITS{1'b0}};
            wire unused_bias = &{1'b0, bias_3, adds_fresh_3};
        end
        if (HAS_CUBA != 0) begin : gen_cuba
            assign adds_fresh_3 = takes_fresh_3;
            assign fresh_addend_3 = {fresh_3[STATE_BITS-1], fresh_3} & {SUM_BITS{takes_fresh_3}};
            assign makes_sum_3 = valid_3 && !keeps_sum_3;
            assign shows_value_3 = valid_3 && !keeps_value_3;
        end else begin : gen_no_cuba
            assign adds_fresh_3 = 1'b0;
            assign fresh_addend_3 = {SUM_BITS{1'b0}};
            assign makes_sum_3 = valid_3;
            assign shows_value_3 = valid_3;
            wire unused_cuba = &{1'b0, takes_fresh_3, fresh_3, keeps_sum_3, keeps_value_3};
        end
        if (HAS_CUBA != 0 && STATE_BITS > 24) begin : gen_wrap
            assign settled_4 = wraps_4 ? {{(STATE_BITS - 24) {sum_4[23]}}, sum_4[23:0]} : sum_4[STATE_BITS-1:0];
        end else begin : gen_no_wrap
            assign settled_4 = sum_4[STATE_BITS-1:0];
            wire unused_wraps = &{1'b0, wraps_4};
        end
    endgenerate
    wire signed [SUM_BITS-1:0] sum_3 = {operand_3[STATE_BITS-1], operand_3} + addend_3;

    always @(posedge clk) begin
        if (makes_sum_3) sum_4 <= sum_3;
        if (shows_value_3) value_of_4 <= operand_3;
        sum_5 <= sum_4[STATE_BITS-1:0];
        older_3 <= (sum_4[STATE_BITS-1:0] & {STATE_BITS{takes_sum_2[0]}}) | (sum_5 & {STATE_BITS{takes_sum_2[1]}});
    end
    assign value_4 = value_of_4;
    assign result_4 = sum_4[STATE_BITS-1:0];

    // Stage 4: the leak, two guard bits.
    localparam NEXT_BITS = STATE_BITS + 2;
    reg signed  [NEXT_BITS-1:0]  guarded_5;
    wire signed [STATE_BITS-1:0] next_5 = guarded_5[STATE_BITS-1:0];
    generate
        if (LEAK_MAX > 0) begin : gen_leak
            localparam LEAK_BITS = $clog2(LEAK_MAX + 1);
            wire signed [STATE_BITS-1:0] shifted_4 = value_of_4 >>> shift_4[LEAK_BITS-1:0];
            wire        [STATE_BITS-1:0] leaked_4 = shifted_4 & {STATE_BITS{leaks_4}};
            wire                         rounds_4 = leaks_4 && !value_of_4[STATE_BITS-1] && |(value_of_4[LEAK_MAX-1:0] & below_4[LEAK_MAX-1:0]);
            // a - b - c = a + ~b + !c, the last one by way of a bit below: one carry chain.
            wire        [NEXT_BITS:0]    difference_4 = {sum_4[SUM_BITS-1], sum_4, 1'b1} + {~{{2{leaked_4[STATE_BITS-1]}}, leaked_4}, !rounds_4};
            wire unused_difference = &{1'b0, difference_4[0]};
            always @(posedge clk) if (applies_4) guarded_5 <= difference_4[NEXT_BITS:1];
            if (LEAK_BITS < 4) begin : gen_unused_shift
                wire unused_shift = &{1'b0, shift_4[3:LEAK_BITS]};
            end
            if (LEAK_MAX < 15) begin : gen_unused_below
                wire unused_below = &{1'b0, below_4[14:LEAK_MAX]};
            end
        end else begin : gen_no_leak
            always @(posedge clk) if (applies_4) guarded_5 <= {sum_4[SUM_BITS-1], sum_4};
            wire unused_leak = &{1'b0, leaks_4, shift_4, below_4};
        end
    endgenerate

    // Stage 5: spike and reset. What becomes 0 does so by the flip-flops' own reset, which an enable would keep from it.
    // next > threshold by its sign: of a comparison Yosys makes more than a subtraction.
    wire signed [SUM_BITS-1:0]   margin_5 = {threshold[STATE_BITS-1], threshold} - {next_5[STATE_BITS-1], next_5};
    wire unused_margin_5 = &{1'b0, margin_5[SUM_BITS-2:0]};
    reg  signed [STATE_BITS-1:0] final_6;
    reg                          fires_of_6;
    reg                          fires_of_5;
    always @* begin
        fires_of_5 = 1'b0;
        if (applies_5) fires_of_5 = is_spiking && !is_silent && margin_5[SUM_BITS-1];
    end
    assign fires_5 = fires_of_5;
    assign fires_6 = fires_of_6;
    always @(posedge clk) fires_of_6 <= fires_5;

    generate
        if (HAS_SUBTRACT != 0) begin : gen_subtract
            wire signed [SUM_BITS-1:0]   reduced_5 = {next_5[STATE_BITS-1], next_5} - {amount[STATE_BITS-1], amount};
            reg  signed [STATE_BITS-1:0] threshold_6;
            reg                          is_reduced_6;
            always @(posedge clk) begin
                final_6 <= is_silent || (fires_5 && !subtracts) ? {STATE_BITS{1'b0}} : fires_5 ? reduced_5[STATE_BITS-1:0] : next_5;
                if (applies_5) threshold_6 <= threshold;
                is_reduced_6 <= fires_5 && subtracts;
            end
            wire signed [SUM_BITS-1:0]   margin_6 = {threshold_6[STATE_BITS-1], threshold_6} - {final_6[STATE_BITS-1], final_6};
            wire unused_margin_6 = &{1'b0, margin_6[SUM_BITS-2:0]};
            assign is_above_6 = is_reduced_6 && margin_6[SUM_BITS-1];
`ifndef SYNTHESIS
            always @(posedge clk) begin
                if (fires_5 && subtracts && reduced_5[SUM_BITS-1] != reduced_5[SUM_BITS-2]) begin
                    $fdisplay(32'h80000002, "%m: a reset by subtraction left %0d, more than %0d bits", reduced_5, STATE_BITS);
                    $stop;
                end
            end
`else
            wire unused_reduced = &{1'b0, reduced_5[SUM_BITS-1]};
`endif
        end else begin : gen_no_subtract
            always @(posedge clk) begin
                final_6 <= is_silent || fires_5 ? {STATE_BITS{1'b0}} : next_5;
            end
            assign is_above_6 = 1'b0;
            wire unused_subtract = &{1'b0, subtracts, amount};
        end
    endgenerate

    assign write_data = write_membrane ? final_6 : settled_4;

`ifndef SYNTHESIS
    reg is_checked_4;
    always @(posedge clk) begin
        // A current, and its sum with a bias, wrap; the sum of nothing and a fresh membrane was clipped.
        is_checked_4 <= valid_3 && !is_membrane_3 && !(HAS_CUBA != 0 && (keeps_sum_3 || keeps_value_3));
        if (is_checked_4) begin
            if (sum_4[SUM_BITS-1] != sum_4[SUM_BITS-2]) begin
                $fdisplay(32'h80000002, "%m: an accumulator came to %0d, more than %0d bits", sum_4, STATE_BITS);
                $stop;
            end
        end
        if (applies_5) begin
            if (guarded_5[NEXT_BITS-1:STATE_BITS] != {2{guarded_5[STATE_BITS-1]}}) begin
                $fdisplay(32'h80000002, "%m: a membrane came to %0d, more than %0d bits", guarded_5, STATE_BITS);
                $stop;
            end
        end
        if (write_word && write_membrane) begin
            $fdisplay(32'h80000002, "%m: an accumulator and a membrane are written at once");
            $stop;
        end
    end
`else
    wire unused_guard = &{1'b0, guarded_5[NEXT_BITS-1:STATE_BITS]};
`endif
endmodule

`default_nettype wire
