/** What is proven of the Verilog, how, and faults that each proof must find. The wrappers of rtl/formal/ say what they claim. */
import type { Fault } from "../../../src/flow/bench-rtl/mutants/plant.js";
import type { Proof } from "../../support/prove.js";

export interface Subject {
  readonly claim: string;
  readonly proof: Proof;
  /** No assertion fails in so many cycles from reset (the first is the reset). */
  readonly cycles: number;
  /** From so many good cycles follows another: with `cycles` at least as many, a proof for ever. */
  readonly steps?: number;
  /** Every cover of the wrapper is reached in so many cycles: it claims nothing of nothing. */
  readonly coveredIn?: number;
  /** Each is seen in so many cycles (default: `cycles`). */
  readonly seenIn?: number;
  readonly faults: readonly Omit<Fault, "why">[];
}

const STREAM = ["formal/order_checker.v", "formal/hold_checker.v"];
const ROUTER = ["mesh_router.v", "mesh_turns.v", "event_fifo.v", "formal/watched_router.v"];

const DELIVERY: Proof = { top: "prove_mesh_delivery", files: [...ROUTER, "formal/mesh_2x2.v", "formal/order_checker.v"] };

export const SUBJECTS: readonly Subject[] = [
  {
    claim: "event_fifo keeps every word, in order, and never more than it holds",
    proof: { top: "prove_event_fifo", files: ["event_fifo.v", ...STREAM] },
    cycles: 8,
    steps: 1,
    coveredIn: 6,
    faults: [
      { file: "event_fifo.v", find: "assign in_ready = !used[POINTER_BITS];", replace: "assign in_ready = 1'b1;" },
      { file: "event_fifo.v", find: "if (out_valid && out_ready) read_pointer", replace: "if (out_valid) read_pointer" },
    ],
  },
  {
    claim: "result_stream keeps every message, in order, until it is taken",
    proof: { top: "prove_result_stream", files: ["result_stream.v", ...STREAM] },
    cycles: 6,
    steps: 1,
    coveredIn: 6,
    faults: [
      { file: "result_stream.v", find: "push_ready = !out_valid || out_ready", replace: "push_ready = 1'b1" },
      { file: "result_stream.v", find: "if (rst) out_valid <= 1'b0;", replace: "" },
    ],
  },
  {
    claim: "axon_lookup gives every axon its row, in order, however it is stalled",
    proof: { top: "prove_axon_lookup", files: ["axon_lookup.v", "config_memory.v", "ram_single_port.v", ...STREAM] },
    cycles: 6,
    steps: 1,
    coveredIn: 6,
    faults: [
      { file: "axon_lookup.v", find: "if (axon_ready) fetched <= axon_valid;", replace: "if (held_moves) fetched <= axon_valid;" },
      { file: "axon_lookup.v", find: "held_moves = !held || row_ready", replace: "held_moves = 1'b1" },
      { file: "axon_lookup.v", find: ".read(axon_valid && axon_ready)", replace: ".read(axon_valid)" },
    ],
  },
  {
    claim: "spike_queue gives every spike of every push once, in order",
    proof: { top: "prove_spike_queue", files: ["spike_queue.v", "set_number.v", "formal/ram_1r1w.v", "formal/hold_checker.v"] },
    cycles: 2,
    steps: 2,
    coveredIn: 12,
    seenIn: 8,
    faults: [
      {
        file: "spike_queue.v",
        find: "!is_stored && !fetched && !held;\n    assign current_moves",
        replace: "!is_stored && !held;\n    assign current_moves",
      },
      { file: "spike_queue.v", find: "if (is_stored) read_pointer", replace: "if (is_stored && held_moves) read_pointer" },
      { file: "spike_queue.v", find: "entry_spikes & (entry_spikes - ONE_SPIKE)", replace: "entry_spikes & (entry_spikes >> 1)" },
    ],
  },
  {
    claim: "weight_fetch gives every word once with its own weights, in order, and never asks for more than finds room",
    proof: { top: "prove_weight_fetch", files: ["weight_fetch.v", "formal/ram_1r1w.v", ...STREAM] },
    cycles: 8,
    steps: 1,
    coveredIn: 12,
    faults: [
      { file: "weight_fetch.v", find: "wire has_room = !used[POINTER_BITS];", replace: "wire has_room = 1'b1;" },
      { file: "weight_fetch.v", find: "assign word_valid = held && is_stored;", replace: "assign word_valid = held;" },
      { file: "weight_fetch.v", find: "is_stored <= stored != ONE;", replace: "is_stored <= 1'b0;" },
      { file: "weight_fetch.v", find: "wire fetched_moves = !fetched || held_moves;", replace: "wire fetched_moves = held_moves;" },
      { file: "weight_fetch.v", find: "if (reads) read_pointer", replace: "if (held_moves) read_pointer" },
      { file: "weight_fetch.v", find: ".advance(1'b1),", replace: ".advance(takes)," },
    ],
  },
  {
    claim: "mesh_turns chooses one asker, keeps to it, and lets nobody wait for more than all others once",
    proof: { top: "prove_mesh_turns", files: ["mesh_turns.v"] },
    cycles: 10,
    steps: 1,
    coveredIn: 10,
    faults: [
      { file: "mesh_turns.v", find: "chosen = kept == {ASKERS{1'b0}} ? first : kept", replace: "chosen = first" },
      { file: "mesh_turns.v", find: "lowest(later == {ASKERS{1'b0}} ? askers : later)", replace: "lowest(askers)" },
      { file: "mesh_turns.v", find: "kept <= is_taken ? {ASKERS{1'b0}} : chosen;", replace: "kept <= chosen;" },
    ],
  },
  {
    claim: "mesh_router gives every flit once to each side behind which a destination lies, and to no other",
    proof: { top: "prove_mesh_router", files: [...ROUTER, ...STREAM] },
    cycles: 2,
    steps: 1,
    seenIn: 6,
    faults: [
      { file: "mesh_router.v", find: "{flit[AXON_BITS+:CORES] & BEHIND,", replace: "{flit[AXON_BITS+:CORES]," },
      { file: "mesh_router.v", find: "queue_valid[from] && !served[to] &&", replace: "queue_valid[from] &&" },
      { file: "mesh_router.v", find: "served <= leaves[from] ? {SIDES{1'b0}} : served | taken;", replace: "served <= served | taken;" },
    ],
  },
  {
    claim: "a mesh of 2 x 2 never deadlocks: while flits are inside and cores take, one moves in every cycle",
    proof: { top: "prove_mesh_progress", files: [...ROUTER, "formal/mesh_2x2.v"] },
    cycles: 2,
    steps: 1,
    coveredIn: 4,
    seenIn: 6,
    faults: [
      { file: "mesh_router.v", find: "3: behind[core] = x == X && y < Y;", replace: "3: behind[core] = y < Y;" },
      { file: "mesh_router.v", find: ".is_taken(out_ready[to]),", replace: ".is_taken(1'b0)," },
    ],
  },
  {
    claim: "a mesh of 2 x 2 delivers every flit once to each destination, in order, and drains (5 cycles after one of anything)",
    proof: { ...DELIVERY, parameters: { INJECT: 1, DRAIN: 5 } },
    cycles: 8,
    faults: [
      { file: "mesh_router.v", find: "queue_valid[from] && !served[to] &&", replace: "queue_valid[from] &&" },
      { file: "formal/mesh_2x2.v", find: "BACK = SIDES * NEIGHBOUR + (side == 1 ? 2", replace: "BACK = SIDES * NEIGHBOUR + (side == 1 ? 1" },
    ],
  },
  {
    claim: "cuba_decay gives each number what one multiplication of the whole number, an addition and the bounds make of it",
    proof: { top: "prove_cuba_decay", files: ["cuba_decay.v"] },
    cycles: 8,
    steps: 7,
    coveredIn: 8,
    faults: [
      { file: "cuba_decay.v", find: "signed_4 + {{WIDTH{1'b0}}, stage_is_negative[4]};", replace: "signed_4;" },
      { file: "cuba_decay.v", find: "low_3[FRACTION_BITS+:FACTOR_BITS]}", replace: "{low_3[FRACTION_BITS+1+:FRACTION_BITS], 1'b0}}" },
      { file: "cuba_decay.v", find: "sum_5 > wide_most_5", replace: "sum_5[WIDTH-1:0] > most_5" },
      { file: "cuba_decay.v", find: "stage_is_v[3] ? addend_3", replace: "stage_is_v[4] ? addend_3" },
    ],
  },
  {
    claim: "a lane's sums are those of a model without a pipeline, for every distance of two operations",
    proof: { top: "prove_forwarding", files: ["operation_pipeline.v", "synapse_lane.v", "formal/ram_1r1w.v"] },
    cycles: 10,
    steps: 8,
    coveredIn: 8,
    faults: [
      { file: "operation_pipeline.v", find: "takes_sum_of_3 <= takes_sum_of_2[0];", replace: "takes_sum_of_3 <= 1'b0;" },
      { file: "operation_pipeline.v", find: "wire writes_ahead_2 = stage_valid[3] &&", replace: "wire writes_ahead_2 = 1'b0 && stage_valid[3] &&" },
      { file: "operation_pipeline.v", find: "wire writes_ahead_3 = stage_valid[4] &&", replace: "wire writes_ahead_3 = 1'b0 && stage_valid[4] &&" },
      {
        file: "operation_pipeline.v",
        find: "clears_bank_of_2 <= !has_operand_of_1 || writes_ahead_3 ||",
        replace: "clears_bank_of_2 <= !has_operand_of_1 ||",
      },
      {
        file: "operation_pipeline.v",
        find: "<= has_operand_of_1 && writes_ahead_2 && !writes_ahead_1;",
        replace: "<= has_operand_of_1 && writes_ahead_2;",
      },
      { file: "synapse_lane.v", find: "sum_5 <= sum_4[STATE_BITS-1:0];", replace: "if (valid_3) sum_5 <= sum_4[STATE_BITS-1:0];" },
    ],
  },
];

/** Longer bounds, for SNNC_TEST_FULL=1. */
export const LONGER: readonly Pick<Subject, "claim" | "proof" | "cycles">[] = [
  {
    claim: "a mesh of 2 x 2 delivers every flit once, in order, whatever comes in and whenever cores take, for 6 cycles",
    proof: { ...DELIVERY, parameters: { INJECT: 6, DRAIN: 30 } },
    cycles: 6,
  },
  {
    claim: "mesh_turns with 8 askers, for 14 cycles",
    proof: { top: "prove_mesh_turns", files: ["mesh_turns.v"], parameters: { ASKERS: 8 } },
    cycles: 14,
  },
];
