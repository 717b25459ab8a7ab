/**
 * The network that a spiking one was converted from, layer by layer, as an ordinary processor runs it: the competitor of
 * converted models. The rules lean its way, as those of baselines.ts do: nothing for padding, every weight fetched once a
 * sample, sums and maxima in registers, ReLU and pooling fused into the layer before them.
 */
import { assertNever } from "../util/diagnostics.js";
import type { EnergyLine } from "../util/results.js";
import type { DigitalPrecision } from "./baselines.js";
import type { DigitalCostTable } from "./costs.js";
import type { LayerCounts } from "./counts.js";
import { accesses, digitalLines, operations, packedWords, rowWords } from "./terms.js";

/** Of the reference line of converted networks, with its precision behind it. */
export const SOURCE_NETWORK = "source";

/** Bytes of the registers that sums live in: no charge, but counted. */
const REGISTER_BYTES = 64;

/** The source network: multiply-accumulates, comparisons, weights, activations. Two lines: arithmetic, arithmetic+memory. */
export function priceSourceNetwork(
  layers: readonly LayerCounts[],
  table: DigitalCostTable,
  precision: DigitalPrecision,
  sumBits: number,
): EnergyLine[] {
  const { bits, multiply, add, sums } = arithmeticOf(precision, sumBits);
  return digitalLines(
    table,
    { id: `${SOURCE_NETWORK}-${precision}`, system: `Source network, ${precision}`, precision, countsFrom: "counted" },
    layers.flatMap(({ name, multiplyAccumulates, comparisons, weights, inputs }, l) => [
      operations(table, multiply, `multiplications of ${name}`, multiplyAccumulates),
      operations(table, add, `additions of ${name}`, multiplyAccumulates),
      operations(table, add, `comparisons of ${name}`, comparisons),
      accesses(table, `weights of ${name}, each once`, rowWords(weights, bits), (weights * bits) / 8),
      accesses(
        table,
        l === 0 ? `inputs of ${name}, read once` : `inputs of ${name}, written and read once`,
        (l === 0 ? 1 : 2) * packedWords(inputs, bits),
        (inputs * bits) / 8,
      ),
      accesses(table, `sums of ${name}, read and written`, 2 * packedWords(multiplyAccumulates, sums), REGISTER_BYTES),
    ]),
  );
}

function arithmeticOf(precision: DigitalPrecision, sumBits: number) {
  switch (precision) {
    case "int8":
      return { bits: 8, multiply: "multiplyInt8", add: "addInt32", sums: sumBits } as const;
    case "fp32":
      return { bits: 32, multiply: "multiplyFp32", add: "addFp32", sums: 32 } as const;
    default:
      return assertNever(precision);
  }
}
