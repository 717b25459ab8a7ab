/** Hardware in the loop, as the command line sees it. */
export { DEFAULT_BAUD } from "../../hil/transport.js";
export { type BenchHilResult, benchHil } from "./bench.js";
export { type Flashed, flashBundle } from "./flash.js";
export type { DeviceChoice } from "./lines.js";
export { type HilResult, type PowerSource, runHil, type SelfTest, selfTestHil } from "./run.js";
export { serveDevice } from "./serve.js";
export { readToken } from "./server.js";
