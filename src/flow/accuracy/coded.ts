/** The default network with coded words, within the memory of a small FPGA: as integers, and as RTL. */
import { encodeTexts } from "../../encode/encode.js";
import type { EventProgram } from "../../event/program.js";
import { planColumns } from "../../learn/columns.js";
import type { TextCnn } from "../../learn/textcnn.js";
import { checkError, inputError, SnncError } from "../../util/diagnostics.js";
import { workOptions } from "../../util/progress.js";
import { labelled } from "../bundle-files.js";
import { compile } from "../compile.js";
import { parseConfig } from "../config.js";
import { type CodedClassifier, codeClassifier } from "../learn-code.js";
import { map } from "../map.js";
import { buildCrossbar } from "../rtl.js";
import { verifyRtl } from "../simulate.js";
import { type Cell, timed } from "./cell.js";
import { compiledRow, programRow } from "./figures.js";
import { correctness, type StoredRow } from "./rows.js";

/** What the tables may take: at 8 bit the single-port memory of an iCE40 UP5K, at 4 bit half of it. */
const BUDGETS = { 8: 131_072, 4: 65_536 } as const;
type CodedBits = keyof typeof BUDGETS;
const RTL_BITS = 8;
const RTL_TARGET = "crossbar-16";
const CHIP = "loihi1";

/** Throws SnncError (input) where the step `word` has not been measured. */
export async function codedNetwork(cell: Cell, bits: CodedBits): Promise<StoredRow> {
  const [coded, seconds] = await timed(() => codeDefault(cell, bits));
  return await programRow(cell, { role: "code", variant: "", encoding: "code" }, coded, bits, seconds);
}

/**
 * The same network, coded again, its RTL simulated on the whole test set and compared with the golden simulator spike for spike;
 * notes what a Loihi-style chip needs. Throws SnncError (check) at a mismatch.
 */
export async function codedInRtl(cell: Cell): Promise<StoredRow> {
  const { dataset, options } = cell;
  const [coded, seconds] = await timed(() => codeDefault(cell, RTL_BITS));
  const compiled = await compile(coded, { weightBits: RTL_BITS, dev: labelled(dataset.dev), ...workOptions(options) });
  const { program, encoder } = compiled;
  const test = labelled(dataset.test);
  const build = buildCrossbar(program, RTL_TARGET);
  const { rtl, comparison, simulator } = await verifyRtl(build, encodeTexts(encoder, test.texts).batch, undefined, workOptions(options));
  const row = await compiledRow(cell, { role: "code", variant: "in RTL", encoding: "code" }, compiled, RTL_BITS, seconds);
  const correct = correctness(rtl.decisions, test.labels);
  if (correct !== row.correct) throw checkError("rtl-mismatch", "RTL and golden simulator decide differently on the test texts");
  const { mismatches, spikesCompared, outputsCompared, membranesCompared } = comparison;
  const compared = `${spikesCompared} spikes, ${outputsCompared} outputs and ${membranesCompared} membranes`;
  return { ...row, correct, notes: [`${RTL_TARGET} in ${simulator}: ${mismatches} mismatches in ${compared}`, await coresOf(program)] };
}

async function coresOf(program: EventProgram): Promise<string> {
  try {
    return `${(await map(program, { target: CHIP })).cores.length} cores of ${CHIP}`;
  } catch (error) {
    if (!(error instanceof SnncError)) throw error;
    return `does not fit ${CHIP}: ${error.diagnostics.map(({ message }) => message).join("; ")}`;
  }
}

async function codeDefault(cell: Cell, bits: CodedBits): Promise<CodedClassifier> {
  const { tf, set, options, dataset } = cell;
  const model = options.kept();
  if (model === undefined) {
    throw inputError("accuracy-order", "the steps 'code', 'code4' and 'rtl' code the network of the step 'word', which has not been measured", {
      hint: "Measure both: --steps word,code",
    });
  }
  // Words that training never saw lose accuracy on the dev parts (src/learn/README.md).
  const code = { tableBytes: BUDGETS[bits], unseenWords: 0, subRows: subRowsFor(model, bits) };
  const config = parseConfig({ dataset: { kind: "reviews" }, code }, "accuracy");
  return await codeClassifier(tf, model, { ...cell, classes: dataset.classes }, { code: config.code, weightBits: bits }, set.preset, options);
}

const MOST_SUB_ROWS = 256;
/** Of the budget, what sub-rows may take: pairs and words of their own need the rest. */
const SHARED = 0.6;

/** The largest power of two of sub-rows that leaves room. */
function subRowsFor(model: TextCnn, bits: CodedBits): number {
  const weights = (BUDGETS[bits] * 8) / bits;
  let subRows = MOST_SUB_ROWS;
  while (subRows * planColumns(model).columns > SHARED * weights) subRows /= 2;
  return subRows;
}
