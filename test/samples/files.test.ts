/** A user's own samples: arrays with their labels, tables, event lists; every mistake with its file and line. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSamples, readSpikes } from "../../src/samples/files.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { messageOf } from "../support/errors.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixture = (name: string): { bytes: Uint8Array; name: string } => ({
  bytes: readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))),
  name,
});
const csv = (text: string, elements: number, classes?: readonly string[]) =>
  readSamples(bytesOf(text), "x.csv", { shape: [elements], ...(classes === undefined ? {} : { classes }) });
const events = (text: string, classes?: readonly string[]) =>
  readSpikes(bytesOf(text), "e.csv", { lines: 4, timesteps: 10, ...(classes === undefined ? {} : { classes }) });

describe("arrays (.npy)", () => {
  it("are samples of the network's shape, with labels from a second array", () => {
    const planes = fixture("planes.npy");
    const read = readSamples(planes.bytes, planes.name, { shape: [1, 2, 3], labels: fixture("labels.npy") });
    expect(read).toEqual({
      isLabelled: true,
      samples: { count: 2, values: Float32Array.from({ length: 12 }, (_, i) => i), labels: Uint16Array.of(1, 0) },
      classes: ["0", "1"],
    });
  });

  it("may be flat, or without axes of 1, but not of another order", () => {
    const planes = fixture("planes.npy");
    for (const shape of [[2, 3], [1, 1, 2, 3], [6]]) {
      expect(readSamples(planes.bytes, planes.name, { shape }).samples.count, String(shape)).toBe(2);
    }
    expect(messageOf(() => readSamples(planes.bytes, planes.name, { shape: [3, 2] }))).toContain("(2, 1, 2, 3); (samples, 3, 2) is expected");
    expect(readSamples(fixture("float32.npy").bytes, "flat.npy", { shape: [1, 3, 1] }).samples.count).toBe(2);
  });

  it("take the classes of a network that is known", () => {
    const planes = fixture("planes.npy");
    const read = readSamples(planes.bytes, planes.name, { shape: [6], labels: fixture("labels.npy"), classes: ["cat", "dog"] });
    expect(read.isLabelled && read.classes).toEqual(["cat", "dog"]);
  });
});

describe("tables (.csv)", () => {
  it("have a label first, a header or none, names or numbers", () => {
    const plain = csv("1,0.5,-2\n0,1e-3,.25\n", 2);
    expect(plain).toEqual({
      isLabelled: true,
      samples: { count: 2, values: Float32Array.of(0.5, -2, 1e-3, 0.25), labels: Uint16Array.of(1, 0) },
      classes: ["0", "1"],
    });
    expect(csv("label,v1,v2\r\n1,0.5,-2\r\n0,1e-3,.25\r\n", 2)).toEqual(plain);
    const named = csv('tree,0.5,-2\n\n" oak, old ",1,2\n', 2);
    expect(named.isLabelled && named.classes).toEqual([" oak, old ", "tree"]);
    expect(named.isLabelled && Array.from(named.samples.labels)).toEqual([1, 0]);
  });

  it("may name another column as the label", () => {
    const read = csv("x,y,Class\n0.5,-2,b\n1,2,a\n", 2);
    expect(read.samples.values).toEqual(Float32Array.of(0.5, -2, 1, 2));
    expect(read.isLabelled && read.classes).toEqual(["a", "b"]);
  });

  it("without a label are samples to calibrate with", () => {
    expect(csv("1,2\n3,4\n", 2)).toEqual({ isLabelled: false, samples: { count: 2, values: Float32Array.of(1, 2, 3, 4) } });
    expect(csv("x,y\n1,2\n", 2).samples.count).toBe(1);
  });

  it("number the classes of a known network from 0, unless their names are numbers", () => {
    const labelsOf = (text: string, classes: readonly string[]): number[] => {
      const read = csv(text, 1, classes);
      return read.isLabelled ? Array.from(read.samples.labels) : [];
    };
    expect(labelsOf("cat,1\n1,1\n0,1\n", ["cat", "dog"])).toEqual([0, 1, 0]);
    expect(labelsOf("3,1\n2,1\n", ["1", "2", "3"])).toEqual([2, 1]);
    expect(messageOf(() => labelsOf("0,1\n", ["1", "2", "3"]))).toContain("x.csv:1: the label '0'");
  });

  it("keep every value of many rows", () => {
    const values = Float32Array.from({ length: 3000 }, (_, i) => Math.fround(Math.sin(i)));
    const text = Array.from({ length: 1000 }, (_, row) => `${row % 3},${Array.from(values.subarray(3 * row, 3 * row + 3)).join(",")}`).join("\n");
    expect(csv(text, 3).samples.values).toEqual(values);
  });
});

describe("event lists (.csv)", () => {
  it("are spikes in any order, sorted by sample, time and line", () => {
    const read = events("sample,time,line,label\n1,3,2,b\n0,5,1,a\n0,2,3,a\n0,2,0,a\n0,2,0,a\n");
    expect(read).toEqual({
      isLabelled: true,
      samples: {
        sampleStart: Uint32Array.of(0, 4, 5),
        time: Uint32Array.of(2, 2, 2, 5, 3),
        line: Uint32Array.of(0, 0, 3, 1, 2),
        labels: Uint16Array.of(0, 1),
      },
      classes: ["a", "b"],
    });
  });

  it("may lack a header or labels, or order their columns by a header", () => {
    const plain = events("0,1,2,1\n1,0,3,0\n");
    expect(events("Line,Label,Sample,Time\n2,1,0,1\n3,0,1,0\n")).toEqual(plain);
    expect(events("0,1,2\n")).toEqual({
      isLabelled: false,
      samples: { sampleStart: Uint32Array.of(0, 1), time: Uint32Array.of(1), line: Uint32Array.of(2) },
    });
  });

  it("may hold samples without spikes", () => {
    const read = events("0,,,1\n1,0,3,0\n2,,,1\n");
    expect(read.samples.sampleStart).toEqual(Uint32Array.of(0, 0, 1, 1));
    expect(read.isLabelled && Array.from(read.samples.labels)).toEqual([1, 0, 1]);
  });
});

it("names file, line, value and way out for each mistake", async () => {
  const planes = fixture("planes.npy");
  const cases: Readonly<Record<string, () => unknown>> = {
    "another suffix": () => readSamples(bytesOf("x"), "x.npz", { shape: [1] }),
    "an array of another shape": () => readSamples(planes.bytes, planes.name, { shape: [1, 28, 28] }),
    "an array without samples": () => readSamples(fixture("empty.npy").bytes, "empty.npy", { shape: [3] }),
    "a single number": () => readSamples(fixture("scalar.npy").bytes, "scalar.npy", { shape: [1] }),
    "labels of another length": () => readSamples(planes.bytes, planes.name, { shape: [6], labels: fixture("bool.npy") }),
    "labels that are no whole numbers": () =>
      readSamples(fixture("int8.npy").bytes, "int8.npy", { shape: [3], labels: { bytes: halves(), name: "halves.npy" } }),
    "labels beyond the classes": () => readSamples(planes.bytes, planes.name, { shape: [6], labels: fixture("labels.npy"), classes: ["only"] }),
    "labels in another format": () => readSamples(planes.bytes, planes.name, { shape: [6], labels: { bytes: bytesOf("1\n0\n"), name: "y.csv" } }),
    "a second file for a table": () => readSamples(bytesOf("1,2"), "x.csv", { shape: [1], labels: fixture("labels.npy") }),
    "rows of another width": () => csv("0,1,2\n1,1\n1,2,3,4\n", 2),
    "a table for another network": () => csv("0,1,2\n1,3,4\n", 784),
    "values that are no numbers": () => csv("0,1,2\n1,nan,\n1,0x10,inf\n0,1e999,1e39\n", 2),
    "a first row that went wrong": () => csv("0,nan,2\n0,1,2\n", 2),
    "a missing label": () => csv(",1,2\n", 2),
    "a label that no class has": () => csv("cat,1\nfish,1\n", 1, ["cat", "dog"]),
    "too many classes": () => csv("0,1\n70000,1\n", 1),
    "a table without rows": () => csv("label,a,b\n", 2),
    "a quote left open": () => csv('0,1\n"1,2\n', 1),
    "bytes that are no text": () => readSamples(Uint8Array.of(48, 44, 49, 10, 0xff, 0xfe), "x.csv", { shape: [1] }),
    "many mistakes": () => csv("0,x\n".repeat(1000), 1),
    "spikes in another format": () => readSpikes(bytesOf(""), "e.npy", { lines: 1, timesteps: 1 }),
    "events without their columns": () => events("sample,neuron,when\n0,1,2\n"),
    "events beyond the bounds": () => events("0,10,1,a\n0,1,4,a\n0,-1,1,a\n0,1,,a\nx,1,1,a\n"),
    "two labels of one sample": () => events("0,1,1,a\n0,2,1,b\n"),
    "a sample without a label": () => events("0,1,1,\n"),
    "a gap between samples": () => events("0,1,1,a\n2,1,1,a\n"),
    "no events": () => events("sample,time,line,label\n"),
  };
  const report = Object.entries(cases).map(([name, run]) => `# ${name}\n${messageOf(run)}`);
  await expect(`${report.join("\n\n")}\n`).toMatchFileSnapshot("../errors/samples-files.txt");
});

it("answers any text with samples or a diagnostic", () => {
  const cell = fc.oneof(
    fc.constantFrom("0", "1", "2.5", "-1", "nan", "label", "sample", "time", "line", "", '"', " ", "\u0000", "é"),
    fc.string({ maxLength: 4 }),
  );
  const table = fc.array(
    fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(",")),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(table, (rows) => {
      for (const read of [() => csv(rows.join("\n"), 2).samples, () => events(rows.join("\n")).samples]) {
        try {
          const samples = read();
          if ("values" in samples) expect(samples.values.length === 2 * samples.count && samples.values.every(Number.isFinite)).toBe(true);
          else expect(samples.line.every((line) => line < 4) && samples.time.every((time) => time < 10)).toBe(true);
        } catch (error) {
          if (!(error instanceof SnncError)) throw error;
        }
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

/** A .npy of two labels, 0.5 and 1.5. */
function halves(): Uint8Array {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  const values = new DataView(new ArrayBuffer(8));
  values.setFloat32(0, 0.5, true);
  values.setFloat32(4, 1.5, true);
  return Uint8Array.from([0x93, ...bytesOf("NUMPY"), 1, 0, header.length, 0, ...bytesOf(header), ...new Uint8Array(values.buffer)]);
}
