import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeIds, encodeTexts, longestText, padded } from "../../src/encode/encode.js";
import { type Encoder, NO_LINE } from "../../src/encode/encoder.js";
import { bigramHash } from "../../src/util/bigram-hash.js";

const encoder: Encoder = {
  tokenizer: "english",
  words: ["<unk>", "good", "film", "the"],
  wordLine: Uint32Array.of(NO_LINE, 3, 4, 3),
  drainTimesteps: 3,
  limits: { timestepsPerSample: 10, eventsPerTimestep: 2 },
};
const full: Encoder = { ...encoder, startLine: 0, bigram: { hashBits: 4, firstLine: 100 } };

describe("encodeTexts", () => {
  it("emits the word at position p in timestep p on its line, and nothing for a word without one", () => {
    const { batch, words, unknown, tokens } = encodeTexts(encoder, ["the good film", "a film"]);
    expect([...batch.sampleStart]).toEqual([0, 3, 4]);
    expect([...batch.time]).toEqual([0, 1, 2, 1]);
    expect([...batch.line]).toEqual([3, 3, 4, 4]);
    expect([...batch.timesteps]).toEqual([6, 5]);
    expect([...words]).toEqual([3, 2]);
    expect([...unknown]).toEqual([0, 1]);
    expect(tokens).toEqual([
      ["the", "good", "film"],
      ["a", "film"],
    ]);
  });

  it("emits the start line in timestep 0 and a pair's line from timestep 1 on, pairs with unknown words too", () => {
    const { batch } = encodeTexts(full, ["good a film"]);
    expect([...batch.time]).toEqual([0, 0, 1, 2, 2]);
    expect([...batch.line]).toEqual([0, 3, 100 + bigramHash(1, 0, 4), 4, 100 + bigramHash(0, 2, 4)]);
  });

  it("emits a coded word in each group, and a word with a line of its own on that line alone", () => {
    const code = { groupLine: Uint32Array.of(10, 20, 30), index: Uint16Array.of(0, 1, 2, 0, 0, 0, 3, 4, 5, 0, 0, 0) };
    const coded: Encoder = {
      ...encoder,
      wordLine: Uint32Array.of(NO_LINE, 3, NO_LINE, 4),
      code,
      limits: { timestepsPerSample: 10, eventsPerTimestep: 3 },
    };
    const { batch } = encodeTexts(coded, ["the film", "xyz"]);
    expect([...batch.time]).toEqual([0, 1, 1, 1, 0, 0, 0]);
    expect([...batch.line]).toEqual([4, 13, 24, 35, 10, 21, 32]);
  });

  it("takes words that were not trained for the unknown one in pairs", () => {
    const paired: Encoder = { ...encoder, bigram: { hashBits: 8, firstLine: 100, words: 2 } };
    const { batch } = encodeTexts(paired, ["good film the"]);
    expect([...batch.line]).toEqual([3, 4, 100 + bigramHash(1, 0, 8), 3, 100 + bigramHash(0, 0, 8)]);
  });

  it("refuses every empty and every too long text, by its number", () => {
    const long = "good ".repeat(8);
    expect(() => encodeTexts(encoder, ["film", " ", long, ""])).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: text 2: the text has no word, and the decision on an empty text is undefined [text-empty]
        Leave it out, or give it at least one letter, digit or sign.
      text 3: the text has 8 words; the program is proven for at most 7 (10 timesteps less 3 to drain) [text-too-long]
        Split the text, or compile for longer ones (\`snnc compile --max-timesteps\`).
      text 4: the text has no word, and the decision on an empty text is undefined [text-empty]
        Leave it out, or give it at least one letter, digit or sign.]
    `);
    expect(longestText(encoder)).toBe(7);
    expect(encodeTexts(encoder, ["good ".repeat(7)]).batch.timesteps[0]).toBe(10);
  });

  it("names texts as it is told to", () => {
    expect(() => encodeTexts(encoder, [""], () => "stdin:4")).toThrow("stdin:4: the text has no word");
  });

  it("cuts no text: each of thousands of words is an event, and so is each pair", () => {
    const limits = { timestepsPerSample: 4096, eventsPerTimestep: 2 };
    const { batch, words } = encodeTexts({ ...full, limits }, ["good film ".repeat(2000), "film"]);
    expect([...words]).toEqual([4000, 1]);
    expect([...batch.timesteps]).toEqual([4003, 4]);
    expect([...batch.sampleStart]).toEqual([0, 1 + 4000 + 3999, 1 + 4000 + 3999 + 2]);
  });

  it("encodes no texts to an empty batch", () => {
    expect([...encodeTexts(full, []).batch.sampleStart]).toEqual([0]);
  });

  it("refuses, as our own bug, limits that its own events exceed", () => {
    expect(() => encodeTexts({ ...full, limits: { timestepsPerSample: 10, eventsPerTimestep: 1 } }, ["good"])).toThrow("the encoder emits 2 events");
  });

  it("gives a text the same events alone as in a batch, sorted by time and within the limits", () => {
    const text = fc.array(fc.constantFrom("the", "good", "film", "zebra"), { minLength: 1, maxLength: 7 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const { batch } = encodeTexts(full, texts);
        texts.forEach((one, sample) => {
          const from = batch.sampleStart[sample];
          const to = batch.sampleStart[sample + 1];
          const alone = encodeTexts(full, [one]).batch;
          expect(batch.time.slice(from, to)).toEqual(alone.time);
          expect(batch.line.slice(from, to)).toEqual(alone.line);
          expect(alone.time).toEqual(alone.time.toSorted());
          for (const time of alone.time) expect(alone.time.filter((other) => other === time).length).toBeLessThanOrEqual(2);
        });
      }),
    );
  });
});

