/** `report.html` opens from disk, says the verdict, and treats every text of the data as text. */
import { describe, expect, it } from "vitest";
import { renderExploration } from "../../src/report/exploration.js";
import { renderReport } from "../../src/report/html.js";
import type { ReportData } from "../../src/util/results.js";
import { PICKED, SEARCH } from "./exploration-fixture.js";
import { fixture } from "./fixture.js";

const page = renderReport(fixture());

describe("the page", () => {
  it("refers to nothing outside itself and runs no script", () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|<script|<link|<img|<iframe|javascript:/i);
    expect(page).toContain("default-src 'none'");
  });

  it("opens with the verdict's sentence and the two big numbers", () => {
    const data = fixture();
    const top = page.slice(page.indexOf("<header"), page.indexOf("</header>"));
    expect(top).toContain("<h1>The spiking network keeps 99.5 % of the float network&#39;s accuracy");
    expect(top).toContain('<div class="number">99.5<small> %</small></div>');
    expect(data.verdict.energyReduction).toBeLessThan(1);
    expect(top).toContain(`<div class="number">${(1 / data.verdict.energyReduction).toFixed(1)}<small> \u00d7 as much</small></div>`);
    expect(top).toContain('class="hero bad"');
  });

  it("tells a placed core's latency with the clock's origin, and an energy only with its assumption", () => {
    const data = fixture();
    expect(page).not.toContain("Placed and routed");
    const core = {
      board: "ulx3s-25f",
      device: "ECP5 25F",
      tools: "yosys 0.23, nextpnr-ecp5 0.11.1",
      luts: 3196,
      blockRams: 38,
      sprams: 0,
      fmaxHz: 1e8,
    };
    const latencySeconds = data.perInference.cycles / core.fmaxHz;
    const placed = renderReport({ ...data, placed: { ...core, latencySeconds } });
    expect(placed).toContain("Placed and routed on ulx3s-25f");
    expect(placed).toContain("<dt>latency per text</dt><dd>9.00 \u00b5s</dd>");
    expect(placed).toContain("there is no energy here");
    const assumed = { watts: 0.5, picojoules: 0.5 * latencySeconds * 1e12 };
    expect(renderReport({ ...data, placed: { ...core, latencySeconds, assumed } })).toContain("<dt>energy per text if the board draws 0.5 W</dt>");
  });

  it("says the bound of the cycles beside them", () => {
    expect(page).toContain("132 weight words + 40 neuron groups + 104 (8 a timestep) cycles; it takes 3.26 times that");
  });

  it("praises the saving only where there is one", () => {
    const data = fixture();
    const won = renderReport({ ...data, verdict: { ...data.verdict, energyReduction: 12.4 } });
    expect(won).toContain('<div class="number">12<small> \u00d7 less</small></div>');
    expect(won).toContain('class="hero good"');
  });

  it("shows equality as a badge and a mismatch as an alarm", () => {
    expect(page).toContain("The Verilog equals the golden model, bit for bit.");
    expect(page).not.toContain('role="alert"');
    const data = fixture();
    const broken = renderReport({ ...data, equality: { ...data.equality, mismatches: 3 } });
    expect(broken).toContain('role="alert"');
    expect(broken).toContain("3 mismatches");
    expect(broken).not.toContain("equals the golden model");
  });

  it("prints every term of every line with its source, and all that is not priced", () => {
    const data = fixture();
    for (const line of data.energy) for (const term of line.terms) expect(page).toContain(`<td class="source">${term.source}</td>`);
    for (const item of data.notPriced) expect(page).toContain(item.what);
  });

  it("writes a ratio only inside a group of one table and one precision that holds the SNN", () => {
    const groups = page.split("<h3>").slice(1);
    const withRatio = groups.filter((group) => group.includes("\u00d7 SNN")).map((group) => group.slice(0, group.indexOf("</h3>")));
    expect(withRatio).toEqual(["Digital arithmetic and memory at 45 nm, int8"]);
  });

  it("marks a spike per hidden neuron and an unknown word", () => {
    const sentence = page.slice(page.indexOf(">zygomorphic<") - 200);
    expect(sentence).toContain('class="unknown"');
    expect(page).toContain('aria-label="5 spikes at timestep 3"');
    expect(page).toContain('aria-label="14 spikes at timestep 4"');
    expect(page).toContain("+2</div>");
  });

  it("says why a program does not fit the chip", () => {
    const data = fixture();
    const refused = renderReport({
      ...data,
      mapping: { target: "loihi1", cores: 0, utilization: [], refusal: "core 0 needs 5,000 input axons; loihi1 holds 4,096" },
    });
    expect(refused).toContain("core 0 needs 5,000 input axons; loihi1 holds 4,096");
  });

  it("closes every element that it opens, in order", () => {
    const open: string[] = [];
    for (const [, closing, name = ""] of page.replace(/<style>.*<\/style>/s, "").matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (["meta", "br"].includes(name)) continue;
      if (closing === "") open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it("has a headline for every section that names it", () => {
    const named = [...page.matchAll(/aria-labelledby="([^"]+)"/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(8);
    for (const id of named) expect(page).toContain(`id="${id}"`);
  });
});

describe("the report of a network that was picked from a search", () => {
  const picked = renderReport({ ...fixture(), search: { ...SEARCH, picked: [PICKED] } });
  const section = picked.slice(picked.indexOf('<section aria-labelledby="search"'), picked.indexOf('<section aria-labelledby="sentences"'));

  it("says how many configurations were tried, and what the test texts were read for", () => {
    expect(section).toContain("5 of 60 configurations were tried, 2 of them to the end. 20 are beyond the budget");
    expect(section).toContain("This network is line 1, trained to the full: 1,2 x 1, wide words, 8 bit, 500 rows");
    expect(section).toContain("79.00 \u00b1 8.0 % of 100 right");
  });

  it("counts the lines that were tested before", () => {
    const page = renderReport({ ...fixture(), search: { ...SEARCH, picked: [{ ...PICKED, testAccuracy: 50 }, PICKED] } });
    expect(page).toContain("79.00 \u00b1 8.0 % of 100 right. 1 other line of this search had been picked and tested before.");
    expect(section).not.toContain("tested before");
  });

  it("shows the plot and the Pareto table of `explore.html`, the picked line marked in both", () => {
    const page = renderExploration({ ...SEARCH, picked: [PICKED] });
    const part = (of: string, from: string, to: string): string => of.slice(of.indexOf(from), of.indexOf(to, of.indexOf(from)) + to.length);
    for (const [from, to] of [
      ['<svg class="chart"', "</svg>"],
      ['aria-label="Configurations worth having"', "</table>"],
    ]) {
      expect(part(section, from, to).length).toBeGreaterThan(500);
      expect(part(section, from, to)).toBe(part(page, from, to));
    }
    expect(section).toContain('<circle class="picked"');
    expect(section).toContain('<tr class="strong"><th scope="row">1</th>');
  });

  it("escapes what comes from the search", () => {
    const hostileSearch = { ...SEARCH, settings: { "<script>": "<img src=x>" }, dataset: { ...SEARCH.dataset, name: "<script>" } };
    const text = renderReport({ ...fixture(), search: hostileSearch });
    expect(["<img", "<script"].filter((raw) => text.includes(raw))).toEqual([]);
  });

  it("has no such section without a search", () => {
    expect(page).not.toContain('id="search"');
  });
});

describe("hostile text", () => {
  const attack = `"><img src=x onerror=alert(1)><script>alert('x')</script>&amp;\u202e`;

  it("is text wherever the data holds text", () => {
    const text = renderReport(hostile(fixture(), attack));
    expect(["<img", "<script", "\u202e"].filter((raw) => text.includes(raw))).toEqual([]);
    expect(text.includes("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;\ufffd")).toBe(true);
  });

  it("changes no tag of the page", () => {
    const tags = (html: string) =>
      html
        .replace(/<style>.*<\/style>/s, "")
        .match(/<[^>]*>/g)
        ?.map((tag) => tag.replace(/\s.*/s, "").replace(/>$/, ""));
    expect(tags(renderReport(hostile(fixture(), attack)))).toEqual(tags(renderReport(hostile(fixture(), "harmless"))));
  });
});

/** Every free text of the data replaced by `text`; what the page's structure hangs on stays. */
function hostile(data: ReportData, text: string): ReportData {
  return {
    ...data,
    provenance: { [text]: text },
    dataset: { ...data.dataset, name: text, split: text, classes: [text] },
    energy: data.energy.map((line) => ({
      ...line,
      system: text,
      terms: line.terms.map((term) => ({ ...term, what: text, source: text, cost: text })),
    })),
    notPriced: [{ what: text, count: 1, reason: text }],
    verdict: {
      ...data.verdict,
      sentence: text,
      snn: text,
      reference: text,
      others: [{ reference: text, energyReduction: 2 }],
      breakEvens: [{ cost: `memory.${text.replaceAll(".", "")}`, picojoulesNow: 1 }],
    },
    boards: data.boards.map((board) => ({
      ...board,
      board: text,
      device: text,
      resources: board.resources.map((one) => ({ ...one, resource: text, unit: text })),
    })),
    pipeline: [{ name: text, summary: text, figures: { [text]: text } }],
    perClass: data.perClass.map((one) => ({ ...one, name: text })),
    explanations: [
      {
        text,
        label: text,
        decided: text,
        words: [{ word: text, timestep: 0, known: true, spikes: 1, neurons: [{ neuron: text, towards: text, weight: 1 }] }],
        scores: [{ name: text, score: 1 }],
      },
    ],
    learning: { backend: text, stages: [{ name: text, epochs: 1, bestEpoch: 1, devAccuracy: 1 }], chosenOnDev: { [text]: text } },
    costTables: data.costTables.map((table) => ({ ...table, title: text, technology: text, source: text, notes: [text] })),
    repeat: [text],
    mapping: { target: text, cores: 1, utilization: [{ core: 0, populations: [text], resources: { [text]: { used: 1, max: 2 } } }] },
    rtl: { ...data.rtl, simulator: text, parameters: { [text]: 1 } },
  };
}
