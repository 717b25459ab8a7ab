/** A wrong target description: each wrong field is named, whatever is wrong with it; and every number of ours has a source. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCostFile } from "../../src/energy/costs.js";
import { parseLoihiTarget } from "../../src/loihi/target.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { nearestName } from "../../src/util/nearest.js";

const TARGETS = new URL("../../targets/", import.meta.url);
type Described = Record<string, Record<string, { value?: unknown; source?: unknown } | number>>;
type Json = Described & Record<string, unknown>;

const loihi1 = (): Json => JSON.parse(readFileSync(new URL("loihi1.json", TARGETS), "utf8"));

/** What is said of a description, one line a problem. */
function told(json: unknown): string[] {
  try {
    parseLoihiTarget(json, "mine.json");
    return [];
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    expect(error.kind).toBe("input");
    for (const { code, where, hint } of error.diagnostics)
      expect({ code, where, hint }).toMatchObject({ code: "target-invalid", where: "mine.json" });
    return error.diagnostics.map(({ message }) => message);
  }
}

const groups = Object.entries(loihi1()).filter(([, value]) => typeof value === "object") as [string, Described[string]][];
const fields = groups.flatMap(([group, entries]) => Object.keys(entries).map((field) => [group, field] as const));

describe("a target description with a wrong field", () => {
  it.each(fields)("names %s.%s, and nothing else, whatever is wrong with it", (group, field) => {
    const path = `${group}.${field}`;
    const right = loihi1()[group][field] as { value: unknown; source: string };
    const withField = (entry: unknown): Json => {
      const json = loihi1();
      if (entry === undefined) delete json[group][field];
      else json[group][field] = entry as number;
      return json;
    };
    expect(told(withField(undefined))).toEqual([expect.stringMatching(`^${path}: is missing; .*(possible|must be)`)]);
    expect(told(withField(right.value))).toEqual([expect.stringMatching(`^${path}: is .*expected$`)]);
    const wrongValues = ["many", -1000, 0.5, NaN, Number.POSITIVE_INFINITY, 2 ** 40, null, undefined, [], [8, 4], [0.5]];
    for (const value of wrongValues) {
      const said = told(withField({ ...right, value }));
      expect(said, String(value)).toEqual([expect.stringMatching(`^${path}\\.value: is .*; .*(possible|must be \\d+)$`)]);
      if (typeof value === "number") expect(said[0]).toContain(`is ${value}`);
    }
    for (const source of [undefined, "", "  ", 7]) {
      expect(told(withField({ value: right.value, source }))).toEqual([expect.stringMatching(`^${path}\\.source: is .*where the number comes from`)]);
    }
    expect(told(withField({ ...right, sorce: "x" }))).toEqual([`${path}.sorce: is unknown; did you mean source?`]);
    // A misspelt field is two things: one that is unknown, and one that is missing.
    const { [field]: entry, ...others } = loihi1()[group];
    expect(told({ ...loihi1(), [group]: { ...others, [`${field}s`]: entry } }).sort()).toEqual([
      expect.stringMatching(`^${path}: is missing`),
      `${path}s: is unknown; did you mean ${field}?`,
    ]);
  });

  it.each(groups.map(([group]) => group))("names a missing or impossible group: %s", (group) => {
    for (const value of [undefined, 7, "x", null, []])
      expect(told({ ...loihi1(), [group]: value })).toEqual([expect.stringMatching(`^${group}: is `)]);
  });

  it("names kind, name, title and what is no description", () => {
    expect(told({ ...loihi1(), kind: "crossbar" })).toEqual(['kind: is "crossbar"; it must be "loihi"']);
    expect(told({ ...loihi1(), name: "my chip" })).toEqual(['name: is "my chip"; 1 to 64 of A-Z a-z 0-9 _ . - are possible']);
    expect(told({ ...loihi1(), title: " " })).toEqual(['title: is " "; it must say something']);
    expect(told({ ...loihi1(), titel: "x" })).toEqual(["titel: is unknown; did you mean title?"]);
    for (const json of [undefined, null, 7, "x", []]) expect(told(json)).toEqual([expect.stringMatching(/^target: is .*; an object is expected$/)]);
  });

  it("tells all wrong fields of one file in one run", () => {
    const json = loihi1();
    json.core.compartments = { value: 0, source: "" };
    json.synapse.delayMost = json.synapse.delayMax;
    delete json.synapse.delayMax;
    json.mesh.chips = 4;
    expect(told({ ...json, kind: "chip" })).toEqual([
      'kind: is "chip"; it must be "loihi"',
      'mesh.chips: is 4; { "value": ..., "source": "..." } is expected',
      "core.compartments.value: is 0; whole numbers from 1 to 65,536 are possible",
      'core.compartments.source: is ""; it says where the number comes from, or that it is assumed',
      "synapse.delayMax: is missing; whole numbers from 0 to 254 are possible",
      "synapse.delayMost: is unknown; did you mean delayMax?",
    ]);
  });

  it.each([
    ["mesh", { mesh: { tilesX: 4096, tilesY: 4096 } }, /has 67108864 cores; up to 65,536/],
    ["core.wordBits.value", { core: { wordBits: 60 } }, /is 60; words are whole bytes/],
    ["core.synapseWords.value", { core: { synapseWords: 2 ** 24, wordBits: 1024 } }, /17179869184 bit in all; up to 2\^31/],
    ["compartment.thresholdMantissaBits.value", { compartment: { thresholdMantissaBits: 26 } }, /times 64 thresholds reach 2\^31/],
    ["compartment.biasExponentMax.value", { compartment: { biasExponentMax: 20 } }, /biases of 4095 x 2\^20 reach 2\^31/],
    ["compartment.membraneMinExponentMax.value", { compartment: { membraneMinExponentMax: 24 } }, /is 24; a state of 24 bit holds up to 23/],
    ["compartment.membraneMaxBits.value", { compartment: { membraneMaxBits: [9, 24] } }, /goes up to 24; a state of 24 bit holds up to 23/],
    ["synapse.weightBits.value", { synapse: { magnitudeBits: 6 } }, /goes up to 8; weights have 6 bit/],
    ["synapse.weightBits.value", { synapse: { weightBits: [0] } }, /has no width above 0/],
    ["synapse.weightExponentMin.value", { synapse: { weightExponentMin: 8 } }, /is 8, above weightExponentMax 7/],
    ["synapse.weightExponentMax.value", { synapse: { weightScaleExponent: 16 } }, /is 7: weights reach 32 bit; up to 31/],
    ["synapse.indexBits.value", { synapse: { indexBits: [0, 9] } }, /goes up to 9 bit, 512 compartments; a core holds 1024/],
    ["axon.populationBaseMax.value", { axon: { population16BaseUnit: 3 } }, /is 255; with 1 more it must be a multiple of population16BaseUnit 3/],
  ])("finds fields that contradict each other: %s", (path, changes, message) => {
    const json = loihi1();
    for (const [group, values] of Object.entries(changes))
      for (const [field, value] of Object.entries(values)) json[group][field] = { value, source: "a test" };
    const said = told(json);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(said[0].startsWith(`${path}: `)).toBe(true);
  });
});

