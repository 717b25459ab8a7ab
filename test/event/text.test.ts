/** The text form of the event program: reads back exactly, and says where it is wrong. Goldens: `npx vitest run test/event -u`. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEventProgram } from "../../src/event/parse.js";
import { printEventProgram } from "../../src/event/print.js";
import type { EventProgram } from "../../src/event/program.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { messageOf } from "../support/errors.js";
import { programArbitrary, randomProgram } from "../support/random-program.js";

/** A word classifier in small: shared rows, delays, a latch, a readout, a start line. */
const classifier: EventProgram = {
  level: "event",
  name: "two-words",
  limits: { timestepsPerSample: 34, eventsPerTimestep: 2, eventsPerSample: 33 },
  inputs: [
    { name: "words", kind: "tokens", lines: 3 },
    { name: "start", kind: "lines", lines: 1 },
  ],
  populations: [
    {
      name: "hidden",
      size: 2,
      model: { kind: "lif", leakShift: 0 },
      thresholds: Int32Array.of(90, 120),
      reset: { kind: "zero" },
      refractory: { kind: "untilReset" },
    },
    { name: "scores", size: 2, model: { kind: "if" }, reset: { kind: "zero" }, refractory: { kind: "none" } },
  ],
  tables: [
    { name: "rows", rows: 2, columns: 4, bits: 8, exponent: 0, weights: Int8Array.of(100, -3, 0, 7, 12, 127, -128, 64) },
    { name: "readout", rows: 2, columns: 2, bits: 6, exponent: 2, weights: Int8Array.of(31, -32, -5, 9) },
    { name: "bias", rows: 1, columns: 2, bits: 4, exponent: 2, weights: Int8Array.of(-1, 1) },
  ],
  projections: [
    {
      name: "offset0",
      source: { kind: "input", port: "words" },
      target: "hidden",
      table: "rows",
      delay: 2,
      connectivity: { kind: "dense", columnStart: 0, length: 2, targetStart: 0, rowOf: Uint32Array.of(0, 1, 1) },
    },
    {
      name: "offset1",
      source: { kind: "input", port: "words" },
      target: "hidden",
      table: "rows",
      delay: 1,
      connectivity: { kind: "dense", columnStart: 2, length: 2, targetStart: 0, rowOf: Uint32Array.of(0, 1, 1) },
    },
    {
      name: "readout",
      source: { kind: "population", population: "hidden" },
      target: "scores",
      table: "readout",
      delay: 1,
      connectivity: { kind: "dense", columnStart: 0, length: 2, targetStart: 0 },
    },
    {
      name: "bias",
      source: { kind: "input", port: "start" },
      target: "scores",
      table: "bias",
      delay: 1,
      connectivity: { kind: "dense", columnStart: 0, length: 2, targetStart: 0 },
    },
  ],
  readout: { kind: "membrane", population: "scores", neuronsPerClass: 1, classes: ["negative", "positive"], drainTimesteps: 2 },
  legalised: { target: "crossbar-16", updateGroup: 16 },
};

describe("text form of the event program", () => {
  it("reads back exactly what it printed, for every construct", () => {
    fc.assert(
      fc.property(programArbitrary(), (program) => {
        expect(parseEventProgram(printEventProgram(program))).toEqual(program);
      }),
      { numRuns: 300 },
    );
  });

  it("reads as a compiler's IR", async () => {
    await expect(printEventProgram(classifier)).toMatchFileSnapshot("golden/two-words.txt");
    expect(parseEventProgram(printEventProgram(classifier))).toEqual(classifier);
  });

  it("shows every construct", async () => {
    const programs = [1, 2, 3, 4, 5, 6].map((seed) => randomProgram(createRandom(seed), { maxNeurons: 6, maxPopulations: 3 }));
    await expect(programs.map(printEventProgram).join("\n")).toMatchFileSnapshot("golden/random.txt");
  });

  it("prints long tables as base64 and reads them back", () => {
    const weights = Int8Array.from({ length: 3000 }, (_, i) => ((i * 37) % 256) - 128);
    const program: EventProgram = {
      ...classifier,
      tables: [...classifier.tables, { name: "long", rows: 30, columns: 100, bits: 8, exponent: 0, weights }],
    };
    const text = printEventProgram(program);
    expect(text).toContain("weights: base64\n");
    expect(parseEventProgram(text)).toEqual(program);
  });

  it("ignores comments, blank lines, and carriage returns", () => {
    const text = printEventProgram(classifier).replaceAll("\n", "\r\n").replace("\r\n", "\r\n# a comment\r\n\r\n");
    expect(parseEventProgram(text)).toEqual(classifier);
  });

  it("says where a text is wrong", async () => {
    const good = printEventProgram(classifier);
    const cases: [string, string][] = [
      ["an empty text", ""],
      ["a foreign text", "module {\n}\n"],
      ["another version", good.replace("snnc-event 1", "snnc-event 2")],
      ["a text cut short", good.slice(0, 300)],
      ["an unknown record", good.replace("population hidden", "neurons hidden")],
      ["an unknown key", good.replace("size=2", "size=2 colour=red")],
      ["a key given twice", good.replace("size=2", "size=2 size=3")],
      ["a missing key", good.replace(" lines=3", "")],
      ["no integer", good.replace("delay=2", "delay=two")],
      ["an unknown model", good.replace("model=if", "model=izhikevich")],
      ["a weight beyond 8 bit", good.replace("100 -3", "200 -3")],
      ["a value that is no number", good.replace("100 -3", "100 -")],
      ["data without a name", good.replace("  thresholds: 90 120", "    90 120")],
      ["an array given twice", good.replace("  thresholds: 90 120", "  thresholds: 90 120\n  thresholds: 90 120")],
      ["a projection without an arrow", good.replace(" -> ", " to ")],
      ["base64 of half a value", good.replace("thresholds: 90 120", "thresholds: base64 AAAA")],
      ["an open string", good.replace('"negative"', '"negative')],
      ["no readout", good.replace(/^readout [\s\S]*$/m, "")],
      ["two programs", good.replace(/^(program .*)$/m, "$1\n$1")],
      ["a rule broken", good.replace("delay=2", "delay=64").replace("refractory=untilReset", "refractory=63")],
    ];
    const report = cases.map(([name, text]) => `# ${name}\n${messageOf(() => parseEventProgram(text, "net.txt"))}`);
    await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../errors/event-text.txt");
  });

  it("never does more than a diagnostic, whatever the text", () => {
    const good = printEventProgram(classifier);
    const mutated = fc
      .tuple(fc.nat(good.length), fc.nat(20), fc.string({ maxLength: 10 }))
      .map(([at, drop, insert]) => good.slice(0, at) + insert + good.slice(at + drop));
    fc.assert(
      fc.property(mutated, (text) => {
        try {
          parseEventProgram(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SnncError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