describe("encodeIds", () => {
  it("gives the events of the texts that the ids stand for", () => {
    const { batch, words, unknown } = encodeIds(full, { start: Uint32Array.of(0, 3, 4), ids: Uint32Array.of(3, 1, 0, 2) });
    const expected = encodeTexts(full, ["the good zebra", "film"]);
    expect({ batch, words, unknown }).toEqual({ batch: expected.batch, words: expected.words, unknown: expected.unknown });
  });
});

describe("bigramHash", () => {
  it("keeps its values: trained weights depend on them", () => {
    expect([bigramHash(0, 0, 17), bigramHash(1, 2, 17), bigramHash(2, 1, 17), bigramHash(29_000, 12, 31)]).toMatchInlineSnapshot(`
      [
        131038,
        2405,
        21709,
        1454807661,
      ]
    `);
  });

  it("stays within its bits for any ids", () => {
    const id = fc.integer({ min: 0, max: 0xfffffff });
    fc.assert(
      fc.property(id, id, fc.integer({ min: 1, max: 31 }), (a, b, bits) => {
        const line = bigramHash(a, b, bits);
        expect(Number.isInteger(line) && line >= 0 && line < 2 ** bits).toBe(true);
      }),
    );
  });

  it("spreads pairs of small ids as evenly as chance would", () => {
    const bits = 10;
    const pairs = 256;
    const counts = new Uint32Array(2 ** bits);
    for (let a = 0; a < pairs; a++) for (let b = 0; b < pairs; b++) counts[bigramHash(a, b, bits)]++;
    const expected = (pairs * pairs) / counts.length;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const degrees = counts.length - 1;
    expect(Math.abs(chiSquare - degrees)).toBeLessThan(5 * Math.sqrt(2 * degrees));
  });
});

describe("texts of a network with a fixed length", () => {
  it("are cut, and followed by pads as long as there is room", () => {
    const texts = { start: Uint32Array.of(0, 2, 6, 6), ids: Uint32Array.of(5, 6, 1, 2, 3, 4) };
    const { start, ids } = padded({ padding: { id: 9, words: 2, length: 3 } }, texts);
    expect([...ids]).toEqual([5, 6, 9, 1, 2, 3]);
    expect([...start]).toEqual([0, 3, 6, 6]);
    expect(padded({}, texts)).toBe(texts);
  });
});
