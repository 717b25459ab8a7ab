/** Where a device is, and the line to it: a serial port, a server, or a device in this process with a core of one's choice. */
import { buildSimulation, type SimulatorKind } from "../../cosim/simulation.js";
import { imageCore } from "../../hil/core-model.js";
import { softwareDevice } from "../../hil/device.js";
import { buildSimulatedBoard, startSimulatedBoard } from "../../hil/simulated-board.js";
import { harnessCore } from "../../hil/simulated-core.js";
import { deviceLine, type Line, serialLine, tcpLine } from "../../hil/transport.js";
import { assertNever } from "../../util/diagnostics.js";
import type { WorkOptions } from "../../util/progress.js";
import type { CrossbarBuild } from "../rtl.js";
import { rtlOptions } from "../simulate.js";

export type DeviceChoice =
  | { readonly kind: "port"; readonly path: string; readonly baud: number }
  | { readonly kind: "server"; readonly host: string; readonly port: number; readonly token: string }
  /** The rules of the golden simulator, over the memories as they were loaded. */
  | { readonly kind: "golden" }
  /** The Verilog of a board, serial line included, in Verilator; with a simulator named, of the core alone, behind the line in software. */
  | { readonly kind: "rtl"; readonly simulator?: SimulatorKind | undefined };

export interface OpenedLine {
  readonly line: Line;
  /** Resets the device, where it can be reset from here. */
  readonly reset?: () => void;
  /** After the line is closed. */
  close(): Promise<void>;
}

/** The line to a device; one in this process is made for the build. Rejects with SnncError of kind tool where a simulator is missing. */
export async function lineTo(choice: DeviceChoice, build: CrossbarBuild, work: WorkOptions = {}): Promise<OpenedLine> {
  const { parameters } = build.image;
  const nothing = async (): Promise<void> => {};
  switch (choice.kind) {
    case "port":
      return { line: serialLine(choice.path, choice.baud), close: nothing };
    case "server":
      return { line: tcpLine(choice.host, choice.port, choice.token), close: nothing };
    case "golden": {
      const device = softwareDevice({ parameters, core: imageCore(parameters) });
      return { line: deviceLine(device), reset: () => device.reset(), close: nothing };
    }
    case "rtl": {
      const options = rtlOptions({ ...work, simulator: choice.simulator });
      if (choice.simulator === undefined) {
        const board = await startSimulatedBoard(await buildSimulatedBoard(parameters, options), options);
        return { line: board.line, reset: board.reset, close: board.close };
      }
      const simulation = await buildSimulation(build.image, options);
      const harness = await simulation.start();
      const device = softwareDevice({ parameters, core: harnessCore(harness, build.target.clockHz) });
      return { line: deviceLine(device, `rtl/snn_core.v in ${simulation.description}`), reset: () => device.reset(), close: () => harness.close() };
    }
    default:
      return assertNever(choice);
  }
}
