// Loihi's CUBA LIF: groups that the lanes cannot update by themselves, because both their states decay by a factor. It has
// MULTIPLIERS multipliers, one for each lane in turn, and gives the lanes operations for what they do all at once.
//
//   u = wrap24(dec(u) + q)            dec: cuba_decay.v
//   v = clip(dec(v) + wrap24(u + bias), least, most); spike, reset and refractory as those of any other neuron
//
// With N = LANES / MULTIPLIERS, for a group taken in cycle 0 (an operation is in stage s that many cycles after it is given):
//
//   cycle       operation, stage 0                     lanes, one a multiplier and cycle
//   0           read u                                 4 .. N + 3: dec(u), in `fresh` seven cycles later
//   N + 5       read v                                 N + 9 .. 2N + 8: clip(dec(v) + ..), in `fresh` seven cycles later
//   N + 7       read q; q + fresh, written as u
//   N + 8       the sum before + bias: stays in the lanes for as long as v needs it
//   2N + 12     fresh: goes on as any neuron's next v
//   PERIOD      the next group may be taken            PERIOD = 2N + 5; N + 9 where N is below 4
//
// So what a read shows stays where it is (keeps_value) while sums are made, and a sum while the next group's u is read
// (keeps_sum); the last operation of a group finds all of its v in `fresh` and none of the next group's u yet. While is_busy
// nobody else may give operations. Reset forgets what is under way.
//
// group_valid, group_ready: as streams have them. The constants are those of the operation in stage 5. A lane is reported
// while no group is under way: `reported` is the value of report_lane.
// Software twin and test: test/rtl/modules/cuba.test.ts.
`default_nettype none

module cuba_unit #(
    parameter LANES = 16,
    parameter GROUP_BITS = 5,
    parameter STATE_BITS = 24,  // of the lanes' values; 24..32
    parameter MULTIPLIERS = 1,  // a power of two, at most LANES
    parameter STRIDE_BITS = 5,  // a lane's value or sum begins every 2^STRIDE_BITS bits
    parameter LANE_BITS = LANES > 1 ? $clog2(LANES) : 1
) (
    input  wire                              clk,
    input  wire                              rst,
    // a group
    input  wire                              group_valid,
    output wire                              group_ready,
    input  wire [GROUP_BITS-1:0]             group,
    input  wire                              has_arrivals, // its accumulators count
    input  wire                              has_history,  // its states count
    output wire                              is_busy,
    // operations, stage 0; region: 0 accumulators, 2 membranes, 3 currents
    output reg                               operation_valid,
    output reg                               operation_applies,
    output reg  [1:0]                        operation_region,
    output reg                               operation_has_operand,
    output reg                               operation_has_history,
    output reg  [GROUP_BITS-1:0]             operation_group,
    // what the lanes do with them
    output wire                              keeps_sum_3,
    output wire                              keeps_value_3,
    output wire                              takes_sum_3,
    output wire                              takes_fresh_3,
    output wire                              writes_current_4, // wrapped to 24 bits
    output wire [GROUP_BITS-1:0]             current_group_4,
    // constants of the group
    input  wire [11:0]                       factor_u_5, // 4095 - decayU
    input  wire [12:0]                       factor_v_5, // 4096 - decayV
    input  wire [23:0]                       least_5,
    input  wire [23:0]                       most_5,
    // lanes
    input  wire [(LANES<<STRIDE_BITS)-1:0]   values_4,
    input  wire [(LANES<<STRIDE_BITS)-1:0]   sums_4,
    output wire [LANES*STATE_BITS-1:0]       fresh,
    // reports
    input  wire [LANE_BITS-1:0]              report_lane,
    output wire [STATE_BITS-1:0]             reported
);
    localparam TURNS = LANES / MULTIPLIERS; // N
    localparam TURN_BITS = TURNS > 1 ? $clog2(TURNS) : 1;
    localparam PERIOD = TURNS >= 4 ? 2 * TURNS + 5 : TURNS + 9;
    localparam STEP_BITS = $clog2(PERIOD);
    localparam MULTIPLIER_BITS = $clog2(MULTIPLIERS);
    localparam [STEP_BITS-1:0] FIRST = 0;
    localparam [STEP_BITS-1:0] ONE = 1;
    localparam [31:0] STEPS_TO_V = TURNS + 5;
    localparam [31:0] STEPS_TO_CURRENT = TURNS + 7;
    localparam [31:0] STEPS_TO_BIAS = TURNS + 8;
    localparam [31:0] STEPS_TO_APPLY = 2 * TURNS + 12 - PERIOD; // in the period of the next group
    localparam [31:0] STEPS_TO_LAST = PERIOD - 1;
    localparam [STEP_BITS-1:0] READ_V = STEPS_TO_V[STEP_BITS-1:0];
    localparam [STEP_BITS-1:0] ADD_CURRENT = STEPS_TO_CURRENT[STEP_BITS-1:0];
    localparam [STEP_BITS-1:0] ADD_BIAS = STEPS_TO_BIAS[STEP_BITS-1:0];
    localparam [STEP_BITS-1:0] APPLY = STEPS_TO_APPLY[STEP_BITS-1:0];
    localparam [STEP_BITS-1:0] LAST = STEPS_TO_LAST[STEP_BITS-1:0];
    localparam [31:0] TURNS_TO_LAST = TURNS - 1;
    localparam [TURN_BITS-1:0] ONE_TURN = 1;
    localparam [TURN_BITS-1:0] LAST_TURN = TURNS_TO_LAST[TURN_BITS-1:0];

    localparam [1:0] ACCUMULATORS = 2'd0;
    localparam [1:0] MEMBRANES = 2'd2;
    localparam [1:0] CURRENTS = 2'd3;

    // ---- The order of operations.
    reg [STEP_BITS-1:0]  step;
    reg                  is_running;   // a group is in its period
    reg                  is_finishing; // another one waits for its last operation
    reg [GROUP_BITS-1:0] running_group, finishing_group;
    reg                  running_arrivals;
    reg                  running_history, finishing_history;

    wire accepts = group_valid && group_ready;
    wire reads_v = is_running && step == READ_V;
    wire adds_current = is_running && step == ADD_CURRENT;
    wire adds_bias = is_running && step == ADD_BIAS;
    wire finishes = is_finishing && step == APPLY;
    assign group_ready = step == FIRST;
    assign is_busy = step != FIRST || is_finishing;

    always @* begin
        operation_valid = accepts || reads_v || adds_current || adds_bias || finishes;
        operation_applies = finishes;
        operation_region = accepts ? CURRENTS : reads_v ? MEMBRANES : ACCUMULATORS;
        operation_has_operand = accepts ? has_history : reads_v ? running_history : adds_current && running_arrivals;
        operation_has_history = finishing_history;
        operation_group = accepts ? group : finishes ? finishing_group : running_group;
    end

    always @(posedge clk) begin
        if (accepts || is_busy) step <= step + ONE;
        if (step == LAST || (finishes && !is_running)) step <= FIRST;
        if (finishes) is_finishing <= 1'b0;
        if (accepts) begin
            is_running <= 1'b1;
            running_group <= group;
            running_arrivals <= has_arrivals;
            running_history <= has_history;
        end
        if (step == LAST) begin
            is_running <= 1'b0;
            is_finishing <= 1'b1;
            finishing_group <= running_group;
            finishing_history <= running_history;
        end
        if (rst) begin
            step <= FIRST;
            is_running <= 1'b0;
            is_finishing <= 1'b0;
        end
    end

    // ---- What follows them through the stages.
    reg [5:1] stage_reads;
    reg [5:1] stage_reads_v;
    reg [4:1] stage_adds_current;
    reg [3:1] stage_adds_bias;
    reg [3:1] stage_finishes;
    always @(posedge clk) begin
        stage_reads <= {stage_reads[4:1], accepts || reads_v};
        stage_reads_v <= {stage_reads_v[4:1], reads_v};
        stage_adds_current <= {stage_adds_current[3:1], adds_current};
        stage_adds_bias <= {stage_adds_bias[2:1], adds_bias};
        stage_finishes <= {stage_finishes[2:1], finishes};
        if (rst) begin
            stage_reads <= 5'd0;
            stage_adds_current <= 4'd0;
            stage_adds_bias <= 3'd0;
            stage_finishes <= 3'd0;
        end
    end
    assign keeps_sum_3 = stage_reads[3];
    assign keeps_value_3 = stage_adds_current[3] || stage_adds_bias[3] || stage_finishes[3];
    assign takes_sum_3 = stage_adds_bias[3];
    assign takes_fresh_3 = stage_adds_current[3] || stage_finishes[3];
    assign writes_current_4 = stage_adds_current[4];
    // Where N is below 8, the period is over by then.
    assign current_group_4 = TURNS >= 8 ? running_group : finishing_group;

    // ---- Lane after lane: from the cycle in which a read is in stage 4.
    reg                 is_walking;
    reg                 walks_v;
    reg [TURN_BITS-1:0] turn;
    reg [6:1]           stage_walks;
    reg [TURN_BITS-1:0] turn_1, turn_2, turn_3, turn_4, turn_5, turn_6;
    always @(posedge clk) begin
        turn <= turn + ONE_TURN;
        if (turn == LAST_TURN) is_walking <= 1'b0;
        if (stage_reads[3]) begin
            is_walking <= 1'b1;
            walks_v <= stage_reads_v[3];
            turn <= {TURN_BITS{1'b0}};
        end
        stage_walks <= {stage_walks[5:1], is_walking};
        turn_1 <= turn;
        turn_2 <= turn_1;
        turn_3 <= turn_2;
        turn_4 <= turn_3;
        turn_5 <= turn_4;
        turn_6 <= turn_5;
        if (rst) begin
            is_walking <= 1'b0;
            stage_walks <= 6'd0;
        end
    end

    // The constants of a walk, there when its first lane needs them: a v's bounds while the next group's u decays.
    reg [12:0] factor;
    reg [23:0] least;
    reg [23:0] most;
    always @(posedge clk) begin
        if (stage_reads[5]) factor <= stage_reads_v[5] ? factor_v_5 : {1'b0, factor_u_5};
        if (stage_reads[5] && stage_reads_v[5]) begin
            least <= least_5;
            most <= most_5;
        end
    end
    wire [STATE_BITS-1:0] wide_least;
    wire [STATE_BITS-1:0] wide_most;

    // ---- The multipliers. Turn t of multiplier m is lane t x MULTIPLIERS + m.
    wire [TURN_BITS-1:0]              report_turn;
    wire [TURN_BITS-1:0]              shown_turn = is_walking ? turn : report_turn;
    wire [MULTIPLIERS*STATE_BITS-1:0] shown;
    genvar m;
    genvar t;
    generate
        if (STATE_BITS > 24) begin : gen_wide_bounds
            assign wide_least = {{(STATE_BITS - 24) {least[23]}}, least};
            assign wide_most = {{(STATE_BITS - 24) {most[23]}}, most};
        end else begin : gen_bounds
            assign wide_least = least;
            assign wide_most = most;
        end
        for (m = 0; m < MULTIPLIERS; m = m + 1) begin : gen_multiplier
            wire [STATE_BITS-1:0] shown_value;
            wire [23:0]           shown_sum;
            wire [STATE_BITS-1:0] addend_3;
            wire [STATE_BITS-1:0] result_6;
            if (TURNS > 1) begin : gen_choice
                wire [(TURNS<<STRIDE_BITS)-1:0] own_values;
                wire [(TURNS<<STRIDE_BITS)-1:0] own_sums;
                for (t = 0; t < TURNS; t = t + 1) begin : gen_turn
                    assign own_values[(t<<STRIDE_BITS)+:(1<<STRIDE_BITS)] = values_4[((t*MULTIPLIERS+m)<<STRIDE_BITS)+:(1<<STRIDE_BITS)];
                    assign own_sums[(t<<STRIDE_BITS)+:(1<<STRIDE_BITS)] = sums_4[((t*MULTIPLIERS+m)<<STRIDE_BITS)+:(1<<STRIDE_BITS)];
                end
                assign shown_value = own_values[{shown_turn, {STRIDE_BITS{1'b0}}}+:STATE_BITS];
                assign shown_sum = own_sums[{turn_3, {STRIDE_BITS{1'b0}}}+:24];
            end else begin : gen_no_choice
                assign shown_value = values_4[(m<<STRIDE_BITS)+:STATE_BITS];
                assign shown_sum = sums_4[(m<<STRIDE_BITS)+:24];
            end
            if (STATE_BITS > 24) begin : gen_wide_addend
                assign addend_3 = {{(STATE_BITS - 24) {shown_sum[23]}}, shown_sum};
            end else begin : gen_addend
                assign addend_3 = shown_sum;
            end
            assign shown[STATE_BITS*m+:STATE_BITS] = shown_value;
            cuba_decay #(
                .WIDTH(STATE_BITS),
                .FRACTION_BITS(12)
            ) u_decay (
                .clk(clk),
                .value(shown_value),
                .is_v(walks_v),
                .factor_2(factor),
                .addend_3(addend_3),
                .least_5(wide_least),
                .most_5(wide_most),
                .result_6(result_6)
            );
            for (t = 0; t < TURNS; t = t + 1) begin : gen_fresh
                reg [STATE_BITS-1:0] fresh_of;
                always @(posedge clk) if (stage_walks[6] && turn_6 == t) fresh_of <= result_6;
                assign fresh[STATE_BITS*(t*MULTIPLIERS+m)+:STATE_BITS] = fresh_of;
            end
        end

        // ---- Reports, through the same choice of a lane.
        if (TURNS > 1) begin : gen_report_turn
            assign report_turn = report_lane[LANE_BITS-1-:TURN_BITS];
        end else begin : gen_no_report_turn
            assign report_turn = 1'b0;
            wire unused_turns = &{1'b0, shown_turn, turn_3, values_4, sums_4};
        end
        if (MULTIPLIERS > 1) begin : gen_report_choice
            localparam PADDED = 1 << STRIDE_BITS;
            wire [MULTIPLIERS*PADDED-1:0] all;
            for (m = 0; m < MULTIPLIERS; m = m + 1) begin : gen_padded
                assign all[PADDED*m+:STATE_BITS] = shown[STATE_BITS*m+:STATE_BITS];
                if (PADDED > STATE_BITS) begin : gen_padding
                    assign all[PADDED*m+STATE_BITS+:PADDED-STATE_BITS] = {(PADDED - STATE_BITS) {1'b0}};
                end
            end
            assign reported = all[{report_lane[MULTIPLIER_BITS-1:0], {STRIDE_BITS{1'b0}}}+:STATE_BITS];
        end else begin : gen_reported
            assign reported = shown;
        end
    endgenerate
endmodule

`default_nettype wire
