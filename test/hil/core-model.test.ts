import { describe, expect, it } from "vitest";
import { COUNTER, commandsOf } from "../../src/cosim/samples.js";
import { imageCore, memoryWords } from "../../src/hil/core-model.js";
import { MEMORY_NAMES } from "../../src/verilog/parameters.js";
import { runModel } from "../support/crossbar-model.js";
import { axonEvents } from "../verilog/support.js";
import { randomCase, TARGET } from "./support.js";

describe("the core behind a device in software", () => {
  it.each([
    ["IF and LIF", TARGET, {}],
    ["CUBA", { ...TARGET, features: { ...TARGET.features, cuba: true } }, { models: ["if", "cuba"] }],
  ] as const)("equals the twin of the Verilog core of %s neurons, in spikes, values, membranes and counters", async (_, target, options) => {
    let spikes = 0;
    for (let seed = 100; seed < 115; seed++) {
      const { build, batch } = await randomCase(seed, 3, target, options);
      const { image } = build;
      const core = imageCore(image.parameters);
      await core.load(MEMORY_NAMES.map((name) => image.memories.find((memory) => memory.name === name)?.words ?? new Uint32Array(0)));
      for (let sample = 0; sample < 3; sample++) {
        const answer = await core.run(commandsOf(image, batch, sample, true));
        const model = runModel(image, axonEvents(image, batch, sample));
        expect([...answer.spikes], `seed ${seed}`).toEqual(model.spikes.flat());
        expect([...answer.values]).toEqual(model.values);
        expect([...answer.membranes]).toEqual(model.membranes);
        expect(answer.counters[COUNTER.synapticOperations]).toBe(model.synapticOperations);
        expect(answer.counters[COUNTER.weightWordsRead]).toBe(model.weightWordsRead);
        expect(answer.counters[COUNTER.neuronUpdates]).toBe(model.neuronUpdates);
        expect(answer.counters[COUNTER.groupUpdates]).toBe(model.groupUpdates);
        spikes += model.spikes.length;
      }
    }
    expect(spikes).toBeGreaterThan(50);
  });

  it("ends whatever its memories hold", async () => {
    const { build, batch } = await randomCase(100, 1);
    const { parameters } = build.image;
    const core = imageCore(parameters);
    await core.load(MEMORY_NAMES.map((name) => new Uint32Array(memoryWords(name, parameters)).fill(0xffffffff)));
    const answer = await core.run(commandsOf(build.image, batch, 0, false));
    expect(answer.counters[COUNTER.inputEvents]).toBe(batch.sampleStart[1]);
  });
});
