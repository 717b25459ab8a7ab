/**
 * The library: the same functions that the command line uses. `train`, `convert`, `compile`, `map`, `emitVerilog` and
 * `simulate` take and return values; a user's mistake throws one `SnncError` that carries its diagnostics.
 */
export { compile, type CompileOptions, type CompiledText, type ConvertedText, type LabelledTexts, type WordRows } from "./flow/compile.js";
export { type Config, type ConfigInput, parseConfig } from "./flow/config.js";
export { convert, type ConvertOptions, type ConvertedModel, train, type TrainedText, type TrainOptions } from "./flow/learn.js";
export { map, type MapTargetOptions } from "./flow/map.js";
export { emitVerilog, type EmitVerilogOptions, type EmittedVerilog } from "./flow/rtl.js";
export { type Backend, simulateTexts as simulate, type SimulateOptions, type Simulated } from "./flow/simulate.js";
export { type Diagnostic, SnncError } from "./util/diagnostics.js";
export type { OnProgress, Progress, WorkOptions } from "./util/progress.js";
