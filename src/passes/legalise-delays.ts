/**
 * legalise-delays: for targets with few delay slots. Longer delays go through relay populations (rewrite/relays.ts).
 *
 *   slots 16: a -> b delay 40   ->   a -> a.relay1 delay 16 -> a.relay2 delay 16 -> b delay 8
 */
import { MAX_DELAY } from "../event/verify.js";
import { claimOfProjections, notLegalised } from "./claims.js";
import { definePass } from "./pass.js";
import { relayProblem, withRelays } from "./rewrite/relays.js";

export const legaliseDelays = definePass({
  name: "legalise-delays",
  summary: "relays spikes through populations where a delay is longer than the target's slots",
  requires: ({ slots }) => [
    notLegalised,
    claimOfProjections(
      "no delay longer than slots starts at input lines that can be listed more than once in a timestep",
      (program) => (projection) => relayProblem(program, projection, slots),
    ),
  ],
  ensures: ({ slots }) => [
    claimOfProjections(
      "no delay is longer than slots",
      () =>
        ({ delay }) =>
          delay <= slots ? undefined : { code: "delay-long", message: `its delay is ${delay}; the target holds ${slots} slots` },
    ),
  ],
  spikes: { kind: "renumbered" },
  limits:
    "Relays stand behind all other populations, whose numbers stay. A relay costs a neuron, a spike and an operation for each spike that it repeats. A " +
    "line that may be listed more than once in a timestep (a port that is not unique) cannot be relayed: refused by name.",
  values: { slots: 16 },
  options: [{ name: "slots", text: "longest delay that the target holds, in timesteps", type: { kind: "integer", low: 1, high: MAX_DELAY } }],
  statistics: { relayPopulations: "populations added", relayNeurons: "neurons added" },
  run: (program, { slots }) => {
    const { relayPopulations, relayNeurons, ...result } = withRelays(program, slots);
    return { ...result, statistics: { relayPopulations, relayNeurons } };
  },
});
