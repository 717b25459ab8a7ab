/** What a picked bundle keeps of its search for `snnc report`. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BUNDLE, type Bundle, createBundle, json, madeAfter } from "../../../src/flow/bundle.js";
import { readSearch } from "../../../src/flow/bundle-files.js";
import { parseConfig } from "../../../src/flow/config.js";
import { PICKED, SEARCH } from "../../report/exploration-fixture.js";
import { temporaryFolder } from "../../support/cli.js";

describe("the search of a bundle", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let bundle: Bundle;
  const found = { ...SEARCH, picked: [PICKED] };
  const withBits = (weightBits: number): void =>
    bundle.write(new Map([[BUNDLE.config, json(parseConfig({ dataset: { kind: "reviews" }, weightBits }, "test"))]]));

  beforeEach(() => {
    folder = temporaryFolder();
    bundle = createBundle(folder.path);
    withBits(8);
  });
  afterEach(() => folder.remove());

  it("is absent where the bundle was not picked from one", () => {
    expect(readSearch(bundle)).toBeUndefined();
  });

  it("is what `snnc explore --pick` wrote", () => {
    bundle.write(new Map([[BUNDLE.search, json(found)]]));
    expect(readSearch(bundle)).toEqual(found);
  });

  it("is left out once the program is compiled for other bits than those of the picked line", () => {
    bundle.write(new Map([[BUNDLE.search, json(found)]]));
    withBits(4);
    expect(readSearch(bundle)).toBeUndefined();
  });

  it("stays where another line of other bits was picked before", () => {
    const other = { ...PICKED, configuration: { ...PICKED.configuration, weightBits: 4 as const } };
    const search = { ...SEARCH, picked: [other, PICKED] };
    bundle.write(new Map([[BUNDLE.search, json(search)]]));
    expect(readSearch(bundle)).toEqual(search);
    bundle.write(new Map([[BUNDLE.search, json({ ...search, picked: [PICKED, other] })]]));
    expect(readSearch(bundle)).toBeUndefined();
  });

  it("goes when the network is trained or converted again, and stays when it is compiled again", () => {
    expect([BUNDLE.floatGraph, BUNDLE.graph, BUNDLE.event].map((name) => madeAfter(name).includes(BUNDLE.search))).toEqual([true, true, false]);
  });

  it("is refused where the file is something else", () => {
    bundle.write(new Map([[BUNDLE.search, "{}"]]));
    expect(() => readSearch(bundle)).toThrow("is not the result of a search");
  });
});
