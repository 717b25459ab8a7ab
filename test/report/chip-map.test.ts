/** The chip map draws every core, tile and link once, in the colour of its use, whatever the names are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DARK, LIGHT, loadStep, type MapColours, useStep } from "../../src/report/chip-colours.js";
import { chipMapOf, type PlannedMapping, renderChipMap } from "../../src/report/chip-map.js";
import { chipMapPart } from "../../src/report/chip-section.js";
import { renderReport } from "../../src/report/html.js";
import { parseReport, planOfReport, serializeReport } from "../../src/report/json.js";
import { chipCase, madeUpMapping } from "./chip-fixture.js";
import { fixture } from "./fixture.js";
import { elementsOf, type XmlElement } from "./xml.js";

const LOIHI1 = { chips: 1, tilesX: 8, tilesY: 4, coresPerTile: 4 };
const RESOURCE = "compartments";

function svgOf(mapping: PlannedMapping, resource = RESOURCE, population?: string): string {
  return renderChipMap(chipMapOf(mapping, "text"), { title: "net on chip", resource, ...(population === undefined ? {} : { population }) });
}

const isClass = (name: string) => (element: XmlElement) => element.attributes.class?.split(" ").includes(name) === true;
const squares = (elements: readonly XmlElement[]) => elements.filter((one) => isClass("k")(one) && !isClass("key")(one));
/** Idle ones but that of the legend, which has no title. */
const idle = (elements: readonly XmlElement[]) => elements.filter((one) => isClass("idle")(one) && one.children.length > 0);
const arrows = (elements: readonly XmlElement[]) => elements.filter((one) => one.name === "path" && one.children.length > 0);
const titleOf = ({ children }: XmlElement) => children.find(({ name }) => name === "title")?.text ?? "";

describe("the file of its own", () => {
  it.each([1, 12, 128] as const)("draws %i cores of the 128, each tile, and each link with messages, and writes each use and load", async (cores) => {
    const { mapping } = await chipCase(cores);
    expect(mapping.cores).toBe(cores);
    const elements = elementsOf(svgOf(mapping));
    expect(squares(elements)).toHaveLength(cores);
    expect(idle(elements)).toHaveLength(128 - cores);
    expect(elements.filter(isClass("tile"))).toHaveLength(32);
    expect(arrows(elements)).toHaveLength(mapping.plan.links.length);
    for (const { core, resources } of mapping.utilization) {
      const { used, max } = resources[RESOURCE] ?? { used: -1, max: 1 };
      const square = squares(elements).find((one) => titleOf(one).startsWith(`core ${core}, `)) ?? expect.fail(`no core ${core}`);
      expect(titleOf(square)).toContain(`${RESOURCE}: ${used} of ${max.toLocaleString("en-US")}, `);
      expect(square.attributes.class).toBe(`k a${Math.min(9, Math.floor((10 * used) / max))}`);
      expect(square.children.find(isClass("use"))?.children[0]?.text).toBe(
        used > 0 && used < max / 100 ? "<1" : String(Math.round((100 * used) / max)),
      );
    }
    const busiest = Math.max(0, ...mapping.plan.links.map(({ messages }) => messages));
    for (const { x, y, towards, messages } of mapping.plan.links) {
      const arrow = arrows(elements).find((one) => titleOf(one).startsWith(`tile ${x},${y} to `) && titleOf(one).includes(`, ${towards}: `));
      expect(arrow?.attributes.class).toBe(`l${loadStep(messages, busiest)}`);
    }
  });

  it("is the same, byte by byte, when drawn again", async () => {
    const [first, second] = await Promise.all([chipCase(12), chipCase(12)]);
    expect(svgOf(first.mapping)).toBe(svgOf(second.mapping));
  });

  it("colours by the resource that is asked for", () => {
    const mapping = madeUpMapping({ mesh: LOIHI1 });
    const classes = (resource: string) => squares(elementsOf(svgOf(mapping, resource))).map(({ attributes }) => attributes.class);
    expect(classes("compartments").slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9].map((step) => `k a${step}`));
    expect(new Set(classes("synapse words"))).toEqual(new Set(["k b0"]));
    expect(svgOf(mapping, "synapse words")).toContain(`.b0 rect{fill:${LIGHT.use[0]?.fill}}`);
  });

  it("sets off the cores of one population", () => {
    const elements = elementsOf(svgOf(madeUpMapping({ mesh: LOIHI1, populations: ["a", "b", "a", "c"] }), RESOURCE, "a"));
    expect(squares(elements).filter(isClass("held"))).toHaveLength(64);
    expect(squares(elements).filter(isClass("other"))).toHaveLength(64);
  });

  it("is well-formed XML that shows every name as text, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (name) => {
        const elements = elementsOf(svgOf(madeUpMapping({ mesh: LOIHI1, used: 0.05, populations: [name] }), RESOURCE, name));
        expect(squares(elements)).toHaveLength(6);
        expect(elements.map((element) => element.name).filter((tag) => !TAGS.includes(tag))).toEqual([]);
        expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((attribute) => attribute.startsWith("on"))).toEqual([]);
      }),
      { numRuns: 60 },
    );
    const hostile = "\"><script>alert(1)</script><g onload='x'>\ud800\uffff\u0000]]>&amp;</style>";
    const elements = elementsOf(svgOf(madeUpMapping({ mesh: LOIHI1, used: 0.05, populations: [hostile] })));
    expect(elements.some(({ name }) => name === "script")).toBe(false);
    expect(titleOf(squares(elements)[1] ?? expect.fail("no square"))).toContain(
      "<script>alert(1)</script><g onload='x'>\ufffd\ufffd\ufffd]]>&amp;</style>: 100 compartments",
    );
  });
});

