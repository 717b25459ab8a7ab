/** The mapping to read: a table of (used, max) per core as text, and every table as JSON. */
import { AXON_KINDS, type MappedCore, type MappedProgram, tileOf, utilizationOf } from "./mapping.js";

/** Text for people: one line a core, resources as `used/max`, then what each core is configured for; ends in a newline. */
export function printMapping(mapped: MappedProgram): string {
  const { mesh } = mapped;
  const rows = mapped.cores.map((core) => {
    const { x, y, chip } = tileOf(mesh, core.id);
    const { resources } = utilizationOf(core, mapped.coreLimits);
    const place = mesh.chips > 1 ? `${chip}:${x},${y}` : `${x},${y}`;
    return [String(core.id), place, ...Object.values(resources).map(({ used, max }) => `${used}/${max}`), core.populations.join(" ")];
  });
  const resourceNames = mapped.cores.length === 0 ? [] : Object.keys(utilizationOf(mapped.cores[0], mapped.coreLimits).resources);
  const table = [["core", "tile", ...resourceNames, "populations"], ...rows];
  const last = table[0].length - 1;
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === last ? cell : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd(),
  );
  return [
    `mapping '${mapped.name}' on ${mapped.target}: ${mapped.cores.length} cores, objective ${mapped.objective}, seed ${mapped.seed}`,
    `weighed by ${mapped.weighedBy}${mapped.costs === "" ? "" : `; costs of ${mapped.costs}`}`,
    ...lines,
    ...mapped.cores.flatMap(describeCore),
    "",
  ].join("\n");
}

function describeCore(core: MappedCore): string[] {
  return [
    `core ${core.id}: v in ${core.membraneMin}..${core.membraneMax}; threshold mantissas ${Array.from(core.thresholdMantissas).join(" ")}`,
    ...core.configs.map((config, i) => `  configuration ${i}: decayU ${config.decayU}, decayV ${config.decayV}, refractory ${config.refractory}`),
    `  input axons: ${kindsOf(core)}`,
    ...core.formats.map(
      (format, i) =>
        `  format ${i}: ${format.compression}, ${format.signMode}, weight ${format.weightBits} bit x 2^${format.weightExponent}, delay ${format.delayBits} bit, index ${format.indexBits} bit`,
    ),
  ];
}

function kindsOf({ inputAxons }: MappedCore): string {
  const count = (kind: number): number => inputAxons.kind.reduce((sum, other) => sum + (other === kind ? 1 : 0), 0);
  const { discrete, population16, population32 } = AXON_KINDS;
  return `${count(discrete)} discrete, ${count(population16)} population-16, ${count(population32)} population-32`;
}

/** Every table as JSON text (synapse words in base64); the same mapping gives the same text. */
export function mappingJson(mapped: MappedProgram): string {
  return `${JSON.stringify(mapped, (key, value: unknown) => {
    if (value instanceof Uint8Array) return key === "synapses" ? Buffer.from(value).toString("base64") : Array.from(value);
    return value instanceof Uint32Array || value instanceof Int32Array ? Array.from(value) : value;
  })}\n`;
}
