/** Training on data that teaches little or nothing: refused, or trained with a warning that says what is odd. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, snnc, temporaryFolder } from "../support/cli.js";

describe("degenerate input", () => {
  const folder = temporaryFolder();
  const file = (name: string, lines: readonly string[]): string => {
    const path = join(folder.path, name);
    writeFileSync(path, `${lines.join("\n")}\n`);
    return path;
  };
  /** What training says, the test's own folder reading DIR, and its exit code. */
  const train = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await snnc(["train", "--epochs", "1", "--filters", "4", "-o", join(folder.path, "out"), ...args]);
    const said = stderr.split("\n").filter((line) => /^(warning|snnc): /.test(line));
    return [...said, `exit ${code}`].join("\n").replaceAll(folder.path, "DIR");
  };
  const films = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, i) => `${i % 2 === 0 ? "good\ta fine" : "bad\ta dull"} film number ${from + i}`);

  beforeAll(() => buildCli());
  afterAll(() => folder.remove());

  it("is refused where there is one text, or one of each class", async () => {
    expect([await train("--data", file("one.tsv", films(1))), await train("--data", file("two.tsv", films(2)))]).toEqual([
      "snnc: DIR/one.tsv: every row has the label 'good'; a classifier needs at least 2 classes [dataset-one-class]\nexit 2",
      "snnc: DIR/two.tsv: the split gives 2 train, 0 dev and 0 test rows; each part needs at least 1 [dataset-too-small]\nexit 2",
    ]);
  });

  it("is refused where the files write the classes differently", async () => {
    const other = Array.from({ length: 6 }, (_, i) => `${i % 2}\ta film ${i}`);
    expect(await train("--data", file("films.tsv", films(40)), "--test-data", file("numbers.tsv", other))).toBe(
      [
        "snnc: DIR/films.tsv: the class '0' has no row in train, so it cannot be learned; train has 'bad', 'good' [dataset-class-untrained]",
        "snnc: DIR/films.tsv: the class '1' has no row in train, so it cannot be learned; train has 'bad', 'good' [dataset-class-untrained]",
        "exit 2",
      ].join("\n"),
    );
  });

  it("is trained on with a warning where parts overlap, a class is missing in dev, or nobody knows the words of the test set", async () => {
    const test = file("unknown.tsv", ["good\txyzzy plugh", "bad\tfoo bar", "good\ta fine film number 2"]);
    const said = await train("--data", file("films.tsv", films(40)), "--dev-data", file("dev.tsv", films(12, 40).slice(0, 1)), "--test-data", test);
    expect(said).toBe(
      [
        "warning: data set 'films': 1 of the 3 different texts of test stand in train as well, letter for letter: accuracy on test counts what was learnt by heart [dataset-overlap]",
        "warning: data set 'films': dev has no text of 'bad': what is chosen on dev is chosen without them [dataset-class-missing]",
        "exit 0",
      ].join("\n"),
    );
    const unknown = file("unknown.tsv", ["good\txyzzy plugh", "bad\tfoo bar", "good\ta shrubbery"]);
    expect(await train("--data", file("films.tsv", films(40)), "--test-data", unknown)).toContain(
      "warning: test: 83 % of the words of test never occur in training, and 2 of its 3 texts have no other: all of these get one and the same decision [words-unknown]",
    );
  });

  it("is refused where word vectors have a column too few or no number, and trained on with a warning where they know no word", async () => {
    const data = file("films.tsv", films(40));
    const answers = [];
    for (const lines of [["fine 1 2 3", "dull 1 2"], ["fine 1 2 3", "dull 1 nan 2"], ["zyx 1 2 3"]]) {
      answers.push(await train("--data", data, "--embeddings", file("vectors.txt", lines)));
    }
    expect(answers).toEqual([
      "snnc: DIR/vectors.txt:2: the line has 2 numbers after its word; 3 are expected [vectors-columns]\nexit 2",
      "snnc: DIR/vectors.txt:2: number 2 of 'dull' is 'nan'; a finite number is expected [vectors-value]\nexit 2",
      expect.stringMatching(
        /^warning: DIR\/vectors.txt: none of the \d+ words of the texts has a vector in the file, so the rest starts from random/,
      ),
    ]);
  });

  it("stops where the loss explodes, and says what to lower", async () => {
    const huge = ["a", "fine", "dull", "film", "number"].map((word, i) => `${word} ${(i % 2 === 0 ? 1 : -1) * 1e30} 2e30 -1e30`);
    const said = await train("--data", file("films.tsv", films(40)), "--embeddings", file("huge.txt", huge));
    expect(said).toMatch(/^snnc: float TextCNN: the loss exploded in epoch 1 .*\[training-diverged\]\nexit 1$/);
  });
});
