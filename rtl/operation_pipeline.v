// Follows every operation on the lanes' banks through its stages and says what is forwarded.
//
// An operation enters in stage 0 and never stops; stage 1 reads the banks, stage 4 writes a sum of weights, stage 6 a
// membrane (synapse_lane.v has the table). A word written in stage 4 reaches the bank too late for the reads of the three
// operations behind it. The nearest of them that wrote the address read here gives the operand in the bank's place:
//
//   behind it by   it reads (its stage 1)        it takes
//   1              while the sum is being made   sum_4 in its stage 3   takes_sum_3
//   2              before the write              sum_4 in its stage 2   takes_sum_2[0]
//   3              during the write              sum_5 in its stage 2   takes_sum_2[1]
//   more, or none                                the bank's word        none, and clears_bank_2 low
//
// At most one takes_ is high. clears_bank_2 makes the bank's word 0 where another is taken, or where it holds nothing. (It is
// active high, as the reset inputs of flip-flops are: an inverter for each of them would be made otherwise.)
//
// Membranes are never forwarded: a neuron phase starts when the membranes of the one before are written. The core leaves
// two cycles between the last neuron and the next word, so that stages 4 and 6 never write at once. Reset empties it.
// Software twin and test: test/rtl/modules/lane.test.ts (every distance).
`default_nettype none

module operation_pipeline #(
    parameter GROUP_BITS = 5,   // bits of a group number
    parameter ADDRESS_BITS = 8  // bits of a bank address
) (
    input  wire                    clk,
    input  wire                    rst,
    // stage 0
    input  wire                    valid,
    input  wire                    is_word,
    input  wire                    is_membrane,
    input  wire                    applies,      // the last operation of a neuron group
    input  wire                    has_current,  // its accumulators were read in the operation before
    input  wire                    has_operand,  // what is read holds something
    input  wire                    has_history,  // the group was updated before in this sample
    input  wire [GROUP_BITS-1:0]   group,
    input  wire [ADDRESS_BITS-1:0] address,
    input  wire [3:0]              exponent,
    // stages 1 to 6
    output wire                    valid_1,
    output wire                    is_neuron_1,
    output wire [GROUP_BITS-1:0]   group_1,
    output wire [ADDRESS_BITS-1:0] address_1,
    output wire [3:0]              exponent_2,
    output wire                    valid_3,
    output wire                    is_word_3,
    output wire                    is_membrane_3,
    output wire                    clears_bank_2,
    output wire [1:0]              takes_sum_2,
    output wire                    takes_sum_3,
    output wire                    applies_3,
    output wire [GROUP_BITS-1:0]   group_3,
    output wire                    applies_4,
    output wire                    has_current_3,
    output wire                    is_membrane_4,
    output wire                    applies_5,
    output wire                    has_history_5,
    output wire                    applies_6,
    output wire [GROUP_BITS-1:0]   group_6,
    output wire                    write_word,
    output wire                    write_membrane,
    output wire [ADDRESS_BITS-1:0] write_address,
    output wire                    is_neuron_busy // a neuron group is in a stage before 7
);
    reg [4:1]              stage_valid;
    reg [4:1]              stage_is_word;
    reg [4:1]              stage_is_membrane;
    reg [6:1]              stage_applies;
    reg [3:1]              stage_has_current;
    reg                    has_operand_of_1;
    reg [5:1]              stage_has_history;
    reg [3:0]              exponent_of_1;
    reg [3:0]              exponent_of_2;
    reg [GROUP_BITS-1:0]   group_of_1, group_of_2, group_of_3, group_of_4, group_of_5, group_of_6;
    reg [ADDRESS_BITS-1:0] address_of_1, address_of_2, address_of_3, address_of_4;
    reg                    clears_bank_of_2;
    reg [2:0]              takes_sum_of_2;
    reg                    takes_sum_of_3;

    // Words ahead of the operation in stage 1 that write what it reads.
    wire writes_ahead_1 = stage_valid[2] && stage_is_word[2] && address_of_2 == address_of_1;
    wire writes_ahead_2 = stage_valid[3] && stage_is_word[3] && address_of_3 == address_of_1;
    wire writes_ahead_3 = stage_valid[4] && stage_is_word[4] && address_of_4 == address_of_1;

    assign valid_1 = stage_valid[1];
    assign is_neuron_1 = stage_valid[1] && !stage_is_word[1];
    assign group_1 = group_of_1;
    assign address_1 = address_of_1;
    assign exponent_2 = exponent_of_2;
    assign valid_3 = stage_valid[3];
    assign is_word_3 = stage_is_word[3];
    assign is_membrane_3 = stage_is_membrane[3];
    assign clears_bank_2 = clears_bank_of_2;
    assign takes_sum_2 = takes_sum_of_2[2:1];
    assign takes_sum_3 = takes_sum_of_3;
    assign applies_3 = stage_applies[3];
    assign group_3 = group_of_3;
    assign applies_4 = stage_applies[4];
    assign is_membrane_4 = stage_is_membrane[4];
    assign has_current_3 = stage_has_current[3];
    assign applies_5 = stage_applies[5];
    assign has_history_5 = stage_has_history[5];
    assign applies_6 = stage_applies[6];
    assign group_6 = group_of_6;
    assign write_word = stage_valid[4] && stage_is_word[4];
    assign write_membrane = stage_applies[6];
    assign write_address = write_membrane ? {1'b1, {(ADDRESS_BITS - GROUP_BITS - 1) {1'b0}}, group_of_6} : address_of_4;
    assign is_neuron_busy = |stage_applies;

    always @(posedge clk) begin
        stage_valid <= {stage_valid[3:1], valid};
        stage_is_word <= {stage_is_word[3:1], is_word};
        stage_is_membrane <= {stage_is_membrane[3:1], is_membrane};
        stage_applies <= {stage_applies[5:1], valid && applies};
        stage_has_current <= {stage_has_current[2:1], has_current};
        has_operand_of_1 <= has_operand;
        stage_has_history <= {stage_has_history[4:1], has_history};
        exponent_of_1 <= exponent;
        exponent_of_2 <= exponent_of_1;
        group_of_1 <= group;
        group_of_2 <= group_of_1;
        group_of_3 <= group_of_2;
        group_of_4 <= group_of_3;
        group_of_5 <= group_of_4;
        group_of_6 <= group_of_5;
        address_of_1 <= address;
        address_of_2 <= address_of_1;
        address_of_3 <= address_of_2;
        address_of_4 <= address_of_3;
        clears_bank_of_2 <= !has_operand_of_1 || writes_ahead_3 || writes_ahead_2 || writes_ahead_1;
        takes_sum_of_2[2] <= has_operand_of_1 && writes_ahead_3 && !writes_ahead_2 && !writes_ahead_1;
        takes_sum_of_2[1] <= has_operand_of_1 && writes_ahead_2 && !writes_ahead_1;
        takes_sum_of_2[0] <= has_operand_of_1 && writes_ahead_1;
        takes_sum_of_3 <= takes_sum_of_2[0];
        if (rst) begin
            stage_valid <= 4'd0;
            stage_applies <= 6'd0;
        end
    end
endmodule

`default_nettype wire
