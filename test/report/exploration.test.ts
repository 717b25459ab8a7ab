/** `explore.html` opens from disk, draws what was measured, and treats every text of the data as text. */
import { describe, expect, it } from "vitest";
import { renderExploration } from "../../src/report/exploration.js";
import { PICKED, SEARCH } from "./exploration-fixture.js";

const page = renderExploration(SEARCH);

describe("the page of a search", () => {
  it("refers to nothing outside itself and runs no script", () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|@import|url\(|<script|<link|<img|<iframe|javascript:/i);
    expect(page).toContain("default-src 'none'");
  });

  it("escapes what comes from outside", () => {
    expect(page).not.toContain("<b>films");
    expect(page).toContain("&lt;b&gt;films&lt;/b&gt;");
    expect(page).toContain("failed: its process was killed &amp; gone");
  });

  it("opens with the best network and how many were tried, to the end, and are worth having", () => {
    expect(page).toContain("<h1>The most accurate network that was found decides 80.00\u00a0% of the dev texts right, at 900 synaptic operations");
    expect(page).toContain("5 configurations were tried, 2 of them to the end; 2 of these are worth having");
    expect(page).toContain("\u00b17.8 points");
  });

  it("draws a mark for everything that was measured, and the budget", () => {
    const svg = page.slice(page.indexOf('<svg class="chart"'), page.indexOf("</svg>"));
    const marks = (kind: string): number => svg.split(`<circle class="${kind}"`).length - 1;
    expect([marks("pareto"), marks("full"), marks("early"), marks("picked")]).toEqual([2, 0, 2, 0]);
    expect(svg).toContain("budget: 2,000 operations");
    expect(page).toContain("budget: 4,000 bytes");
  });

  it("keeps every mark inside the plot", () => {
    const marks = [...page.matchAll(/<circle class="(?:pareto|full|early)" cx="([\d.]+)" cy="([\d.]+)"/g)];
    for (const [, x, y] of marks) {
      expect(Number(x)).toBeLessThan(990);
      expect(Number(y)).toBeLessThan(460);
    }
  });

  it("tells each configuration's fate", () => {
    for (const fate of ["line 1", "line 2", "stopped early", "beyond the budget"]) expect(page).toContain(`<td>${fate}</td>`);
  });

  it("shows the test accuracy of what was picked, with the interval of its texts", () => {
    expect(page).toContain("None yet.");
    const picked = renderExploration({ ...SEARCH, picked: [PICKED] });
    expect(picked).toContain("79.00 \u00b1 8.0");
    expect(picked).toContain('<circle class="picked"');
  });

  it("is a page even where nothing was measured", () => {
    expect(renderExploration({ ...SEARCH, tried: [], pareto: [] })).toContain("No configuration was measured.");
  });
});
