// A core of a spiking crossbar: LANES weights a cycle into banked accumulators, LANES neurons a cycle out of them.
//
//   timestep t:  v = leak(v) + acc[t mod SLOTS] + bias; spike if v > threshold; reset     for every pending group
//                acc[(t + delay) mod SLOTS] += w << e                                     for every event, every segment
//
// Commands in, results out, memories through the cfg port: README.md in this folder. Streams keep the rule of valid and
// ready; back-pressure on the results stops spikes and reports, never drops one. rst acts as RESET does and leaves the
// memories as they are. A weight word a cycle while there is work; what a timestep costs besides is in README.md.
// Software twin: test/support/crossbar-model.ts; test: test/rtl/core (with TRACE, starved and stalled).
`default_nettype none

module snn_core #(
    parameter LANES = 16,          // weights per word, neurons per group; a power of two, 4..64
    parameter GROUPS = 32,         // neuron groups; a power of two >= 2
    parameter AXONS = 1024,        // rows of the axon table >= GROUPS x LANES
    parameter SEGMENTS = 256,      // rows of the segment table
    parameter WEIGHT_WORDS = 1024, // words of LANES weights
    parameter WEIGHT_BITS = 8,     // of a weight, two's complement; 8, 4 or 2
    parameter SLOTS = 4,           // delay slots = longest delay, timesteps; a power of two, 2..64
    parameter STATE_BITS = 24,     // accumulators, membranes, thresholds; 8..32
    parameter EXPONENT_MAX = 0,    // largest left shift of a weight, 0..15; 0 = no shifter
    parameter LEAK_MAX = 15,       // largest k of a leak v - (v >> k), 0..15; 0 = IF and full decay only, no shifter
    parameter HAS_BIAS = 1,        // a bias per neuron
    parameter HAS_SUBTRACT = 1,    // reset by subtraction
    parameter HAS_REFRACTORY = 1,  // refractory counted in timesteps (until-RESET is always there)
    parameter HAS_CUBA = 0,        // Loihi's CUBA LIF neurons, which need multipliers
    parameter CUBA_MULTIPLIERS = 1, // multipliers, where HAS_CUBA; a power of two, at most LANES
    parameter FORGET_BITS = 0,     // bits of the period in which groups can forget, 1..16; 0 = none can
    parameter TRACE = 1,           // report spikes and the ends of timesteps
    parameter COUNTERS = 1,        // count, and report with READ
    parameter EXPORTS = 0,         // give spikes to the export stream too: a core of a mesh
    parameter EXTERNAL_WEIGHTS = 0, // the weights are in a memory behind the weight port, not in a table of the core
    parameter FETCH_DEPTH = 16,    // weight words asked for ahead, where EXTERNAL_WEIGHTS; a power of two >= 2
    parameter AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1,
    parameter WEIGHT_ADDRESS_BITS = WEIGHT_WORDS > 1 ? $clog2(WEIGHT_WORDS) : 1,
    parameter NEURON_BITS = $clog2(GROUPS * LANES)
) (
    input  wire                 clk,
    input  wire                 rst,
    // loading, between samples only
    input  wire                 cfg_valid,
    input  wire [2:0]           cfg_memory,
    input  wire [31:0]          cfg_address,
    input  wire [31:0]          cfg_data,
    // commands
    input  wire                 in_valid,
    output wire                 in_ready,
    input  wire [2:0]           in_kind,
    input  wire [AXON_BITS-1:0] in_axon,
    // results
    output wire                 out_valid,
    input  wire                 out_ready,
    output wire [2:0]           out_kind,
    output wire [31:0]          out_data,
    // spikes with a fan-out, where EXPORTS; taken in the cycle in which they enter this core's own axon table
    output wire                   export_valid,
    input  wire                   export_ready,
    output wire [NEURON_BITS-1:0] export_neuron,
    output wire                   is_idle, // nothing is under way, and nothing waits
    // the weight memory, where EXTERNAL_WEIGHTS: answers every request in order, in a later cycle, and always finds room
    output wire                           weight_request_valid,
    input  wire                           weight_request_ready,
    output wire [WEIGHT_ADDRESS_BITS-1:0] weight_request_address,
    input  wire                           weight_answer_valid,
    input  wire [LANES*WEIGHT_BITS-1:0]   weight_answer_data
);
    localparam LANE_BITS = $clog2(LANES);
    localparam GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1;
    localparam SEGMENT_BITS = SEGMENTS > 1 ? $clog2(SEGMENTS) : 1;
    localparam SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam OPERATION_BITS = GROUP_BITS + LANE_BITS;
    localparam AXON_ROW_BITS = 2 * SEGMENT_BITS + WEIGHT_ADDRESS_BITS + GROUP_BITS;
    // With HAS_CUBA behind the rest: is CUBA 1, factors 12 + 13, bounds 24 + 24.
    localparam CUBA_BIT = FORGET_BITS != 0 ? 19 + LANE_BITS : 18 + LANE_BITS;
    localparam GROUP_ROW_BITS = HAS_CUBA != 0 ? CUBA_BIT + 74 : 18 + LANE_BITS;
    localparam STATE_ROW_BITS = LANES * STATE_BITS;
    localparam BANK_ADDRESS_BITS = 1 + SLOT_BITS + GROUP_BITS;
    localparam BANK_WORDS = (SLOTS + (HAS_CUBA != 0 ? 2 : 1)) * GROUPS;

    localparam [2:0] COMMAND_EVENT = 3'd0;
    localparam [2:0] COMMAND_READ = 3'd2;
    localparam [2:0] COMMAND_DUMP = 3'd3;
    localparam [2:0] COMMAND_RESET = 3'd4;
    localparam [2:0] RESULT_SPIKE = 3'd0;

    generate
        if (LANES < 4 || LANES > 64 || (LANES & (LANES - 1)) != 0) begin : gen_illegal_lanes
            snn_core_LANES_must_be_a_power_of_two_from_4_to_64 u_illegal ();
        end
        if (GROUPS < 2 || (GROUPS & (GROUPS - 1)) != 0) begin : gen_illegal_groups
            snn_core_GROUPS_must_be_a_power_of_two_of_at_least_2 u_illegal ();
        end
        if (AXONS < GROUPS * LANES) begin : gen_illegal_axons
            snn_core_AXONS_must_be_at_least_GROUPS_x_LANES u_illegal ();
        end
        if (SEGMENTS < 2) begin : gen_illegal_segments
            snn_core_SEGMENTS_must_be_at_least_2 u_illegal ();
        end
        if (WEIGHT_WORDS < 2) begin : gen_illegal_weights
            snn_core_WEIGHT_WORDS_must_be_at_least_2 u_illegal ();
        end
        if (WEIGHT_BITS != 8 && WEIGHT_BITS != 4 && WEIGHT_BITS != 2) begin : gen_illegal_weight_bits
            snn_core_WEIGHT_BITS_must_be_8_4_or_2 u_illegal ();
        end
        if (SLOTS < 2 || SLOTS > 64 || (SLOTS & (SLOTS - 1)) != 0) begin : gen_illegal_slots
            snn_core_SLOTS_must_be_a_power_of_two_from_2_to_64 u_illegal ();
        end
        if (STATE_BITS < 8 || STATE_BITS > 32) begin : gen_illegal_state
            snn_core_STATE_BITS_must_be_from_8_to_32 u_illegal ();
        end
        if (EXPONENT_MAX < 0 || EXPONENT_MAX > 15) begin : gen_illegal_exponent
            snn_core_EXPONENT_MAX_must_be_from_0_to_15 u_illegal ();
        end
        if (LEAK_MAX < 0 || LEAK_MAX > 15) begin : gen_illegal_leak
            snn_core_LEAK_MAX_must_be_from_0_to_15 u_illegal ();
        end
        if (FORGET_BITS < 0 || FORGET_BITS > 16) begin : gen_illegal_forget
            snn_core_FORGET_BITS_must_be_from_0_to_16 u_illegal ();
        end
        if (FETCH_DEPTH < 2 || (FETCH_DEPTH & (FETCH_DEPTH - 1)) != 0) begin : gen_illegal_fetch_depth
            snn_core_FETCH_DEPTH_must_be_a_power_of_two_of_at_least_2 u_illegal ();
        end
        if (LEAK_MAX >= STATE_BITS) begin : gen_illegal_leak_width
            snn_core_LEAK_MAX_must_be_below_STATE_BITS u_illegal ();
        end
        if (HAS_CUBA != 0 && STATE_BITS < 24) begin : gen_illegal_cuba_state
            snn_core_HAS_CUBA_needs_STATE_BITS_of_at_least_24 u_illegal ();
        end
        if (CUBA_MULTIPLIERS < 1 || CUBA_MULTIPLIERS > LANES || (CUBA_MULTIPLIERS & (CUBA_MULTIPLIERS - 1)) != 0) begin : gen_illegal_multipliers
            snn_core_CUBA_MULTIPLIERS_must_be_a_power_of_two_of_at_most_LANES u_illegal ();
        end
    endgenerate

    // ---- Commands: a short queue; READ, DUMP and RESET close the door until they are done, so that at most one sample
    // is inside and its cycles are its own.
    wire                 command_valid;
    wire                 command_ready;
    wire [2:0]           command_kind;
    wire [AXON_BITS-1:0] command_axon;
    wire                 fifo_ready;
    reg                  is_closed;
    wire                 closes = in_kind == COMMAND_READ || in_kind == COMMAND_DUMP || in_kind == COMMAND_RESET;
    wire                 is_event = command_kind == COMMAND_EVENT;
    assign in_ready = fifo_ready && !is_closed;

    event_fifo #(
        .WIDTH(3 + AXON_BITS),
        .DEPTH(2)
    ) u_commands (
        .clk(clk),
        .rst(rst),
        .in_valid(in_valid && !is_closed),
        .in_ready(fifo_ready),
        .in_word({in_kind, in_axon}),
        .out_valid(command_valid),
        .out_ready(command_ready),
        .out_word({command_kind, command_axon})
    );

    // ---- Front end: spikes go before input events; the order within a timestep changes nothing.
    wire                           axon_ready;
    wire                           spike_valid;
    wire                           spike_ready;
    wire [NEURON_BITS-1:0]         spike_neuron;
    wire                           spike_sends;
    wire                           push_ready;
    wire                           trace_ready = TRACE == 0 || push_ready;
    // A spike that cannot leave yet lets events pass: so a core of a mesh always takes what the mesh brings.
    wire                           spike_leaves = EXPORTS == 0 || export_ready;
    wire                           spike_travels = spike_valid && spike_sends && trace_ready && spike_leaves;
    wire                           event_ready = axon_ready && !spike_travels;
    wire                           event_taken = command_valid && is_event && event_ready;
    wire [AXON_BITS+NEURON_BITS-1:0] spike_axon_wide = {{AXON_BITS{1'b0}}, spike_neuron};
    wire [AXON_BITS-1:0]           axon = spike_travels ? spike_axon_wide[AXON_BITS-1:0] : command_axon;
    wire                           sequencer_ready;
    assign spike_ready = trace_ready && (!spike_sends || (axon_ready && spike_leaves));
    assign export_valid = EXPORTS != 0 && spike_valid && spike_sends && trace_ready && axon_ready;
    assign export_neuron = spike_neuron;
    assign command_ready = is_event ? event_ready : sequencer_ready;

    // Two axons wait here, so that no ready of the stages behind reaches back to the spikes and commands.
    wire                           lookup_valid;
    wire                           lookup_ready;
    wire [AXON_BITS-1:0]           lookup_axon;
    event_fifo #(
        .WIDTH(AXON_BITS),
        .DEPTH(2)
    ) u_waiting (
        .clk(clk),
        .rst(rst),
        .in_valid(spike_travels || (command_valid && is_event)),
        .in_ready(axon_ready),
        .in_word(axon),
        .out_valid(lookup_valid),
        .out_ready(lookup_ready),
        .out_word(lookup_axon)
    );

    wire                           row_valid;
    wire                           row_ready;
    wire [AXON_ROW_BITS-1:0]       row;
    wire                           is_lookup_empty;
    axon_lookup #(
        .AXONS(AXONS),
        .ROW_BITS(AXON_ROW_BITS)
    ) u_axons (
        .clk(clk),
        .rst(rst),
        .write_valid(cfg_valid && cfg_memory == 3'd0),
        .write_address(cfg_address),
        .write_data(cfg_data),
        .axon_valid(lookup_valid),
        .axon_ready(lookup_ready),
        .axon(lookup_axon),
        .row_valid(row_valid),
        .row_ready(row_ready),
        .row(row),
        .is_empty(is_lookup_empty)
    );

    wire                           walked_valid;
    wire                           walked_ready;
    wire [GROUP_BITS-1:0]          walked_group;
    wire [WEIGHT_ADDRESS_BITS-1:0] walked_weight;
    wire [SLOT_BITS-1:0]           slot;
    wire [SLOT_BITS-1:0]           walked_slot;
    wire [3:0]                     walked_exponent;
    wire                           segment_starts;
    wire [OPERATION_BITS-1:0]      segment_operations;
    wire                           is_walker_empty;
    segment_walker #(
        .SEGMENTS(SEGMENTS),
        .GROUP_BITS(GROUP_BITS),
        .WEIGHT_ADDRESS_BITS(WEIGHT_ADDRESS_BITS),
        .DELAY_BITS(SLOT_BITS),
        .OPERATION_BITS(OPERATION_BITS)
    ) u_segments (
        .clk(clk),
        .rst(rst),
        .write_valid(cfg_valid && cfg_memory == 3'd1),
        .write_address(cfg_address),
        .write_data(cfg_data),
        .slot(slot),
        .row_valid(row_valid),
        .row_ready(row_ready),
        .row(row),
        .word_valid(walked_valid),
        .word_ready(walked_ready),
        .word_group(walked_group),
        .word_weight(walked_weight),
        .word_slot(walked_slot),
        .word_exponent(walked_exponent),
        .segment_starts(segment_starts),
        .segment_operations(segment_operations),
        .is_empty(is_walker_empty)
    );

    // ---- Words to be added, and their weights in stage 2: from a table of the core, or from a memory outside.
    wire                         word_valid;
    wire                         may_deliver;
    wire [GROUP_BITS-1:0]        word_group;
    wire [SLOT_BITS-1:0]         word_slot;
    wire [3:0]                   word_exponent;
    wire                         issues_word = word_valid && may_deliver;
    wire                         is_fetch_empty;
    wire [WEIGHT_BITS*LANES-1:0] weights_2;
    generate
        if (EXTERNAL_WEIGHTS != 0) begin : gen_external
            weight_fetch #(
                .WEIGHT_BITS(WEIGHT_BITS * LANES),
                .ADDRESS_BITS(WEIGHT_ADDRESS_BITS),
                .BESIDE_BITS(GROUP_BITS + SLOT_BITS + 4),
                .DEPTH(FETCH_DEPTH)
            ) u_fetch (
                .clk(clk),
                .rst(rst),
                .want_valid(walked_valid),
                .want_ready(walked_ready),
                .want_address(walked_weight),
                .want_beside({walked_group, walked_slot, walked_exponent}),
                .request_valid(weight_request_valid),
                .request_ready(weight_request_ready),
                .request_address(weight_request_address),
                .answer_valid(weight_answer_valid),
                .answer_data(weight_answer_data),
                .word_valid(word_valid),
                .word_ready(may_deliver),
                .word_beside({word_group, word_slot, word_exponent}),
                .weights(weights_2),
                .is_empty(is_fetch_empty)
            );
        end else begin : gen_internal
            config_memory #(
                .WIDTH(WEIGHT_BITS * LANES),
                .DEPTH(WEIGHT_WORDS)
            ) u_weights (
                .clk(clk),
                .write_valid(cfg_valid && cfg_memory == 3'd2),
                .write_address(cfg_address),
                .write_data(cfg_data),
                .read(issues_word),
                .read_address(walked_weight),
                .advance(1'b1),
                .row(weights_2)
            );
            assign word_valid = walked_valid;
            assign walked_ready = may_deliver;
            assign word_group = walked_group;
            assign word_slot = walked_slot;
            assign word_exponent = walked_exponent;
            assign is_fetch_empty = 1'b1;
            assign weight_request_valid = 1'b0;
            assign weight_request_address = {WEIGHT_ADDRESS_BITS{1'b0}};
            wire unused_weight_port = &{1'b0, weight_request_ready, weight_answer_valid, weight_answer_data};
        end
    endgenerate

    // ---- What happens when.
    wire                  is_neuron_busy;
    wire                  is_queue_empty;
    wire                  is_quiet;
    assign is_idle = is_quiet && !command_valid;
    wire                  start_timestep;
    wire                  forget_all;
    wire                  end_phase;
    wire                  picker_load;
    wire [1:0]            picker_set;
    wire                  picker_valid;
    wire [GROUP_BITS-1:0] picker_group;
    wire                  picker_is_done;
    // The group picked, and what is known of it: a register behind the picker, because looking a group up in four sets takes long.
    reg                   picked_valid;
    wire                  picked_ready;
    reg  [GROUP_BITS-1:0] picked_group;
    reg                   has_arrivals;
    reg                   needs_membrane;
    reg                   is_touched;
    reg                   holds_value;
    wire                  is_updating;
    wire                  may_update;
    wire                  is_cuba_busy;
    wire                  is_taken_by_cuba;
    wire                  operation_valid;
    wire                  operation_is_membrane;
    wire                  operation_applies;
    wire                  operation_has_current;
    wire                  operation_has_operand;
    wire                  result_valid;
    wire [2:0]            result_kind;
    wire [31:0]           result_data;
    wire [LANE_BITS-1:0]  report_lane;
    wire [31:0]           report_value;
    wire [3:0]            counter_select;
    wire [31:0]           counter_value;
    wire                  stop_cycles;
    sequencer #(
        .LANES(LANES),
        .SLOTS(SLOTS),
        .TRACE(TRACE),
        .COUNTERS(COUNTERS)
    ) u_sequencer (
        .clk(clk),
        .rst(rst),
        .command_valid(command_valid && !is_event),
        .command_ready(sequencer_ready),
        .command_kind(command_kind),
        .is_front_empty(!lookup_valid && is_lookup_empty && is_walker_empty && is_fetch_empty),
        .is_neuron_busy(is_neuron_busy),
        .is_queue_empty(is_queue_empty),
        .is_quiet(is_quiet),
        .slot(slot),
        .start_timestep(start_timestep),
        .forget_all(forget_all),
        .end_phase(end_phase),
        .may_deliver(may_deliver),
        .is_updating(is_updating),
        .picker_load(picker_load),
        .picker_set(picker_set),
        .picker_valid(picked_valid && may_update),
        .picker_ready(picked_ready),
        .picker_is_done(picker_is_done && !picked_valid && !is_cuba_busy),
        .has_arrivals(has_arrivals),
        .needs_membrane(needs_membrane),
        .holds_value(holds_value),
        .operation_valid(operation_valid),
        .operation_is_membrane(operation_is_membrane),
        .operation_applies(operation_applies),
        .operation_has_current(operation_has_current),
        .operation_has_operand(operation_has_operand),
        .result_valid(result_valid),
        .result_ready(push_ready),
        .result_kind(result_kind),
        .result_data(result_data),
        .is_result_taken(!out_valid),
        .report_lane(report_lane),
        .report_value(report_value),
        .report_last_lane(group_row_4[18+:LANE_BITS]),
        .counter_select(counter_select),
        .counter_value(counter_value),
        .stop_cycles(stop_cycles)
    );

    // ---- Groups: who is pending, who is next.
    wire [SLOT_BITS-1:0]  operation_slot = issues_word ? word_slot : slot;
    wire [GROUP_BITS-1:0] operation_group = issues_word ? word_group : picked_group;
    wire [GROUPS-1:0]     next_groups;
    wire [GROUPS-1:0]     arrived;
    wire [GROUPS-1:0]     pending_groups;
    wire [GROUPS-1:0]     reads_out;
    wire                  cfg_group = cfg_valid && cfg_memory == 3'd3;
    // The row behind the last group says when groups forget; a row's first word has its flags.
    localparam [31:0]     GROUP_ROWS_END = HAS_CUBA != 0 ? 4 * GROUPS : GROUPS;
    wire                  cfg_period;
    wire                  forget_some;
    wire [GROUPS-1:0]     forgetful;
    wire                  cfg_flags = cfg_group && !cfg_period && (HAS_CUBA == 0 || cfg_address[1:0] == 2'd0);
    generate
        if (FORGET_BITS != 0) begin : gen_forgetting
            assign cfg_period = cfg_address == GROUP_ROWS_END;
            forgetting #(
                .GROUPS(GROUPS),
                .FORGET_BITS(FORGET_BITS)
            ) u_forgetting (
                .clk(clk),
                .write_group(cfg_flags),
                .write_forgets(cfg_data[18+LANE_BITS]),
                .write_period(cfg_group && cfg_period),
                .write_data(cfg_data),
                .forget_all(forget_all),
                .start_timestep(start_timestep),
                .forget_some(forget_some),
                .forgetful(forgetful)
            );
        end else begin : gen_no_forgetting
            assign cfg_period = 1'b0;
            assign forget_some = 1'b0;
            assign forgetful = {GROUPS{1'b0}};
        end
    endgenerate
    wire                  is_marked;
    // One decoder for both: words are marked and groups touched in different phases.
    wire [GROUPS-1:0]     operation_groups;
    one_hot #(
        .WIDTH(GROUPS)
    ) u_operation_groups (
        .enable(1'b1),
        .index(operation_group),
        .bits(operation_groups)
    );

    pending_board #(
        .GROUPS(GROUPS),
        .SLOTS(SLOTS)
    ) u_pending (
        .clk(clk),
        .rst(rst),
        .slot(slot),
        .start_timestep(start_timestep),
        .end_phase(end_phase),
        .forget_all(forget_all),
        .mark(issues_word),
        .word_slot(word_slot),
        .group(word_group),
        .marked(operation_groups),
        .is_marked(is_marked),
        .next_groups(next_groups),
        .arrived(arrived)
    );

    wire [GROUP_BITS-1:0] group_6;
    reg                   above_7;
    reg  [GROUP_BITS-1:0] group_7;
    wire                  group_remembers;
    wire                  group_is_touched;
    wire                  group_holds_value;
    group_flags #(
        .GROUPS(GROUPS)
    ) u_flags (
        .clk(clk),
        .rst(rst),
        .write_valid(cfg_flags),
        .write_always(cfg_data[15]),
        .write_reads_out(cfg_data[17]),
        .write_remembers(!(cfg_data[0] && cfg_data[4:1] == 4'd0)),
        .start_timestep(start_timestep),
        .forget_all(forget_all),
        .forget_some(forget_some),
        .forgetful(forgetful),
        .group(picker_group),
        .touch((operation_valid && operation_applies) || is_taken_by_cuba),
        .touching(operation_groups),
        .remembers(group_remembers),
        .is_touched(group_is_touched),
        .holds_value(group_holds_value),
        .set_above(above_7),
        .above_group(group_7),
        .next_groups(next_groups),
        .pending(pending_groups),
        .reads_out(reads_out)
    );

    // Groups are picked once in a phase, so touching one changes nothing of those behind it.
    wire picked_moves = !picked_valid || picked_ready || is_taken_by_cuba;
    always @(posedge clk) begin
        if (picked_moves) begin
            picked_valid <= picker_valid;
            picked_group <= picker_group;
            has_arrivals <= arrived[picker_group];
            needs_membrane <= group_remembers && group_is_touched;
            is_touched <= group_is_touched;
            holds_value <= group_holds_value;
        end
        if (picker_load || rst) picked_valid <= 1'b0;
    end

    group_picker #(
        .GROUPS(GROUPS)
    ) u_picker (
        .clk(clk),
        .rst(rst),
        .load(picker_load),
        .load_all(picker_set[1]),
        .load_set(picker_set[0] ? reads_out : pending_groups),
        .group_valid(picker_valid),
        .group_ready(picked_moves),
        .group(picker_group),
        .is_done(picker_is_done)
    );

    // ---- Operations on the banks.
    wire                         valid_1;
    wire                         is_neuron_1;
    wire [GROUP_BITS-1:0]        group_1;
    wire [BANK_ADDRESS_BITS-1:0] address_1;
    wire [3:0]                   exponent_2;
    wire                         valid_3;
    wire                         is_word_3;
    wire                         is_membrane_3;
    wire                         clears_bank_2;
    wire [1:0]                   takes_sum_2;
    wire                         takes_sum_3;
    wire                         applies_3;
    wire [GROUP_BITS-1:0]        group_3;
    wire                         applies_4;
    wire                         is_membrane_4;
    wire                         has_current_3;
    wire                         applies_5;
    wire                         has_history_5;
    wire                         applies_6;
    // With those of cuba_unit.v.
    wire                         neuron_has_operand;
    wire                         neuron_has_history;
    wire [GROUP_BITS-1:0]        stage_0_group;
    wire                         cuba_operation;
    wire                         cuba_applies;
    wire [BANK_ADDRESS_BITS-1:0] cuba_address;
    wire                         write_word;
    wire                         write_membrane;
    wire [BANK_ADDRESS_BITS-1:0] write_address;
    operation_pipeline #(
        .GROUP_BITS(GROUP_BITS),
        .ADDRESS_BITS(BANK_ADDRESS_BITS)
    ) u_operations (
        .clk(clk),
        .rst(rst),
        .valid(issues_word || operation_valid || cuba_operation),
        .is_word(issues_word),
        .is_membrane(!issues_word && operation_is_membrane),
        .applies(!issues_word && (operation_applies || cuba_applies)),
        .has_current(operation_has_current),
        .has_operand(issues_word ? is_marked : neuron_has_operand),
        .has_history(neuron_has_history),
        .group(stage_0_group),
        .address(cuba_operation ? cuba_address
               : !issues_word && operation_is_membrane ? {1'b1, {SLOT_BITS{1'b0}}, picked_group}
                                                       : {1'b0, operation_slot, operation_group}),
        .exponent(word_exponent),
        .valid_1(valid_1),
        .is_neuron_1(is_neuron_1),
        .group_1(group_1),
        .address_1(address_1),
        .exponent_2(exponent_2),
        .valid_3(valid_3),
        .is_word_3(is_word_3),
        .is_membrane_3(is_membrane_3),
        .clears_bank_2(clears_bank_2),
        .takes_sum_2(takes_sum_2),
        .takes_sum_3(takes_sum_3),
        .applies_3(applies_3),
        .group_3(group_3),
        .applies_4(applies_4),
        .has_current_3(has_current_3),
        .is_membrane_4(is_membrane_4),
        .applies_5(applies_5),
        .has_history_5(has_history_5),
        .applies_6(applies_6),
        .group_6(group_6),
        .write_word(write_word),
        .write_membrane(write_membrane),
        .write_address(write_address),
        .is_neuron_busy(is_neuron_busy)
    );

    // ---- Tables, each read so that its row is there in the stage that its name says.
    wire [GROUP_ROW_BITS-1:0] group_row_3;
    reg  [GROUP_ROW_BITS-1:0] group_row_4;
    reg  [GROUP_ROW_BITS-1:0] group_row_5;
    reg                       sends_6;
    config_memory #(
        .WIDTH(GROUP_ROW_BITS),
        .DEPTH(GROUPS)
    ) u_groups (
        .clk(clk),
        .write_valid(cfg_group),
        .write_address(cfg_address),
        .write_data(cfg_data),
        .read(is_neuron_1),
        .read_address(group_1),
        .advance(1'b1),
        .row(group_row_3)
    );
    always @(posedge clk) begin
        group_row_4 <= group_row_3;
        group_row_5 <= group_row_4;
        sends_6 <= group_row_5[16];
    end
    // The bits that a leak by >> k loses, which decide how it is rounded.
    reg [14:0] below_4;
    always @(posedge clk) below_4 <= ~(15'h7fff << group_row_3[4:1]);

    wire [STATE_ROW_BITS-1:0] bias_3;
    wire [STATE_ROW_BITS-1:0] threshold_5;
    wire [STATE_ROW_BITS-1:0] amount_5;
    config_memory #(
        .WIDTH(STATE_ROW_BITS),
        .DEPTH(GROUPS)
    ) u_thresholds (
        .clk(clk),
        .write_valid(cfg_valid && cfg_memory == 3'd4),
        .write_address(cfg_address),
        .write_data(cfg_data),
        .read(applies_3),
        .read_address(group_3),
        .advance(1'b1),
        .row(threshold_5)
    );
    generate
        if (HAS_BIAS != 0) begin : gen_bias
            config_memory #(
                .WIDTH(STATE_ROW_BITS),
                .DEPTH(GROUPS)
            ) u_biases (
                .clk(clk),
                .write_valid(cfg_valid && cfg_memory == 3'd5),
                .write_address(cfg_address),
                .write_data(cfg_data),
                .read(is_neuron_1),
                .read_address(group_1),
                .advance(1'b1),
                .row(bias_3)
            );
        end else begin : gen_no_bias
            assign bias_3 = {STATE_ROW_BITS{1'b0}};
        end
        if (HAS_SUBTRACT != 0) begin : gen_subtract
            config_memory #(
                .WIDTH(STATE_ROW_BITS),
                .DEPTH(GROUPS)
            ) u_amounts (
                .clk(clk),
                .write_valid(cfg_valid && cfg_memory == 3'd6),
                .write_address(cfg_address),
                .write_data(cfg_data),
                .read(applies_3),
                .read_address(group_3),
                .advance(1'b1),
                .row(amount_5)
            );
        end else begin : gen_no_subtract
            assign amount_5 = {STATE_ROW_BITS{1'b0}};
        end
    endgenerate

    // ---- Lanes.
    wire [LANES-1:0]          fires_5;
    wire [LANES-1:0]          is_silent_5;
    wire [LANES-1:0]          fires_6;
    wire [LANES-1:0]          is_above_6;
    // A power of two bits a lane: to select among others would take a multiplication.
    localparam VALUE_STRIDE_BITS = $clog2(STATE_BITS);
    localparam VALUE_STRIDE = 1 << VALUE_STRIDE_BITS;
    wire [LANES*VALUE_STRIDE-1:0] values_4;
    wire [LANES*VALUE_STRIDE-1:0] results_4;
    // What cuba_unit.v asks of them.
    wire                          keeps_sum_3;
    wire                          keeps_value_3;
    wire                          lane_takes_sum_3;
    wire                          lane_write_word;
    wire [BANK_ADDRESS_BITS-1:0]  lane_write_address;
    wire                          takes_fresh_3;
    wire                          writes_current_4;
    wire [STATE_ROW_BITS-1:0]     fresh_3;
    wire [STATE_BITS-1:0]         reported;
    refractory #(
        .LANES(LANES),
        .GROUPS(GROUPS),
        .HAS_REFRACTORY(HAS_REFRACTORY)
    ) u_refractory (
        .clk(clk),
        .read_3(applies_3),
        .group_3(group_3),
        .history_5(has_history_5),
        .mode_5(group_row_5[7:6]),
        .timesteps_5(group_row_5[13:8]),
        .fires_5(fires_5),
        .is_silent_5(is_silent_5),
        .write_6(applies_6),
        .group_6(group_6)
    );

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            synapse_lane #(
                .ADDRESS_BITS(BANK_ADDRESS_BITS),
                .BANK_WORDS(BANK_WORDS),
                .STATE_BITS(STATE_BITS),
                .WEIGHT_BITS(WEIGHT_BITS),
                .EXPONENT_MAX(EXPONENT_MAX),
                .LEAK_MAX(LEAK_MAX),
                .HAS_BIAS(HAS_BIAS),
                .HAS_SUBTRACT(HAS_SUBTRACT),
                .HAS_CUBA(HAS_CUBA)
            ) u_lane (
                .clk(clk),
                .read_enable(valid_1),
                .read_address(address_1),
                .weight(weights_2[WEIGHT_BITS*lane+:WEIGHT_BITS]),
                .exponent(exponent_2),
                .clears_bank_2(clears_bank_2),
                .takes_sum_2(takes_sum_2),
                .valid_3(valid_3),
                .is_word_3(is_word_3),
                .is_membrane_3(is_membrane_3),
                .takes_sum_3(lane_takes_sum_3),
                .has_current_3(has_current_3),
                .bias_3(bias_3[STATE_BITS*lane+:STATE_BITS]),
                .keeps_sum_3(keeps_sum_3),
                .keeps_value_3(keeps_value_3),
                .takes_fresh_3(takes_fresh_3),
                .fresh_3(fresh_3[STATE_BITS*lane+:STATE_BITS]),
                .applies_4(applies_4),
                .leaks_4(is_membrane_4 && group_row_4[0]),
                .shift_4(group_row_4[4:1]),
                .below_4(below_4),
                .applies_5(applies_5),
                .threshold(threshold_5[STATE_BITS*lane+:STATE_BITS]),
                .amount(amount_5[STATE_BITS*lane+:STATE_BITS]),
                .is_spiking(group_row_5[14]),
                .subtracts(group_row_5[5]),
                .is_silent(is_silent_5[lane]),
                .fires_5(fires_5[lane]),
                .wraps_4(writes_current_4),
                .write_word(lane_write_word),
                .write_membrane(write_membrane),
                .write_address(lane_write_address),
                .fires_6(fires_6[lane]),
                .is_above_6(is_above_6[lane]),
                .value_4(values_4[VALUE_STRIDE*lane+:STATE_BITS]),
                .result_4(results_4[VALUE_STRIDE*lane+:STATE_BITS])
            );
            if (VALUE_STRIDE > STATE_BITS) begin : gen_unused_value
                assign values_4[VALUE_STRIDE*lane+STATE_BITS+:VALUE_STRIDE-STATE_BITS] = {(VALUE_STRIDE - STATE_BITS) {1'b0}};
                assign results_4[VALUE_STRIDE*lane+STATE_BITS+:VALUE_STRIDE-STATE_BITS] = {(VALUE_STRIDE - STATE_BITS) {1'b0}};
            end
        end
    endgenerate
    generate
        if (HAS_CUBA != 0) begin : gen_cuba
            // Which groups are CUBA, as group_flags.v has the other flags.
            reg [GROUPS-1:0] cuba_of;
            reg              picked_is_cuba;
            initial cuba_of = {GROUPS{1'b0}};
            always @(posedge clk) begin
                if (cfg_flags) cuba_of <= {cfg_data[CUBA_BIT], cuba_of[GROUPS-1:1]};
                if (picked_moves) picked_is_cuba <= cuba_of[picker_group];
            end
            wire cuba_valid = is_updating && picked_valid && picked_is_cuba;
            wire cuba_ready;
            assign is_taken_by_cuba = cuba_valid && cuba_ready;
            assign may_update = !is_updating || (!picked_is_cuba && !is_cuba_busy);

            wire [1:0]            cuba_region;
            wire                  cuba_has_operand;
            wire                  cuba_has_history;
            wire [GROUP_BITS-1:0] cuba_group;
            wire [GROUP_BITS-1:0] current_group_4;
            wire [SLOT_BITS-1:0]  cuba_slot;
            wire                  cuba_takes_sum_3;
            wire [BANK_ADDRESS_BITS-1:0] current_address_4;
            if (SLOT_BITS > 1) begin : gen_slots
                assign cuba_slot = cuba_region[1] ? {{(SLOT_BITS - 1) {1'b0}}, cuba_region[0]} : slot;
                assign current_address_4 = {1'b1, {(SLOT_BITS - 1) {1'b0}}, 1'b1, current_group_4};
            end else begin : gen_two_slots
                assign cuba_slot = cuba_region[1] ? cuba_region[0] : slot;
                assign current_address_4 = {2'b11, current_group_4};
            end
            assign neuron_has_operand = cuba_operation ? cuba_has_operand : operation_has_operand;
            assign neuron_has_history = cuba_operation ? cuba_has_history : is_touched;
            assign stage_0_group = cuba_operation ? cuba_group : operation_group;
            assign cuba_address = {cuba_region[1], cuba_slot, cuba_group};
            assign lane_takes_sum_3 = takes_sum_3 || cuba_takes_sum_3;
            assign lane_write_word = write_word || writes_current_4;
            assign lane_write_address = writes_current_4 ? current_address_4 : write_address;
            cuba_unit #(
                .LANES(LANES),
                .GROUP_BITS(GROUP_BITS),
                .STATE_BITS(STATE_BITS),
                .MULTIPLIERS(CUBA_MULTIPLIERS),
                .STRIDE_BITS(VALUE_STRIDE_BITS)
            ) u_cuba (
                .clk(clk),
                .rst(rst),
                .group_valid(cuba_valid),
                .group_ready(cuba_ready),
                .group(picked_group),
                .has_arrivals(has_arrivals),
                .has_history(is_touched),
                .is_busy(is_cuba_busy),
                .operation_valid(cuba_operation),
                .operation_applies(cuba_applies),
                .operation_region(cuba_region),
                .operation_has_operand(cuba_has_operand),
                .operation_has_history(cuba_has_history),
                .operation_group(cuba_group),
                .keeps_sum_3(keeps_sum_3),
                .keeps_value_3(keeps_value_3),
                .takes_sum_3(cuba_takes_sum_3),
                .takes_fresh_3(takes_fresh_3),
                .writes_current_4(writes_current_4),
                .current_group_4(current_group_4),
                .factor_u_5(group_row_5[CUBA_BIT+1+:12]),
                .factor_v_5(group_row_5[CUBA_BIT+13+:13]),
                .least_5(group_row_5[CUBA_BIT+26+:24]),
                .most_5(group_row_5[CUBA_BIT+50+:24]),
                .values_4(values_4),
                .sums_4(results_4),
                .fresh(fresh_3),
                .report_lane(report_lane),
                .reported(reported)
            );
        end else begin : gen_no_cuba
            assign may_update = 1'b1;
            assign is_taken_by_cuba = 1'b0;
            assign is_cuba_busy = 1'b0;
            assign cuba_operation = 1'b0;
            assign cuba_applies = 1'b0;
            assign neuron_has_operand = operation_has_operand;
            assign neuron_has_history = is_touched;
            assign stage_0_group = operation_group;
            assign cuba_address = {BANK_ADDRESS_BITS{1'b0}};
            assign keeps_sum_3 = 1'b0;
            assign keeps_value_3 = 1'b0;
            assign takes_fresh_3 = 1'b0;
            assign writes_current_4 = 1'b0;
            assign lane_takes_sum_3 = takes_sum_3;
            assign lane_write_word = write_word;
            assign lane_write_address = write_address;
            assign fresh_3 = {STATE_ROW_BITS{1'b0}};
            assign reported = values_4[{report_lane, {VALUE_STRIDE_BITS{1'b0}}}+:STATE_BITS];
            wire unused_cuba = &{1'b0, results_4, is_updating};
        end
    endgenerate
    // A stage later than the spikes, and still before a timestep can start.
    always @(posedge clk) begin
        above_7 <= applies_6 && |is_above_6;
        group_7 <= group_6;
        if (rst) above_7 <= 1'b0;
    end

    // ---- Spikes, results, counters.
    wire any_fires_6 = applies_6 && |fires_6;
    spike_queue #(
        .LANES(LANES),
        .GROUPS(GROUPS)
    ) u_spikes (
        .clk(clk),
        .rst(rst),
        .push(any_fires_6 && (TRACE != 0 || sends_6)),
        .push_group(group_6),
        .push_spikes(fires_6),
        .push_sends(sends_6),
        .spike_valid(spike_valid),
        .spike_ready(spike_ready),
        .spike_neuron(spike_neuron),
        .spike_sends(spike_sends),
        .is_empty(is_queue_empty)
    );

    generate
        if (STATE_BITS < 32) begin : gen_extended_report
            assign report_value = {{(32 - STATE_BITS) {reported[STATE_BITS-1]}}, reported};
        end else begin : gen_whole_report
            assign report_value = reported;
        end
    endgenerate

    wire spike_is_told = TRACE != 0 && spike_valid && (!spike_sends || (axon_ready && spike_leaves));
    result_stream u_results (
        .clk(clk),
        .rst(rst),
        .push_valid(result_valid || spike_is_told),
        .push_ready(push_ready),
        .push_kind(spike_is_told ? RESULT_SPIKE : result_kind),
        .push_data(spike_is_told ? {{(32 - NEURON_BITS) {1'b0}}, spike_neuron} : result_data),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data)
    );

    generate
        if (COUNTERS != 0) begin : gen_counters
            counters #(
                .LANES(LANES),
                .OPERATION_BITS(OPERATION_BITS),
                .ACCUMULATE_CYCLES(4)
            ) u_counters (
                .clk(clk),
                .rst(rst),
                .clear(forget_all),
                .start_cycles(in_valid && in_ready && in_kind == COMMAND_RESET),
                .stop_cycles(stop_cycles),
                .segment_starts(segment_starts),
                .segment_operations(segment_operations),
                .word_read(issues_word),
                .group_updates(applies_4),
                .group_last_lane(group_row_4[18+:LANE_BITS]),
                .group_fires(any_fires_6),
                .group_spikes(fires_6),
                .event_taken(event_taken),
                .select(counter_select),
                .value(counter_value)
            );
        end else begin : gen_no_counters
            assign counter_value = 32'd0;
            wire unused_counted = &{1'b0, counter_select, stop_cycles, segment_starts, segment_operations, event_taken};
        end
    endgenerate

    always @(posedge clk) begin
        if (in_valid && in_ready && closes) is_closed <= 1'b1;
        if (command_valid && command_ready && (command_kind == COMMAND_READ || command_kind == COMMAND_DUMP ||
            command_kind == COMMAND_RESET)) is_closed <= 1'b0;
        if (rst) is_closed <= 1'b0;
    end

    wire unused_group_row = &{1'b0, group_row_5[GROUP_ROW_BITS-1:17], group_row_5[15], group_row_5[4:0]};
    wire unused_spike_axon = &{1'b0, spike_axon_wide[AXON_BITS+NEURON_BITS-1:AXON_BITS]};
endmodule

`default_nettype wire
