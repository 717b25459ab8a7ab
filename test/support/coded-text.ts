/** Small random text classifiers with coded words whose weights are whole numbers, so that lowering is exact. */
import type { ConvertedText } from "../../src/flow/compile.js";
import { type CodeGroup, NO_ROW, type WordCode } from "../../src/learn/code.js";
import { columnBlocks } from "../../src/learn/code-filters.js";
import { codedToGraph } from "../../src/learn/code-graph.js";
import { toRowSpace } from "../../src/learn/row-space.js";
import { createTextCnn, type TextCnn } from "../../src/learn/textcnn.js";
import type { Random } from "../../src/util/random.js";

export type CodedText = ConvertedText;

const WORDS = 20;
const FILTERS = 4;
const WIDTH = 2;
const SUB_ROWS = 6;
const CLASSES = 3;

/** Kernels 1, 2, 3 of four filters; block code in groups of two columns, or an additive code of two stages. */
export function codedText(random: Random, { scheme, ownRows }: { scheme: "block" | "additive"; ownRows: number }): CodedText {
  const plain = createTextCnn(
    { vocabularySize: WORDS, classes: CLASSES, dimensions: 2, kernels: [1, 2, 3], filters: FILTERS, wideWords: true },
    "causal",
    random,
  );
  const { dimensions: columns, ...rows } = toRowSpace(plain);
  const groups: CodeGroup[] =
    scheme === "additive"
      ? [0, 1].map(() => ({ rows: SUB_ROWS, columnStart: 0, columns }))
      : columnBlocks(plain).flatMap(({ columnStart, filters }) =>
          Array.from({ length: filters / WIDTH }, (_, i) => ({ rows: SUB_ROWS, columnStart: columnStart + i * WIDTH, columns: WIDTH })),
        );
  const code: WordCode = {
    trainedWords: WORDS,
    ownRows,
    ownRow: Uint32Array.from({ length: WORDS }, (_, word) => (word < ownRows ? word : NO_ROW)),
    groups,
    index: Uint16Array.from({ length: WORDS * groups.length }, (_, i) => (Math.floor(i / groups.length) < ownRows ? 0 : random.integer(SUB_ROWS))),
    classRows: SUB_ROWS,
    classIndex: Uint16Array.from({ length: WORDS }, () => random.integer(SUB_ROWS)),
  };
  const size = groups.reduce((sum, group) => sum + group.rows * group.columns, ownRows * columns);
  const whole = (length: number): Float32Array => Float32Array.from({ length }, () => random.integer(255) - 127);
  // Every filter and the class sums have a weight of 127, so that every scale is 1.
  const embedding = whole(size);
  embedding.fill(127, size - groups.reduce((sum, group) => sum + group.columns, 0));
  if (scheme === "block") {
    let at = ownRows * columns;
    for (const group of groups) {
      embedding.fill(127, at, at + group.columns);
      at += group.rows * group.columns;
    }
  }
  const wide = whole((ownRows + SUB_ROWS) * CLASSES);
  wide[wide.length - 1] = 127;
  const model: TextCnn = {
    ...rows,
    dimensions: columns,
    code,
    embedding,
    activation: { kind: "spike", thresholds: Float32Array.from({ length: 3 * FILTERS }, () => 60 + random.integer(90)) },
    output: whole(3 * FILTERS * CLASSES),
    wide,
  };
  const own = groups.length;
  const index = new Uint16Array(WORDS * (own + 1));
  for (let word = ownRows; word < WORDS; word++) {
    index.set(code.index.subarray(word * own, (word + 1) * own), word * (own + 1));
    index[word * (own + 1) + own] = code.classIndex[word];
  }
  return {
    graph: codedToGraph(model, code, "coded"),
    classes: ["a", "b", "c"],
    wordRows: {
      tokenizer: "english",
      words: ["<unk>", ...Array.from({ length: WORDS - 1 }, (_, i) => `w${i + 1}`)],
      rowOf: code.ownRow.slice(),
      code: { groups: own + 1, index },
    },
  };
}

/** Texts of 1 to 12 word ids. */
export function textsOfCode(random: Random, count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, () => Array.from({ length: 1 + random.integer(12) }, () => random.integer(WORDS)));
}
