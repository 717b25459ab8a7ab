import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeText, tokenizerFor, tokenizerNamed } from "../../src/text/tokenizer.js";

const english = tokenizerNamed("english");
const chinese = tokenizerNamed("chinese-characters");

describe("the English tokeniser", () => {
  it("splits contractions before the clitic, as the Penn Treebank and GloVe do", () => {
    expect(english.tokenize("I don't think it's what we're after; they'll say I'd can't.")).toEqual(
      "i do n't think it 's what we 're after ; they 'll say i 'd ca n't .".split(" "),
    );
  });

  it("cuts a typographic apostrophe like a plain one", () => {
    expect(english.tokenize("Don’t")).toEqual(["do", "n't"]);
  });

  it("gives the same tokens for a text that was tokenised before", () => {
    expect(english.tokenize("it 's n't bad , is n't it ?")).toEqual(["it", "'s", "n't", "bad", ",", "is", "n't", "it", "?"]);
  });

  it("keeps quotes that are no clitics apart from the word", () => {
    expect(english.tokenize("'silly' and 'sad'")).toEqual(["'", "silly", "'", "and", "'", "sad", "'"]);
  });

  it("keeps numbers with points and commas, ordinals and abbreviations whole", () => {
    expect(english.tokenize("1,000.5 in the 19th century, U.S. 3.14.")).toEqual([
      "1,000.5",
      "in",
      "the",
      "19th",
      "century",
      ",",
      "u.s.",
      "3.14",
      ".",
    ]);
  });

  it("makes one token of an ellipsis and one of every other sign", () => {
    expect(english.tokenize("wow.... well-made!!")).toEqual(["wow", "...", "well", "-", "made", "!", "!"]);
  });

  it("folds case, compatibility forms and invisible characters", () => {
    expect(english.tokenize("\uFEFFＣａｆｅ\u0301 ﬁne\u200B")).toEqual(["café", "fine"]);
  });

  it("finds no token in blanks and control characters alone", () => {
    expect(english.tokenize(" \t\u00a0\u0007\u200d\n")).toEqual([]);
  });
});

describe("the Chinese tokeniser", () => {
  it("takes Han characters one by one and runs of letters and digits whole", () => {
    expect(chinese.tokenize("很快，WiFi好5星 5.0！")).toEqual(["很", "快", ",", "wifi", "好", "5", "星", "5", ".", "0", "!"]);
  });

  it("is what Chinese texts get", () => {
    expect(tokenizerFor("zh")).toBe(chinese);
    expect(tokenizerFor("en")).toBe(english);
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    "n't",
    "'s",
    "'",
    "n",
    "t",
    "s",
    ".",
    "..",
    "...",
    "…",
    "u.",
    "1",
    "2.5",
    ",",
    "-",
    " ",
    "a",
    "İ",
    "ﬀ",
    "e\u0301",
    "\u0301",
    "好",
    "②",
    "ʼ",
    "½",
  ),
  fc.string({ unit: "grapheme", maxLength: 3 }),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

describe.each([english, chinese])("the tokeniser $name, on any text", (tokenizer) => {
  it("yields tokens without blanks that cut to themselves again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenizer.tokenize(text);
        expect(tokens.every((token) => token !== "" && !/\s/.test(token))).toBe(true);
        expect(tokenizer.tokenize(tokens.join(" "))).toEqual(tokens);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("normalizeText", () => {
  it("is a fixed point of itself on any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normalizeText(normalizeText(text))).toBe(normalizeText(text));
      }),
      { numRuns: 3000 },
    );
  });
});
