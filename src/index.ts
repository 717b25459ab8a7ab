/**
 * The library: the same functions that the command line uses. `train`, `convert`, `compile`, `map`, `emitVerilog` and
 * `simulate` take and return values, `readModel` and `describeModel` read a model of another framework, `convertModel`
 * makes a folder of it; a user's mistake throws one `SnncError` that carries its diagnostics.
 */
export { type CompiledText, type CompileOptions, type ConvertedText, compile, type LabelledTexts, type WordRows } from "./flow/compile.js";
export { type Config, type ConfigInput, configJsonSchema, parseConfig } from "./flow/config.js";
export { type ConversionRow, type ConvertModelOptions, convertModel, type ModelConversion } from "./flow/convert-model.js";
export { type DescribeModelOptions, describeModel, type ModelDescription } from "./flow/describe-model.js";
export { type ConvertedModel, type ConvertOptions, convert, type TrainedText, type TrainOptions, train } from "./flow/learn.js";
export { type MapTargetOptions, map } from "./flow/map.js";
export { type ReadModelOptions, readModel } from "./flow/read-model.js";
export { type EmittedVerilog, type EmitVerilogOptions, emitVerilog } from "./flow/rtl.js";
export { type Backend, type Simulated, type SimulateOptions, simulateTexts as simulate } from "./flow/simulate.js";
export { type Diagnostic, SnncError } from "./util/diagnostics.js";
export type { OnProgress, Progress, WorkOptions } from "./util/progress.js";
