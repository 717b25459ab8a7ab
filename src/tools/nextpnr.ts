/**
 * nextpnr as a typed value: place and route, its report parsed into cells used, highest clock and critical path, and the
 * bitstream packed. Logs stay in files, which every failure names.
 */
import { join } from "node:path";
import { z } from "zod";
import { toolError } from "../util/diagnostics.js";
import type { FpgaFamily, SynthesisResult } from "../util/synthesis.js";
import { runLogged } from "./logged.js";

export interface PlacementRequest {
  readonly executable: string;
  readonly family: Exclude<FpgaFamily, "xilinx7">;
  /** Device and package, e.g. ["--up5k", "--package", "sg48"]. */
  readonly device: readonly string[];
  /** Text of the pin file (.pcf or .lpf). */
  readonly pins: string;
  /** The clock to reach for. */
  readonly clockHz: number;
  readonly seed: number;
  /** Holds `netlist.json`; gets `report.json`, `nextpnr.log` and the placed design. */
  readonly folder: string;
}

/** What place and route found. */
export interface Placement {
  readonly utilization: Readonly<Record<string, { readonly used: number; readonly capacity: number }>>;
  readonly timing: NonNullable<SynthesisResult["timing"]>;
}

/** Places and routes. Throws SnncError of kind tool: `placement-failed` with nextpnr's last lines and the log. */
export async function runNextpnr(request: PlacementRequest, options: { signal?: AbortSignal | undefined } = {}): Promise<Placement> {
  const { family, folder } = request;
  const pins = family === "ice40" ? "pins.pcf" : "pins.lpf";
  return await runLogged(
    {
      program: request.executable,
      args: [
        ...request.device,
        ...["--json", "netlist.json", family === "ice40" ? "--pcf" : "--lpf", pins],
        ...[family === "ice40" ? "--asc" : "--textcfg", PLACED[family], "--report", "report.json"],
        ...["--log", "nextpnr.log", "--freq", String(request.clockHz / 1e6), "--seed", String(request.seed), "--timing-allow-fail"],
      ],
      inputs: new Map([[pins, request.pins]]),
      folder,
      log: join(folder, "nextpnr.log"),
      keepsOwnLog: true,
      code: "placement-failed",
      what: "nextpnr could not place and route the design",
    },
    "report.json",
    (text) => parsePlacement(text, request.clockHz, join(folder, "report.json")),
    options,
  );
}

/** Packs the placed design into `bitstream.bin` or `bitstream.bit`; its path. Throws SnncError (tool, `bitstream-failed`). */
export async function packBitstream(
  request: { readonly executable: string; readonly family: PlacementRequest["family"]; readonly folder: string },
  options: { signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const { family, folder } = request;
  const name = family === "ice40" ? "bitstream.bin" : "bitstream.bit";
  return await runLogged(
    {
      program: request.executable,
      args: family === "ice40" ? [PLACED.ice40, name] : ["--compress", PLACED.ecp5, name],
      inputs: new Map(),
      folder,
      log: join(folder, "pack.log"),
      keepsOwnLog: false,
      code: "bitstream-failed",
      what: "the bitstream could not be packed",
    },
    name,
    () => join(folder, name),
    options,
  );
}

const PLACED = { ice40: "placed.asc", ecp5: "placed.config" } as const;

/** Reads nextpnr's `--report`. The slowest clock counts. Throws SnncError (tool, `placement-unreadable`). */
export function parsePlacement(text: string, askedHz: number, where: string): Placement {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = reportSchema.safeParse(json);
  const clocks = parsed.success ? Object.values(parsed.data.fmax) : [];
  if (!parsed.success || clocks.length === 0) {
    throw toolError("placement-unreadable", "is not what nextpnr writes with `--report`, or no clock is in it", {
      where,
      hint: "nextpnr-ice40 0.4 and nextpnr-ecp5 0.11.1 are known to work.",
    });
  }
  const { utilization, critical_paths } = parsed.data;
  return {
    utilization: Object.fromEntries(
      Object.entries(utilization)
        .filter(([, { used }]) => used > 0)
        .map(([name, { used, available }]) => [name, { used, capacity: available }]),
    ),
    timing: {
      fmaxHz: Math.min(...clocks.map((clock) => clock.achieved)) * 1e6,
      askedHz,
      criticalPath: criticalPath(critical_paths),
    },
  };
}

/** The longest path within one clock domain. */
function criticalPath(paths: Report["critical_paths"]): Placement["timing"]["criticalPath"] {
  const within = paths
    .filter((path) => path.from === path.to)
    .map(({ path }) => ({ path, seconds: path.reduce((sum, step) => sum + step.delay, 0) * 1e-9 }));
  const longest = within.sort((a, b) => b.seconds - a.seconds)[0];
  if (longest === undefined) return { seconds: 0, from: "", to: "", logicShare: 0, levels: 0 };
  const { path, seconds } = longest;
  const logic = path.filter((step) => step.type !== "routing").reduce((sum, step) => sum + step.delay, 0) * 1e-9;
  return {
    seconds,
    from: path[0]?.from.cell ?? "",
    to: path.at(-1)?.to.cell ?? "",
    logicShare: seconds === 0 ? 0 : logic / seconds,
    levels: path.filter((step) => step.type === "logic").length,
  };
}

type Report = z.infer<typeof reportSchema>;

const endSchema = z.object({ cell: z.string() });
const reportSchema = z.object({
  fmax: z.record(z.string(), z.object({ achieved: z.number().positive() })),
  utilization: z.record(z.string(), z.object({ used: z.number(), available: z.number() })),
  critical_paths: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      path: z.array(z.object({ type: z.string(), delay: z.number(), from: endSchema, to: endSchema })),
    }),
  ),
});
