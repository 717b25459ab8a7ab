/** What `snnc inspect --core` says of a core: the tables, decoded. Goldens: npx vitest run PATH --update=all */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fanout } from "../../src/event/fanout.js";
import { layoutOf, lookup, sourcesOf } from "../../src/event/layout.js";
import type { EventProgram } from "../../src/event/program.js";
import { randomProgram } from "../../src/event/random-program.js";
import { mappingJson } from "../../src/loihi/codec.js";
import { coreDump, printCoreDump } from "../../src/loihi/core-dump.js";
import { legaliseForLoihi } from "../../src/loihi/legalise.js";
import { mapToLoihi } from "../../src/loihi/map.js";
import type { MappedProgram } from "../../src/loihi/mapping.js";
import { SnncError } from "../../src/util/diagnostics.js";
import { createRandom } from "../../src/util/random.js";
import { smaller, textProgram } from "./support.js";

const chip = smaller({ compartments: 12 }, { tilesX: 4, tilesY: 3, coresPerTile: 2 });

function small(): MappedProgram {
  const program = textProgram(createRandom(3), { lines: 4, kernels: [2], filters: 6, classes: 2, maxTimesteps: 6, bits: 4 });
  return mapToLoihi(legaliseForLoihi(program, chip).program, chip, { seed: 1 });
}

function textOf(mapped: MappedProgram, core: number, limit: number): string {
  const dump = coreDump(mapped, chip, core, limit);
  if (dump === undefined) throw new Error(`no core ${core}`);
  return printCoreDump(dump);
}

/** Every synapse of the program as the dump would say it. */
function synapsesOf(program: EventProgram): string[] {
  const layout = layoutOf(program);
  const ports = program.inputs.flatMap(({ name, lines }) => Array.from({ length: lines }, (_, i) => `line ${name}[${i}]`));
  const neurons = program.populations.flatMap(({ name, size }) => Array.from({ length: size }, (_, i) => `${name}[${i}]`));
  const sources = [...ports, ...neurons];
  return program.projections.flatMap((projection) => {
    const table = lookup(layout.tableOf, projection.table);
    const first = lookup(layout.populationStart, projection.target);
    const { start, count } = sourcesOf(program, layout, projection);
    return Array.from({ length: count }, (_, source) =>
      fanout(projection, table, source).flatMap(({ target, length, weight }) =>
        Array.from({ length }, (_, i) => {
          const delivered = table.weights[weight + i] * 2 ** table.exponent + 0;
          return `${sources[start + source]} -> ${neurons[first + target + i]} after ${projection.delay}: ${delivered}`;
        }),
      ),
    ).flat();
  });
}

describe("the dump of a core", () => {
  it("says registers, axons and synapses in words", async () => {
    const mapped = small();
    await expect(mapped.cores.map(({ id }) => textOf(mapped, id, 4)).join("\n")).toMatchFileSnapshot("core-dump.txt");
  });

  it("has every synapse of the program with its delay and what it delivers, and nothing else", () => {
    let programs = 0;
    for (let seed = 1; seed < 60; seed++) {
      try {
        const { program } = legaliseForLoihi(randomProgram(createRandom(seed), { loihi: true, refractories: ["none", "steps"] }), chip);
        const mapped = mapToLoihi(program, chip, { seed: 1 });
        const found = mapped.cores.flatMap(({ id }) =>
          (coreDump(mapped, chip, id, Number.POSITIVE_INFINITY)?.inputAxons.rows ?? []).flatMap(({ atoms }) =>
            atoms.rows.flatMap(({ source, synapses }) =>
              synapses.rows.map(({ neuron, delayTimesteps, delivered }) => `${source} -> ${neuron} after ${delayTimesteps}: ${delivered}`),
            ),
          ),
        );
        expect(found.sort()).toEqual(synapsesOf(program).sort());
        programs++;
      } catch (error) {
        if (!(error instanceof SnncError && error.kind === "check")) throw error;
      }
    }
    expect(programs).toBeGreaterThan(20);
  });

  it("keeps to the limit, says how much it left out, and knows no core that is not there", () => {
    const mapped = small();
    const [{ id, inputAxons }] = mapped.cores;
    const dump = coreDump(mapped, chip, id, 1);
    expect(dump?.inputAxons).toMatchObject({ total: inputAxons.source.length });
    expect(dump?.inputAxons.rows).toHaveLength(1);
    expect(textOf(mapped, id, 1)).toContain(`... ${inputAxons.source.length - 1} more input axons`);
    expect(textOf(mapped, id, Number.POSITIVE_INFINITY)).not.toContain("more");
    expect(coreDump(mapped, chip, 9999, 1)).toBeUndefined();
  });
});

describe("mapping.json", () => {
  it("has no field that the README does not explain", () => {
    const readme = readFileSync(new URL("../../src/loihi/README.md", import.meta.url), "utf8");
    const section = /## mapping\.json\n(.*?)\n## /s.exec(readme)?.[1] ?? "";
    const fields = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) fields.add(key);
        collect(inner);
      }
    };
    collect(JSON.parse(mappingJson(small())));
    expect(fields.size).toBeGreaterThan(40);
    expect([...fields].filter((field) => !section.includes(`\`${field}\``))).toEqual([]);
  });
});