const TAGS = ["svg", "title", "style", "rect", "text", "tspan", "g", "path"];

describe("large chips", () => {
  it.each([
    [
      "a board of 32 chips, all in use",
      { chips: 32, tilesX: 8, tilesY: 4, coresPerTile: 4 },
      1,
      256,
      "chip 31, tiles 6,2 to 7,3: 16 of 16 cores in use",
    ],
    ["one of 64 x 64 tiles", { chips: 1, tilesX: 64, tilesY: 64, coresPerTile: 1 }, 1, 484, "tiles 60,60 to 62,62: 9 of 9 cores in use"],
    ["a few rows of one of 64 x 64 tiles", { chips: 1, tilesX: 64, tilesY: 64, coresPerTile: 1 }, 0.1, 109, "tiles 0,0 to 1,1: 4 of 4 cores in use"],
    ["one of 301 x 7 tiles", { chips: 1, tilesX: 301, tilesY: 7, coresPerTile: 2 }, 1, 31, "tiles 0,0 to 9,6: 140 of 140 cores in use"],
  ])("are drawn in squares of several cores, on a page below a megabyte: %s", (_, mesh, used, count, title) => {
    const mapping = madeUpMapping({ mesh, used });
    const elements = elementsOf(svgOf(mapping));
    expect(squares(elements)).toHaveLength(count);
    expect(
      squares(elements)
        .map(titleOf)
        .some((one) => one.startsWith(title)),
    ).toBe(true);
    expect(Buffer.byteLength(svgOf(mapping))).toBeLessThan(1e6);
    expect(Buffer.byteLength(renderReport({ ...fixture(), mapping }))).toBeLessThan(1e6);
  });

  it("add up the messages between blocks and drop those inside", () => {
    const mapping = madeUpMapping({ mesh: { chips: 1, tilesX: 40, tilesY: 40, coresPerTile: 1 } });
    const { arrows: drawn } = chipMapOf(mapping, "text").layout;
    const total = (towards: string) => drawn.filter((one) => one.towards === towards).reduce((sum, { messages }) => sum + messages, 0);
    // Of 39 columns of links, 19 lie between blocks of two.
    expect(total("west")).toBe(19 * 40 * 2);
    expect(total("north")).toBe(19 * 40 * 4);
    expect(drawn.find(({ from, towards }) => from === "tiles 2,0 to 3,1" && towards === "east")?.messages).toBe(2 * (1 + 3));
  });

  it("says how many tiles are left out", () => {
    const mapping = madeUpMapping({ mesh: { chips: 32, tilesX: 8, tilesY: 4, coresPerTile: 4 }, used: 2 / 32 });
    expect(chipMapOf(mapping, "text").layout.square).toEqual({ kind: "core" });
    expect(chipMapPart(mapping, "text").text).toContain("960 more tiles are idle and left out.");
  });

  it("link a chip with the next one also where that is drawn in the next line", () => {
    const { layout } = chipMapOf(madeUpMapping({ mesh: { chips: 4, tilesX: 8, tilesY: 4, coresPerTile: 4 } }), "text");
    const east = layout.arrows.filter(({ from, towards }) => from === "chip 1, tile 7,0" && towards === "east");
    expect(east).toMatchObject([{ to: "chip 2, tile 0,0", messages: 16 }]);
    for (const { x1, x2, y1, y2 } of layout.arrows) {
      expect(Math.min(x1, x2, y1, y2)).toBeGreaterThan(0);
      expect(Math.max(x1, x2)).toBeLessThan(layout.width);
      expect(Math.hypot(x2 - x1, y2 - y1)).toBeLessThan(60);
    }
  });
});

