// The order of things: when a timestep's neuron phase runs, when words may be delivered, what the host is told.
//
//   state    does                                                        next
//   START    forgets everything, t = 0                                    LOAD
//   LOAD     loads the picker with what is pending in the slot of t       PHASE
//   PHASE    one operation a cycle on the picked groups                   GAP when the picker is done
//   GAP      second of two cycles without a word (operation_pipeline.v)   DELIVER
//   DELIVER  words may be issued; when all is delivered, executes
//            STEP: t + 1                                                  LOAD
//            RESET: forgets everything, t = 0                             LOAD
//            READ, DUMP                                                   GATHER
//   GATHER   loads the picker with the groups to report                   REPORT
//   REPORT   reads the membranes of the picked group                      FETCH, or FLUSH / FINISH when the picker is done
//   FETCH    waits until they are in stage 4                              STREAM
//   STREAM   sends them, a lane a cycle; READ leaves out padding          REPORT
//   FLUSH    waits until the last VALUE has been taken                    COUNT
//   COUNT    sends the counters                                           FINISH
//   FINISH   sends DONE                                                   DELIVER
//
// "All is delivered": no neuron under way, spike queue and front end empty, STEP_DONE sent. EVENTs do not pass through
// here. A group whose accumulators and membranes both count takes two operations, any other one; a group that is not
// pending takes none. (CUBA groups are taken by cuba_unit.v: picker_valid is low for them in PHASE, and for all while it is busy.)
// Commands of unknown kind are taken and ignored. Reset goes to START.
// Software twin: test/support/crossbar-model.ts; test: test/rtl/core.
`default_nettype none

module sequencer #(
    parameter LANES = 16,
    parameter SLOTS = 4,
    parameter TRACE = 1,    // report the ends of timesteps
    parameter COUNTERS = 1, // report the counters
    parameter LANE_BITS = LANES > 1 ? $clog2(LANES) : 1,
    parameter SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1
) (
    input  wire                 clk,
    input  wire                 rst,
    // commands other than EVENT
    input  wire                 command_valid,
    output reg                  command_ready,
    input  wire [2:0]           command_kind,
    // what is still under way
    input  wire                 is_front_empty,
    input  wire                 is_neuron_busy,
    input  wire                 is_queue_empty,
    output wire                 is_quiet,        // all is delivered
    // timestep
    output wire [SLOT_BITS-1:0] slot,            // of the current timestep
    output reg                  start_timestep,
    output reg                  forget_all,
    output wire                 end_phase,
    output reg                  may_deliver,     // the state is DELIVER
    output wire                 is_updating,     // the state is PHASE
    // picker: 0 pending groups, 1 groups read out, 2 all groups
    output reg                  picker_load,
    output reg  [1:0]           picker_set,
    input  wire                 picker_valid,
    output reg                  picker_ready,
    input  wire                 picker_is_done,
    // the picked group
    input  wire                 has_arrivals,    // its accumulators count
    input  wire                 needs_membrane,  // it remembers, and has something to remember
    input  wire                 holds_value,
    // operation on it, stage 0
    output reg                  operation_valid,
    output reg                  operation_is_membrane,
    output reg                  operation_applies,
    output reg                  operation_has_current,
    output reg                  operation_has_operand,
    // results
    output reg                  result_valid,
    input  wire                 result_ready,
    output reg  [2:0]           result_kind,
    output reg  [31:0]          result_data,
    input  wire                 is_result_taken, // nothing waits in the result register
    output wire [LANE_BITS-1:0] report_lane,
    input  wire [31:0]          report_value,
    input  wire [LANE_BITS-1:0] report_last_lane, // the group's last lane that is a neuron
    output wire [3:0]           counter_select,
    input  wire [31:0]          counter_value,
    output wire                 stop_cycles
);
    localparam [2:0] COMMAND_STEP = 3'd1;
    localparam [2:0] COMMAND_READ = 3'd2;
    localparam [2:0] COMMAND_DUMP = 3'd3;
    localparam [2:0] COMMAND_RESET = 3'd4;

    localparam [2:0] RESULT_STEP_DONE = 3'd1;
    localparam [2:0] RESULT_VALUE = 3'd2;
    localparam [2:0] RESULT_MEMBRANE = 3'd3;
    localparam [2:0] RESULT_COUNTER = 3'd4;
    localparam [2:0] RESULT_DONE = 3'd5;

    localparam [1:0] SET_PENDING = 2'd0;
    localparam [1:0] SET_READ_OUT = 2'd1;
    localparam [1:0] SET_ALL = 2'd2;

    localparam [3:0] START = 4'd0;
    localparam [3:0] PHASE = 4'd1;
    localparam [3:0] GAP = 4'd2;
    localparam [3:0] DELIVER = 4'd3;
    localparam [3:0] REPORT = 4'd4;
    localparam [3:0] FETCH = 4'd5;
    localparam [3:0] STREAM = 4'd6;
    localparam [3:0] FLUSH = 4'd7;
    localparam [3:0] COUNT = 4'd8;
    localparam [3:0] FINISH = 4'd9;
    localparam [3:0] LOAD = 4'd10;
    localparam [3:0] GATHER = 4'd11;

    // A membrane read in stage 0 is in stage 4 after so many cycles more.
    localparam [3:0] FETCH_LAST = 4'd2;
    localparam [3:0] COUNTER_LAST = 4'd8;
    localparam [LANE_BITS-1:0] LANE_LAST = {LANE_BITS{1'b1}};
    localparam [LANE_BITS-1:0] ONE_LANE = 1;

    reg [3:0]           state, next_state;
    reg [31:0]          timestep, next_timestep;
    reg                 is_second, next_is_second; // the picked group's membranes come next
    reg                 must_announce, next_must_announce;
    reg                 is_dump, next_is_dump;
    reg [3:0]           step, next_step;
    reg [LANE_BITS-1:0] lane, next_lane;

    wire announces = TRACE != 0 && must_announce;
    wire is_settled = may_deliver && !is_neuron_busy && is_queue_empty;
    assign is_quiet = is_settled && is_front_empty && !announces;

    assign slot = timestep[SLOT_BITS-1:0];
    assign end_phase = state == GAP;
    assign is_updating = state == PHASE;
    assign report_lane = lane;
    assign counter_select = step;
    assign stop_cycles = state == FLUSH && is_result_taken;

    always @* begin
        next_state = state;
        next_timestep = timestep;
        next_is_second = is_second;
        next_must_announce = must_announce;
        next_is_dump = is_dump;
        next_step = step;
        next_lane = lane;
        command_ready = 1'b0;
        start_timestep = 1'b0;
        forget_all = 1'b0;
        picker_load = 1'b0;
        picker_set = SET_PENDING;
        picker_ready = 1'b0;
        operation_valid = 1'b0;
        operation_is_membrane = 1'b0;
        operation_applies = 1'b0;
        operation_has_current = 1'b0;
        operation_has_operand = has_arrivals;
        result_valid = 1'b0;
        result_kind = RESULT_DONE;
        result_data = 32'd0;

        case (state)
            START: begin
                forget_all = 1'b1;
                next_timestep = 32'd0;
                next_must_announce = TRACE != 0;
                next_state = LOAD;
            end
            // A cycle of its own: deciding to go on and reading the slot's row would be one path of twice the length.
            LOAD: begin
                start_timestep = 1'b1;
                picker_load = 1'b1;
                next_state = PHASE;
            end
            PHASE: begin
                if (picker_valid) begin
                    operation_valid = 1'b1;
                    if (needs_membrane && has_arrivals && !is_second) begin
                        next_is_second = 1'b1;
                    end else begin
                        operation_is_membrane = needs_membrane;
                        operation_has_operand = needs_membrane || has_arrivals;
                        operation_has_current = is_second;
                        operation_applies = 1'b1;
                        picker_ready = 1'b1;
                        next_is_second = 1'b0;
                    end
                end
                if (picker_is_done) next_state = GAP;
            end
            GAP: next_state = DELIVER;
            DELIVER: begin
                if (is_settled && announces) begin
                    result_valid = 1'b1;
                    result_kind = RESULT_STEP_DONE;
                    result_data = timestep;
                    if (result_ready) next_must_announce = 1'b0;
                end
                if (command_valid && is_quiet) begin
                    case (command_kind)
                        COMMAND_STEP: begin
                            command_ready = 1'b1;
                            next_timestep = timestep + 32'd1;
                            next_must_announce = TRACE != 0;
                            next_state = LOAD;
                        end
                        COMMAND_RESET: begin
                            command_ready = 1'b1;
                            forget_all = 1'b1;
                            next_timestep = 32'd0;
                            next_must_announce = TRACE != 0;
                            next_state = LOAD;
                        end
                        COMMAND_READ: begin
                            next_is_dump = 1'b0;
                            next_state = GATHER;
                        end
                        COMMAND_DUMP: begin
                            next_is_dump = 1'b1;
                            next_state = GATHER;
                        end
                        default: command_ready = 1'b1;
                    endcase
                end
            end
            GATHER: begin
                picker_load = 1'b1;
                picker_set = is_dump ? SET_ALL : SET_READ_OUT;
                next_state = REPORT;
            end
            REPORT: begin
                next_step = 4'd0;
                next_lane = {LANE_BITS{1'b0}};
                if (picker_valid) begin
                    operation_valid = 1'b1;
                    operation_is_membrane = 1'b1;
                    operation_has_operand = holds_value;
                    next_state = FETCH;
                end
                if (picker_is_done) next_state = is_dump ? FINISH : FLUSH;
            end
            FETCH: begin
                next_step = step + 4'd1;
                if (step == FETCH_LAST) next_state = STREAM;
            end
            STREAM: begin
                result_valid = 1'b1;
                result_kind = is_dump ? RESULT_MEMBRANE : RESULT_VALUE;
                result_data = report_value;
                if (result_ready) begin
                    next_lane = lane + ONE_LANE;
                    if (lane == (is_dump ? LANE_LAST : report_last_lane)) begin
                        picker_ready = 1'b1;
                        next_state = REPORT;
                    end
                end
            end
            FLUSH: begin
                next_step = 4'd0;
                if (is_result_taken) next_state = COUNTERS != 0 ? COUNT : FINISH;
            end
            COUNT: begin
                result_valid = 1'b1;
                result_kind = RESULT_COUNTER;
                result_data = counter_value;
                if (result_ready) begin
                    next_step = step + 4'd1;
                    if (step == COUNTER_LAST) next_state = FINISH;
                end
            end
            FINISH: begin
                result_valid = 1'b1;
                result_kind = RESULT_DONE;
                if (result_ready) begin
                    command_ready = 1'b1;
                    next_state = DELIVER;
                end
            end
            default: next_state = START;
        endcase
    end

    always @(posedge clk) begin
        state <= next_state;
        may_deliver <= next_state == DELIVER;
        timestep <= next_timestep;
        is_second <= next_is_second;
        must_announce <= next_must_announce;
        is_dump <= next_is_dump;
        step <= next_step;
        lane <= next_lane;
        if (rst) begin
            state <= START;
            may_deliver <= 1'b0;
            timestep <= 32'd0;
            is_second <= 1'b0;
            must_announce <= 1'b0;
            is_dump <= 1'b0;
            step <= 4'd0;
            lane <= {LANE_BITS{1'b0}};
        end
    end
endmodule

`default_nettype wire
