/** `snnc hil-server`: a serial port or a device in software behind TCP, until it is told to stop. */
import { type Line, serialLine } from "../../hil/transport.js";
import type { WorkOptions } from "../../util/progress.js";
import { openBundle } from "../bundle.js";
import { type DeviceChoice, lineTo } from "./lines.js";
import { buildOf } from "./run.js";
import { startHilServer } from "./server.js";

export interface ServeOptions extends WorkOptions {
  readonly device:
    | { readonly kind: "port"; readonly path: string; readonly baud: number }
    | { readonly kind: "bundle"; readonly folder: string; readonly core: DeviceChoice };
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly onNote: (note: string) => void;
}

/** Serves until `signal` aborts, and tells by a note where it listens. */
export async function serveDevice(options: ServeOptions): Promise<{ readonly host: string; readonly port: number }> {
  const { line, close } = await lineOf(options);
  try {
    const server = await startHilServer({ line, host: options.host, port: options.port, token: options.token, onNote: options.onNote });
    options.onNote(`${line.description} is at ${server.host}:${server.port}`);
    if (!isLoopback(server.host)) options.onNote("others on the network can reach it; the token is not encrypted on its way");
    await new Promise<void>((resolve) => {
      if (options.signal === undefined || options.signal.aborted) resolve();
      else options.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await server.close();
    return { host: server.host, port: server.port };
  } finally {
    await close();
  }
}

async function lineOf({ device, ...options }: ServeOptions): Promise<{ readonly line: Line; close(): Promise<void> }> {
  if (device.kind === "port") return { line: serialLine(device.path, device.baud), close: async () => {} };
  return await lineTo(device.core, buildOf(openBundle(device.folder), undefined), options);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