describe("the part of the page", () => {
  it("lets one choose every resource and population without a script, one of each at first", async () => {
    const { mapping } = await chipCase(12);
    const { text } = chipMapPart(mapping, "text");
    expect(text.match(/name="chip-r"/g)).toHaveLength(Object.keys(mapping.utilization[0]?.resources ?? {}).length);
    expect(text.match(/name="chip-p"/g)).toHaveLength(
      1 + mapping.utilization.flatMap(({ populations }) => populations).filter((one, i, all) => all.indexOf(one) === i).length,
    );
    expect(text.match(/ checked>/g)).toHaveLength(2);
    expect(text).not.toMatch(/<script|\son[a-z]+=/);
    expect(text).toContain("as a mean of 40 texts of the test set");
  });

  it("lists the busiest links and cores, busiest first", async () => {
    const { mapping } = await chipCase(128);
    const { text } = chipMapPart(mapping, "text");
    const links = [...mapping.plan.links].sort((a, b) => b.messages - a.messages);
    const rows = text.slice(text.indexOf("Busiest links"));
    expect(rows).toContain(`<th scope="row">tile ${links[0]?.x},${links[0]?.y}</th>`);
    const messages = [...rows.matchAll(/<td class="n">([\d.,]+)<\/td>/g)].map(([, value]) => Number(value?.replaceAll(",", "")));
    expect(messages).toHaveLength(5);
    expect(messages).toEqual([...messages].sort((a, b) => b - a));
  });

  it("is left out where the mapping says no places", () => {
    expect(renderReport(fixture())).not.toContain("chip-r0");
  });

  it("says where the populations are that have no button", () => {
    const populations = Array.from({ length: 50 }, (_, i) => `p${i}`);
    const { text } = chipMapPart(madeUpMapping({ mesh: LOIHI1, populations }), "text");
    expect(text.match(/name="chip-p"/g)).toHaveLength(41);
    expect(text).toContain("10 more populations can be highlighted");
  });

  it("comes back from report.json as it went out, and can be read from there alone", async () => {
    const { mapping } = await chipCase(12);
    const text = serializeReport({ ...fixture(), mapping });
    expect(parseReport(text, "report.json").mapping).toEqual(mapping);
    expect(planOfReport(text)).toEqual({ plan: mapping.plan, unit: "text" });
    expect(planOfReport(serializeReport(fixture()))).toBeUndefined();
    expect(planOfReport("{")).toBeUndefined();
  });
});

describe("the colours", () => {
  it.each([
    ["light", LIGHT, "falling"],
    ["dark", DARK, "rising"],
  ] as const)("can be told by lightness alone, and their numbers read: %s", (_, colours: MapColours, order) => {
    const lightness = colours.use.map(({ fill }) => luminance(fill));
    expect(lightness).toEqual([...lightness].sort((a, b) => (order === "falling" ? b - a : a - b)));
    for (const { fill, text } of colours.use) expect(contrast(fill, text)).toBeGreaterThan(4.5);
    const loads = colours.load.map(luminance);
    expect(loads).toEqual([...loads].sort((a, b) => (order === "falling" ? b - a : a - b)));
  });

  it("give each tenth a step of its own, and each fifth of the busiest link", () => {
    expect([0, 9, 10, 55, 99, 100, 120].map((used) => useStep(used, 100))).toEqual([0, 0, 1, 5, 9, 9, 9]);
    expect([0.01, 20, 20.1, 60, 99, 100].map((messages) => loadStep(messages, 100))).toEqual([0, 0, 1, 2, 4, 4]);
  });
});

/** WCAG 2: relative luminance and contrast of two colours "#rrggbb". */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
