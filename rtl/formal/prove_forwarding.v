// operation_pipeline and synapse_lane: whatever the distance of two operations on one accumulator, the second has what the
// first made of it; and the bank ends up with the sum of everything added.
//
//   at stage 0:   value' = (marked ? value : 0) + weight      the model, in the order in which operations enter
//   at stage 4:   operand = marked ? value : 0, and the sum of a word = value'
//
// For an arbitrary accumulator, words and neurons' reads mixed as they come, with bubbles. The accumulator may be forgotten
// at any time. A read that meets a write gives anything (ram_1r1w.v of this folder in place of the core's), so nothing
// here rests on what a RAM does then. The core's rule is assumed: two cycles between a neuron and the next word.
// By induction over the six stages: with nothing under way the bank holds the value.
`default_nettype none

module prove_forwarding (
    input wire clk
);
    localparam STATE_BITS = 5; // an adder's width changes nothing; snn_core.v alone asks for 16
    localparam WEIGHT_BITS = 2;
    localparam ADDRESS_BITS = 3;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyconst *) wire [1:0]             mine; // the accumulator looked at
    (* anyseq *)   wire                   valid;
    (* anyseq *)   wire                   is_word;
    (* anyseq *)   wire                   is_membrane;
    (* anyseq *)   wire                   applies;
    (* anyseq *)   wire                   has_current;
    (* anyseq *)   wire                   has_other;
    (* anyseq *)   wire [1:0]             place;
    (* anyseq *)   wire [WEIGHT_BITS-1:0] weight;
    (* anyseq *)   wire                   forgets;
    (* anyseq *)   wire [STATE_BITS-1:0]  threshold;
    (* anyseq *)   wire                   is_spiking;
    wire [ADDRESS_BITS-1:0] address = {is_membrane, place};
    wire                    is_mine = valid && !is_membrane && place == mine;

    // The model.
    reg                   marked;
    reg [STATE_BITS-1:0]  value;
    wire [STATE_BITS-1:0] operand = marked ? value : {STATE_BITS{1'b0}};
    wire [STATE_BITS-1:0] sum = operand + {{(STATE_BITS - WEIGHT_BITS) {weight[WEIGHT_BITS-1]}}, weight};
    always @(posedge clk) begin
        if (is_mine && is_word) value <= sum;
        marked <= (is_mine && is_word) || (marked && !forgets);
        if (rst) marked <= 1'b0;
    end

    // What the model says of the operations under way, stages 1 to 4; the weights, and neurons for the rule.
    reg [3:0]              mine_in;
    reg [3:0]              word_in;
    reg [4*STATE_BITS-1:0] operands;
    reg [4*STATE_BITS-1:0] sums;
    reg [WEIGHT_BITS-1:0]  weight_1, weight_2;
    reg [1:0]              neurons;
    always @(posedge clk) begin
        mine_in <= {mine_in[2:0], is_mine && !rst};
        word_in <= {word_in[2:0], is_word};
        operands <= {operands[3*STATE_BITS-1:0], operand};
        sums <= {sums[3*STATE_BITS-1:0], sum};
        weight_1 <= weight;
        weight_2 <= weight_1;
        neurons <= {neurons[0], valid && applies && !rst};
        if (rst) mine_in <= 4'd0;
    end

    wire                    valid_1, valid_3, is_word_3, is_membrane_3, clears_bank_2, takes_sum_3, has_current_3;
    wire                    applies_4, applies_5, write_word, write_membrane;
    wire [ADDRESS_BITS-1:0] address_1, write_address;
    wire [3:0]              exponent_2;
    wire [1:0]              takes_sum_2;
    wire [STATE_BITS-1:0]   value_4;
    operation_pipeline #(
        .GROUP_BITS(1),
        .ADDRESS_BITS(ADDRESS_BITS)
    ) u_operations (
        .clk(clk),
        .rst(rst),
        .valid(valid),
        .is_word(is_word),
        .is_membrane(is_membrane),
        .applies(applies),
        .has_current(has_current),
        .has_operand(is_mine ? marked : has_other),
        .has_history(1'b0),
        .group(place[0]),
        .address(address),
        .exponent(4'd0),
        .valid_1(valid_1),
        .address_1(address_1),
        .exponent_2(exponent_2),
        .valid_3(valid_3),
        .is_word_3(is_word_3),
        .is_membrane_3(is_membrane_3),
        .clears_bank_2(clears_bank_2),
        .takes_sum_2(takes_sum_2),
        .takes_sum_3(takes_sum_3),
        .applies_4(applies_4),
        .has_current_3(has_current_3),
        .applies_5(applies_5),
        .write_word(write_word),
        .write_membrane(write_membrane),
        .write_address(write_address)
    );
    synapse_lane #(
        .ADDRESS_BITS(ADDRESS_BITS),
        .BANK_WORDS(8),
        .STATE_BITS(STATE_BITS),
        .WEIGHT_BITS(WEIGHT_BITS),
        .EXPONENT_MAX(0),
        .LEAK_MAX(0),
        .HAS_BIAS(0),
        .HAS_SUBTRACT(0)
    ) u_lane (
        .clk(clk),
        .read_enable(valid_1),
        .read_address(address_1),
        .weight(weight_2),
        .exponent(exponent_2),
        .clears_bank_2(clears_bank_2),
        .takes_sum_2(takes_sum_2),
        .valid_3(valid_3),
        .is_word_3(is_word_3),
        .is_membrane_3(is_membrane_3),
        .takes_sum_3(takes_sum_3),
        .has_current_3(has_current_3),
        .bias_3({STATE_BITS{1'b0}}),
        .applies_4(applies_4),
        .leaks_4(1'b0),
        .shift_4(4'd0),
        .below_4(15'd0),
        .applies_5(applies_5),
        .threshold(threshold),
        .amount({STATE_BITS{1'b0}}),
        .is_spiking(is_spiking),
        .subtracts(1'b0),
        .is_silent(1'b0),
        .write_word(write_word),
        .write_membrane(write_membrane),
        .write_address(write_address),
        .value_4(value_4)
    );

    // Inside the lane: flattening connects these names.
    (* hierconn *) wire [STATE_BITS:0] \u_lane.sum_4 ;
    (* hierconn *) wire [STATE_BITS-1:0] \u_lane.u_bank.memory[0] ;
    (* hierconn *) wire [STATE_BITS-1:0] \u_lane.u_bank.memory[1] ;
    (* hierconn *) wire [STATE_BITS-1:0] \u_lane.u_bank.memory[2] ;
    (* hierconn *) wire [STATE_BITS-1:0] \u_lane.u_bank.memory[3] ;
    wire [STATE_BITS-1:0] stored = mine == 2'd0 ? \u_lane.u_bank.memory[0]
                                 : mine == 2'd1 ? \u_lane.u_bank.memory[1]
                                 : mine == 2'd2 ? \u_lane.u_bank.memory[2]
                                 : \u_lane.u_bank.memory[3] ;

    wire [3:0] words_in = mine_in & word_in;
    always @* begin
        assume (!valid || !is_word || (!is_membrane && !applies && neurons == 2'd0));
        if (started) begin
            if (mine_in[3]) assert (value_4 == operands[3*STATE_BITS+:STATE_BITS]);
            if (words_in[3]) begin
                assert (\u_lane.sum_4 [STATE_BITS-1:0] == sums[3*STATE_BITS+:STATE_BITS]);
                assert (write_word && write_address == {1'b0, mine});
            end
            assert (!write_word || !write_membrane);
            if (marked && words_in == 4'd0) assert (stored == value);
            // The model's own: the newest word under way made the value.
            if (marked && words_in[0]) assert (sums[0+:STATE_BITS] == value);
            else if (marked && words_in[1]) assert (sums[STATE_BITS+:STATE_BITS] == value);
            else if (marked && words_in[2]) assert (sums[2*STATE_BITS+:STATE_BITS] == value);
            else if (marked && words_in[3]) assert (sums[3*STATE_BITS+:STATE_BITS] == value);
            // Every distance is met, with something to add to.
            cover (words_in == 4'b1111 && marked);
            cover (words_in == 4'b1010 && is_mine);
            cover (words_in == 4'b0100 && is_mine);
        end
    end
endmodule

`default_nettype wire