describe("the files under targets/", () => {
  const json = (folder: string): string[] =>
    readdirSync(new URL(folder, TARGETS))
      .filter((name) => name.endsWith(".json"))
      .map((name) => `${folder}${name}`);

  /** Paths of numbers with no source: in their own object, or in one around it where `inherits` says that one speaks for all. */
  function withoutSource(value: unknown, path: string, inherits: (path: string) => boolean, isCovered = false): string[] {
    if (typeof value === "number") return isCovered ? [] : [path];
    if (typeof value !== "object" || value === null) return [];
    const has = Object.entries(value).some(([key, text]) => key === "source" && typeof text === "string" && text.trim().length > 5);
    const covered = has || (isCovered && (Array.isArray(value) || inherits(path)));
    return Object.entries(value).flatMap(([key, inner]) => withoutSource(inner, `${path}.${key}`, inherits, covered));
  }

  it.each(json("").filter((name) => !name.startsWith("crossbar")))("%s: every number has a source of its own", (name) => {
    expect(withoutSource(JSON.parse(readFileSync(new URL(name, TARGETS), "utf8")), "", () => false)).toEqual([]);
  });

  it.each(json("costs/"))("%s: every price has a source of its own", (name) => {
    const table = parseCostFile(readFileSync(new URL(name, TARGETS), "utf8"), name);
    // The points of a barrier share the barrier's; the size of a memory level that of its price.
    const { title: _, source: __, ...numbers } = table;
    expect(withoutSource(numbers, "", (path) => path.startsWith(".barrier"))).toEqual([]);
  });

  it.each(json("boards/"))("%s: names the source of its board", (name) => {
    expect(withoutSource(JSON.parse(readFileSync(new URL(name, TARGETS), "utf8")), "", () => true)).toEqual([]);
  });

  it.each(json("").filter((name) => name.startsWith("crossbar")))(
    "%s: says where its clock comes from; its capacities are the core's own parameters",
    (name) => {
      const { clockHz, clockSource } = JSON.parse(readFileSync(new URL(name, TARGETS), "utf8"));
      expect(clockHz).toBeGreaterThan(0);
      expect(clockSource).toMatch(/measured|estimated|published/);
    },
  );
});

describe("the nearest name", () => {
  it("counts edits, and knows when nothing is near", () => {
    expect(nearestName("kitten", ["sitting", "sittin"])).toBe("sittin");
    expect(nearestName("kitten", ["sitting"])).toBeUndefined();
    expect(nearestName("delayMost", ["delayMax", "decayBits"])).toBe("delayMax");
    expect(nearestName("Compartment", ["compartments"])).toBe("compartments");
    expect(nearestName("colour", ["chips", "tilesX"])).toBeUndefined();
  });
});
