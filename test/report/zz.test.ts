import { writeFileSync } from "node:fs";
import { it } from "vitest";
import { renderReport } from "../../src/report/html.js";
import { renderSummary } from "../../src/report/summary.js";
import { fixture } from "./fixture.js";
it("x", () => { writeFileSync("/tmp/r8.html", renderReport(fixture())); writeFileSync("/tmp/r8.txt", renderSummary(fixture())); });
