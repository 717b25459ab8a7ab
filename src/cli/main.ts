#!/usr/bin/env node
/** The `snnc` command: finds the verb, parses its options, and leaves everything else to `src/flow`. */
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { packageVersion } from "../flow/package.js";
import { inputError } from "../util/diagnostics.js";
import { accuracyCommand } from "./commands/accuracy.js";
import { benchCommand } from "./commands/bench.js";
import { benchEmulatorCommand } from "./commands/bench-emulator.js";
import { benchHilCommand } from "./commands/bench-hil.js";
import { benchMapCommand } from "./commands/bench-map.js";
import { benchRtlCommand } from "./commands/bench-rtl.js";
import { cacheCommand } from "./commands/cache.js";
import { chipCommand } from "./commands/chip.js";
import { classifyCommand } from "./commands/classify.js";
import { compareCommand } from "./commands/compare.js";
import { compileCommand } from "./commands/compile.js";
import { convertCommand } from "./commands/convert.js";
import { demoCommand } from "./commands/demo.js";
import { doctorCommand } from "./commands/doctor.js";
import { explainCommand } from "./commands/explain.js";
import { exploreCommand } from "./commands/explore.js";
import { exportCommand } from "./commands/export.js";
import { fetchCommand } from "./commands/fetch.js";
import { hilCommand } from "./commands/hil.js";
import { hilServerCommand } from "./commands/hil-server.js";
import { inspectCommand } from "./commands/inspect.js";
import { mapCommand } from "./commands/map.js";
import { operatorsCommand } from "./commands/operators.js";
import { optCommand } from "./commands/opt.js";
import { reportCommand } from "./commands/report.js";
import { rtlCommand } from "./commands/rtl.js";
import { simCommand } from "./commands/sim.js";
import { synthCommand } from "./commands/synth.js";
import { trainCommand } from "./commands/train.js";
import { report, withGlobalOptions } from "./context.js";

const parser = withGlobalOptions(yargs(hideBin(process.argv)))
  .scriptName("snnc")
  .usage("$0 <command>\n\nCompiles spiking neural networks: a text classifier to verified Verilog, a Loihi-style mapping and an energy report.")
  .command(demoCommand)
  .command(trainCommand)
  .command(convertCommand)
  .command(compileCommand)
  .command(optCommand)
  .command(mapCommand)
  .command(chipCommand)
  .command(rtlCommand)
  .command(synthCommand)
  .command(simCommand)
  .command(hilCommand)
  .command(hilServerCommand)
  .command(classifyCommand)
  .command(explainCommand)
  .command(reportCommand)
  .command(compareCommand)
  .command(accuracyCommand)
  .command(benchCommand)
  .command(benchRtlCommand)
  .command(benchHilCommand)
  .command(benchEmulatorCommand)
  .command(benchMapCommand)
  .command(exploreCommand)
  .command(inspectCommand)
  .command(exportCommand)
  .command(operatorsCommand)
  .command(doctorCommand)
  .command(fetchCommand)
  .command(cacheCommand)
  .demandCommand(1, "Name a command.")
  .strict()
  .recommendCommands()
  .alias("h", "help")
  .version(packageVersion())
  .wrap(100)
  .epilogue("Exit codes: 0 done, 1 a check failed, 2 usage or input, 3 a tool is missing, 70 a bug of snnc, 130 Ctrl-C.")
  .exitProcess(false)
  .fail((message, error) => {
    throw error ?? inputError("usage", message, { hint: "snnc --help" });
  });

// A reader that closes the pipe (`snnc inspect ... | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await parser.parseAsync();
} catch (error) {
  process.exitCode = report(error, hideBin(process.argv).includes("--json"));
}
