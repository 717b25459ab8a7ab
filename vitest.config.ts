/**
 * Three projects, one after the other: unit (fast, no external program but what a test skips without), rtl (Verilator)
 * and e2e (whole flows). SNNC_TEST_FULL=1 (npm run test:full) asks for what is longer.
 */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const ONE_SECOND = 1_000;

export default defineConfig({
  test: {
    pool: "forks",
    // Vitest would leave a processor free, which is one of two on small machines; e2e says otherwise below.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/rtl/**", "test/e2e/**"],
          testTimeout: 60 * ONE_SECOND,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "rtl",
          include: ["test/rtl/**/*.test.ts"],
          testTimeout: 180 * ONE_SECOND,
          hookTimeout: 180 * ONE_SECOND,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 600 * ONE_SECOND,
          hookTimeout: 600 * ONE_SECOND,
          // Training uses every core by itself.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
