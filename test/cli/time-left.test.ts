import { describe, expect, it } from "vitest";
import { timeLeft } from "../../src/cli/time-left.js";

describe("the time that a stage will still take", () => {
  it("is what the rest takes at the pace so far", () => {
    expect(timeLeft({ seconds: 100, share: 0 }, 110, 0.25)).toBe("about 30 s left");
    expect(timeLeft({ seconds: 0, share: 0 }, 60, 0.1)).toBe("about 9 min left");
    expect(timeLeft({ seconds: 0, share: 0 }, 900, 0.1)).toBe("about 2.3 h left");
  });

  it("counts only the work done since a resumed stage went on", () => {
    expect(timeLeft({ seconds: 0, share: 0.5 }, 10, 0.75)).toBe("about 10 s left");
  });

  it("is left out at the beginning, where nothing is known, and at the end", () => {
    expect(timeLeft({ seconds: 0, share: 0 }, 0, 0)).toBe("");
    expect(timeLeft({ seconds: 0, share: 0.5 }, 10, 0.5)).toBe("");
    expect(timeLeft({ seconds: 0, share: 0 }, 10, 1)).toBe("");
  });
});
