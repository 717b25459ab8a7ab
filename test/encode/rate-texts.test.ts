/** Texts as Bernoulli trains: events by probability, cut and numbered; and their encoder on disk. */
import { describe, expect, it } from "vitest";
import { encodeRateTexts, type RateTextEncoder } from "../../src/encode/rate-texts.js";
import { decodeRateTextEncoder, encodeRateTextEncoder } from "../../src/encode/rate-texts-codec.js";

/** "yes" always spikes on its first element, "no" on its second; an unknown word never does. */
const encoder: RateTextEncoder = {
  kind: "rateTexts",
  tokenizer: "english",
  words: ["<unk>", "yes", "no", "maybe"],
  dimensions: 2,
  length: 2,
  probabilities: Float32Array.of(0, 0, 1, 0, 0, 1, 0.5, 0.5),
  timesteps: 2,
  seed: 5,
  lineOf: Uint32Array.of(10, 11, 12, 13),
  drainTimesteps: 2,
};

function eventsOf({ batch }: ReturnType<typeof encodeRateTexts>, text: number): number[][] {
  const events: number[][] = [];
  for (let i = batch.sampleStart[text]; i < batch.sampleStart[text + 1]; i++) events.push([batch.time[i], batch.line[i]]);
  return events;
}

describe("encoding texts by rates", () => {
  it("gives each word the lines of its position, leaves unknown words silent and cuts what is too long", () => {
    const encoded = encodeRateTexts(encoder, ["yes no yes", "other yes"]);
    expect(eventsOf(encoded, 0)).toEqual([
      [0, 10],
      [0, 13],
      [1, 10],
      [1, 13],
    ]);
    expect(eventsOf(encoded, 1)).toEqual([
      [0, 12],
      [1, 12],
    ]);
    expect(Array.from(encoded.words)).toEqual([2, 2]);
    expect(Array.from(encoded.batch.timesteps)).toEqual([4, 4]);
  });

  it("draws a text by its number, whatever stands around it", () => {
    const texts = Array.from({ length: 6 }, () => "maybe maybe");
    const all = encodeRateTexts(encoder, texts);
    const last = encodeRateTexts(encoder, texts.slice(4), 4);
    expect([eventsOf(last, 0), eventsOf(last, 1)]).toEqual([eventsOf(all, 4), eventsOf(all, 5)]);
    expect(new Set(texts.map((_, text) => JSON.stringify(eventsOf(all, text)))).size).toBeGreaterThan(1);
  });

  it("names every empty text", () => {
    expect(() => encodeRateTexts(encoder, ["yes", " ", ""], 7)).toThrow(/text 9: [\s\S]*text 10: /);
  });
});

describe("the encoder on disk", () => {
  it("round-trips, the same bytes every time", () => {
    const bytes = encodeRateTextEncoder(encoder);
    expect(decodeRateTextEncoder(bytes, "encoder.pb")).toEqual(encoder);
    expect(encodeRateTextEncoder(encoder)).toEqual(bytes);
  });

  it("is refused where it contradicts itself", () => {
    const refused = (change: Partial<RateTextEncoder>): (() => unknown) => {
      const bytes = encodeRateTextEncoder({ ...encoder, ...change });
      return () => decodeRateTextEncoder(bytes, "encoder.pb");
    };
    expect(refused({ length: 3 })).toThrow("4 lines for 3 positions of 2 elements");
    expect(refused({ words: ["<unk>"] })).toThrow("8 probabilities for 1 words");
    expect(refused({ probabilities: encoder.probabilities.map((p) => p + 0.5) })).toThrow("probability 2 is 1.5");
    expect(refused({ timesteps: 0 })).toThrow("0 timesteps of input");
  });
});
