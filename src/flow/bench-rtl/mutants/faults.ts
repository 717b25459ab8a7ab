/**
 * Faults for the Verilog, one a mutant: the slips that one makes in such a design. Each must be found by random programs
 * compared with the golden simulator (check.ts). rtl/README.md ("Planted faults") tells which changes are none.
 */
import type { Fault } from "./plant.js";

export const FAULTS: readonly Fault[] = [
  // Streams and tables.
  { file: "event_fifo.v", find: "assign in_ready = !used[POINTER_BITS];", replace: "assign in_ready = 1'b1;", why: "a full queue takes a word" },
  {
    file: "event_fifo.v",
    find: "if (out_valid && out_ready) read_pointer",
    replace: "if (out_ready) read_pointer",
    why: "an empty queue gives a word",
  },
  { file: "result_stream.v", find: "push_ready = !out_valid || out_ready", replace: "push_ready = 1'b1", why: "a message is overwritten" },
  { file: "axon_lookup.v", find: "held_moves = !held || row_ready", replace: "held_moves = 1'b1", why: "a stalled row is dropped" },
  {
    file: "axon_lookup.v",
    find: ".read(axon_valid && axon_ready)",
    replace: ".read(axon_valid)",
    why: "a waiting axon's row replaces the one before",
  },
  { file: "axon_lookup.v", find: "is_empty = !fetched && !held", replace: "is_empty = !held", why: "a row in the RAM's register is overlooked" },
  { file: "config_memory.v", find: "write_word == column", replace: "write_word == 0", why: "the first word of a row goes into every column" },
  { file: "config_memory.v", find: "write_address >> WORD_BITS", replace: "write_address >> 1", why: "rows lie at the wrong distance" },
  { file: "ram_1r1w.v", find: "clear ? {WIDTH{1'b0}} : fetched", replace: "fetched", why: "what counts as nothing is read" },

  // Segments.
  { file: "segment_walker.v", find: "next_listed == row_count", replace: "listed == row_count", why: "a segment too many is walked" },
  { file: "segment_walker.v", find: "row_pointer + listed", replace: "row_pointer", why: "the first segment of a list is walked again and again" },
  { file: "segment_walker.v", find: "slot + held_delay + ONE_DELAY", replace: "slot + held_delay", why: "delays are a timestep too short" },
  { file: "segment_walker.v", find: "held_group_base + held_group_offset", replace: "held_group_offset", why: "the group base is dropped" },
  {
    file: "segment_walker.v",
    find: "current_weight <= current_weight + ONE_WORD",
    replace: "current_weight <= current_weight",
    why: "weights do not advance",
  },
  {
    file: "segment_walker.v",
    find: "fetched_weight_base <= row_weight_base",
    replace: "if (row_ready) fetched_weight_base <= row_weight_base",
    why: "a list's first segments use the base of the row before",
  },
  {
    file: "segment_walker.v",
    find: "!row_valid && !fetched && !held && !current",
    replace: "!row_valid && !fetched && !current",
    why: "a segment in the output register is overlooked",
  },

  // Who is pending.
  { file: "pending_board.v", find: "(row & {GROUPS{row_counts}}) | marked", replace: "marked", why: "a mark replaces those of its slot" },
  { file: "pending_board.v", find: "(is_used | used) & ~ended", replace: "is_used | used", why: "a slot is never forgotten" },
  {
    file: "pending_board.v",
    find: "next_groups <= next_groups | marked",
    replace: "next_groups <= next_groups",
    why: "what arrives in the next timestep is not visited",
  },
  { file: "pending_board.v", find: "if (forget_all || rst)", replace: "if (rst)", why: "RESET leaves marks" },
  { file: "pending_board.v", find: "row_counts && row[group]", replace: "row[group]", why: "a forgotten slot still counts" },
  {
    file: "group_flags.v",
    find: ": next_groups | always_of | above;",
    replace: ": next_groups | always_of;",
    why: "groups left above threshold are forgotten",
  },
  {
    file: "group_flags.v",
    find: "remembers ? is_touched : updated[group]",
    replace: "is_touched",
    why: "a group that forgets reports an old membrane",
  },
  { file: "group_flags.v", find: "if (forget_all || rst) touched", replace: "if (rst) touched", why: "RESET leaves membranes" },
  { file: "group_picker.v", find: "chunk_rest == {CHUNK{1'b0}} && chunks_left", replace: "chunks_left", why: "the picker skips the rest of a chunk" },
  { file: "group_picker.v", find: "left <= left_rest;", replace: "left <= left_rest & (left_rest - 1'b1);", why: "the picker skips a chunk" },
  {
    file: "lowest_bit.v",
    find: "assign rest = bits & less;",
    replace: "assign rest = bits & less & ~(lowest << 1);",
    why: "the neighbour of a bit is lost",
  },

  // The pipeline and a lane.
  {
    file: "operation_pipeline.v",
    find: "takes_sum_of_3 <= takes_sum_of_2[0];",
    replace: "takes_sum_of_3 <= 1'b0;",
    why: "no forwarding at distance 1",
  },
  {
    file: "operation_pipeline.v",
    find: "wire writes_ahead_2 = stage_valid[3] &&",
    replace: "wire writes_ahead_2 = 1'b0 && stage_valid[3] &&",
    why: "no forwarding at distance 2",
  },
  {
    file: "operation_pipeline.v",
    find: "wire writes_ahead_3 = stage_valid[4] &&",
    replace: "wire writes_ahead_3 = 1'b0 && stage_valid[4] &&",
    why: "no forwarding at distance 3",
  },
  {
    file: "operation_pipeline.v",
    find: "<= has_operand_of_1 && writes_ahead_2 && !writes_ahead_1;",
    replace: "<= has_operand_of_1 && writes_ahead_2;",
    why: "two sums at once become the operand",
  },
  {
    file: "operation_pipeline.v",
    find: "stage_has_history <= {stage_has_history[4:1], has_history}",
    replace: "stage_has_history <= {stage_has_history[3:1], has_history, has_history}",
    why: "the history comes a stage early",
  },
  {
    file: "synapse_lane.v",
    find: "{{EXPONENT_MAX{weight[WEIGHT_BITS-1]}}, weight}",
    replace: "{{EXPONENT_MAX{1'b0}}, weight}",
    why: "weights are not sign-extended",
  },
  { file: "synapse_lane.v", find: "{bias_3[STATE_BITS-1], bias_3}", replace: "{1'b0, bias_3}", why: "biases are not sign-extended" },
  {
    file: "synapse_lane.v",
    find: "leaks_4 && !value_of_4[STATE_BITS-1] &&",
    replace: "leaks_4 &&",
    why: "the leak of a negative membrane is rounded up too",
  },
  { file: "synapse_lane.v", find: "value_of_4 >>> shift_4", replace: "value_of_4 >> shift_4", why: "the leak shifts zeros into a negative membrane" },
  {
    file: "synapse_lane.v",
    find: "&& margin_5[SUM_BITS-1];",
    replace: "&& (margin_5[SUM_BITS-1] || margin_5 == {SUM_BITS{1'b0}});",
    why: "a membrane at its threshold fires",
  },
  { file: "synapse_lane.v", find: "fires_of_5 = is_spiking && !is_silent", replace: "fires_of_5 = is_spiking", why: "silent neurons fire" },
  {
    file: "synapse_lane.v",
    find: "is_reduced_6 && margin_6[SUM_BITS-1]",
    replace: "is_reduced_6 && !margin_6[SUM_BITS-1]",
    why: "left above threshold is said of those below",
  },
  { file: "refractory.v", find: "count == FOREVER ? FOREVER : count - ONE", replace: "count - ONE", why: "until RESET ends" },
  { file: "refractory.v", find: "? timesteps_5 :", replace: "? timesteps_5 - ONE :", why: "a refractory period is a timestep short" },
  { file: "refractory.v", find: "history_5 && count != NOTHING", replace: "count != NOTHING", why: "counts of the sample before still silence" },

  // CUBA neurons.
  {
    file: "cuba_decay.v",
    find: "stage_is_v[3] ? addend_3 :",
    replace: "stage_is_v[4] ? addend_3 :",
    why: "the first lane's membrane loses its current",
  },
  {
    file: "cuba_decay.v",
    find: "stage_is_v[5] && sum_5 > wide_most_5 ? most_5",
    replace: "stage_is_v[5] && sum_5 > wide_most_5 ? least_5",
    why: "a membrane above its bounds gets the lower one",
  },
  {
    file: "cuba_decay.v",
    find: "signed_4 + {{WIDTH{1'b0}}, stage_is_negative[4]};",
    replace: "signed_4;",
    why: "a negative number decays to one less",
  },
  {
    file: "cuba_decay.v",
    find: "low_3[FRACTION_BITS+:FACTOR_BITS]}",
    replace: "low_3[FRACTION_BITS+:FACTOR_BITS] & ~{{FRACTION_BITS{1'b0}}, 1'b1}}",
    why: "the lower product loses the bit above its point",
  },
  {
    file: "cuba_unit.v",
    find: "if (stage_reads[5] && stage_reads_v[5]) begin",
    replace: "if (stage_reads[5]) begin",
    why: "the last membranes are clipped to the next group's bounds",
  },
  { file: "cuba_unit.v", find: "reads_v ? running_history :", replace: "reads_v ? 1'b1 :", why: "membranes of the sample before count" },
  { file: "cuba_unit.v", find: "adds_current && running_arrivals", replace: "adds_current", why: "accumulators that hold nothing are added" },
  {
    file: "cuba_unit.v",
    find: "assign is_busy = step != FIRST || is_finishing;",
    replace: "assign is_busy = step != FIRST;",
    why: "the phase ends before a last group has spiked",
  },
  {
    file: "cuba_unit.v",
    find: "TURNS >= 8 ? running_group : finishing_group",
    replace: "running_group",
    why: "a current is written as that of the next group",
  },
  {
    file: "cuba_unit.v",
    find: "assign keeps_sum_3 = stage_reads[3];",
    replace: "assign keeps_sum_3 = 1'b0;",
    why: "reading the next group's current overwrites the sums that still wait",
  },
  {
    file: "synapse_lane.v",
    find: "assign shows_value_3 = valid_3 && !keeps_value_3;",
    replace: "assign shows_value_3 = valid_3;",
    why: "making the current overwrites membranes that still wait",
    isOfCuba: true,
  },
  {
    file: "snn_core.v",
    find: "operation_applies) || is_taken_by_cuba)",
    replace: "operation_applies))",
    why: "CUBA neurons remember nothing",
    isOfCuba: true,
  },
  {
    file: "snn_core.v",
    find: "(!picked_is_cuba && !is_cuba_busy)",
    replace: "!picked_is_cuba",
    why: "another group's operations come between those of a CUBA group",
    isOfCuba: true,
  },

  // Spikes, order, reports, counters.
  {
    file: "spike_queue.v",
    find: "if (is_stored) read_pointer",
    replace: "if (is_stored && held_moves) read_pointer",
    why: "a stored entry is given twice",
  },
  {
    file: "spike_queue.v",
    find: "!is_stored && !fetched && !held;\n    assign",
    replace: "!is_stored && !held;\n    assign",
    why: "an entry overtakes another",
  },
  {
    file: "spike_queue.v",
    find: "current_rest <= current_rest & (current_rest - ONE_SPIKE);",
    replace: "current_rest <= {LANES{1'b0}};",
    why: "a group's third spike is lost",
  },
  { file: "spike_queue.v", find: "current <= held || goes_around", replace: "current <= held", why: "an entry that goes around the RAM is lost" },
  {
    file: "snn_core.v",
    find: "needs_membrane <= group_remembers && group_is_touched",
    replace: "needs_membrane <= group_remembers",
    why: "membranes of the sample before count",
  },
  {
    file: "sequencer.v",
    find: "operation_has_current = is_second;",
    replace: "operation_has_current = 1'b0;",
    why: "what arrived is not added to a membrane",
  },
  { file: "sequencer.v", find: "FETCH_LAST = 4'd2", replace: "FETCH_LAST = 4'd1", why: "membranes are reported before they are read" },
  {
    file: "sequencer.v",
    find: "is_settled && is_front_empty && !announces",
    replace: "is_settled && !announces",
    why: "a STEP overtakes its events",
  },
  {
    file: "snn_core.v",
    find: ".push(any_fires_6 && (TRACE != 0 || sends_6))",
    replace: ".push(any_fires_6 && sends_6)",
    why: "spikes that nobody receives are not told",
  },
  { file: "snn_core.v", find: "15'h7fff << group_row_3[4:1]", replace: "15'h7ffe << group_row_3[4:1]", why: "the leak's lost bits are one too many" },
  {
    file: "counters.v",
    find: "{1'b0, segment_operations} +",
    replace: "{1'b0, segment_operations} + 1'b1 +",
    why: "an operation too many a segment",
  },
  {
    file: "counters.v",
    find: "{1'b0, group_last_lane} + {{LANE_BITS{1'b0}}, 1'b1}",
    replace: "{1'b0, group_last_lane}",
    why: "a neuron too few a group",
  },
  {
    file: "counters.v",
    find: "spikes <= spikes + {{(31 - LANE_BITS) {1'b0}}, new_spikes}",
    replace: "spikes <= spikes + 32'd1",
    why: "spikes are counted a group",
  },
  { file: "counters.v", find: "input_events <= 32'd0;", replace: "", why: "input events of the sample before are counted too" },

  // The mesh.
  { file: "mesh_turns.v", find: "kept <= is_taken ? {ASKERS{1'b0}} : chosen;", replace: "kept <= chosen;", why: "the arbiter keeps to one for ever" },
  {
    file: "mesh_router.v",
    find: "{flit[AXON_BITS+:CORES] & BEHIND,",
    replace: "{flit[AXON_BITS+:CORES],",
    why: "copies keep destinations that another copy has",
  },
  { file: "mesh_router.v", find: "queue_valid[from] && !served[to] &&", replace: "queue_valid[from] &&", why: "a side is served twice" },
  {
    file: "mesh_router.v",
    find: "1: behind[core] = x > X;",
    replace: "1: behind[core] = x > X && y == Y;",
    why: "flits to another row and column go nowhere",
  },
  {
    file: "mesh_node.v",
    find: "is_core_idle && is_lookup_empty && is_router_empty",
    replace: "is_core_idle && is_lookup_empty",
    why: "the barrier overlooks flits in routers",
  },
  {
    file: "mesh_node.v",
    find: "assign route_ready = inject_ready || !leaves;",
    replace: "assign route_ready = 1'b1;",
    why: "a spike is dropped before a full router",
  },
  { file: "mesh_control.v", find: "was_idle <= &is_idle;", replace: "was_idle <= |is_idle;", why: "a timestep starts when one core is done" },
  {
    file: "mesh_control.v",
    find: "row_ready(event_ready || !has_destinations)",
    replace: "row_ready(1'b1)",
    why: "an event is dropped before a full router",
  },
  { file: "mesh_results.v", find: "data = data | core << NEURON_BITS", replace: "data = data", why: "a spike does not name its core" },

  // What forgets periodically.
  { file: "group_flags.v", find: "touched & ~forgetful", replace: "touched", why: "membranes outlive the period" },
  { file: "forgetting.v", find: "left <= phase;", replace: "left <= NONE;", why: "the first period begins at 0, whatever the phase" },
  { file: "forgetting.v", find: "is_due ? last :", replace: "is_due ? last - ONE :", why: "a period is a timestep short" },
];
