/** What `snnc bench` needs: the measurement, and how it is printed. */
export { bench } from "./bench.js";
export { benchLines, benchTable } from "./result.js";
