/** Serial ports of this machine, and why one cannot be opened, for `snnc doctor`. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface PortEntry {
  readonly path: string;
  /** Of USB, in lower-case hexadecimal; absent where it is none. */
  readonly vendor?: string;
  readonly product?: string;
  readonly manufacturer?: string;
  /** A converter of a board that snnc knows. */
  readonly board?: string;
  readonly canOpen: boolean;
  /** The way out where it cannot be opened. */
  readonly howToOpen?: string;
}

/** USB converters of the boards of `snnc synth`. */
const CONVERTERS: readonly { readonly vendor: string; readonly product: string; readonly board: string }[] = [
  { vendor: "0403", product: "6010", board: "iCEBreaker (FT2232H; the second port is the serial one)" },
  { vendor: "0403", product: "6015", board: "ULX3S (FT231X)" },
];

export interface PortSystem {
  readonly platform: NodeJS.Platform;
  /** Where `dev` and `sys` are (default "/"). */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly canOpen: (path: string) => boolean;
}

const THIS_MACHINE: PortSystem = { platform: process.platform, root: "/", environment: process.env, canOpen: isWritable };

/** All serial ports, by path. */
export async function listPorts(system: PortSystem = THIS_MACHINE): Promise<readonly PortEntry[]> {
  const found = isWithoutUdev(system) ? portsOfSys(system) : await portsOfLibrary();
  return found.map((port) => described(port, system)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface FoundPort {
  readonly path: string;
  readonly vendor?: string | undefined;
  readonly product?: string | undefined;
  readonly manufacturer?: string | undefined;
}

/** The library asks udevadm on Linux, and ends the process where there is none (containers). */
function isWithoutUdev({ platform, environment, root }: PortSystem): boolean {
  if (platform !== "linux") return false;
  if (root !== "/") return true;
  return !(environment.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, "udevadm")));
}

async function portsOfLibrary(): Promise<FoundPort[]> {
  const library = await import("serialport").catch(() => undefined);
  // Where it does not load, no port can be opened either: `snnc hil --port` says why.
  if (library === undefined) return [];
  const ports = await library.SerialPort.list();
  return ports.map(({ path, vendorId, productId, manufacturer }) => ({ path, vendor: vendorId, product: productId, manufacturer }));
}

/** Ports with a device behind them, as /sys has them. */
function portsOfSys({ root }: PortSystem): FoundPort[] {
  const folder = join(root, "sys/class/tty");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name): FoundPort[] => {
    if (!/^tty(USB|ACM)\d+$/.test(name)) return [];
    return [{ path: join(root, "dev", name), ...usbOf(join(folder, name, "device")) }];
  });
}

/** The USB device above a port's own folder. */
function usbOf(device: string): Omit<FoundPort, "path"> {
  if (!existsSync(device)) return {};
  let folder = realpathSync(device);
  for (let up = 0; up < 6; up++, folder = join(folder, "..")) {
    const read = (name: string): string | undefined => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim() : undefined);
    const vendor = read("idVendor");
    if (vendor !== undefined) return { vendor, product: read("idProduct"), manufacturer: read("manufacturer") };
  }
  return {};
}

function described({ path, vendor, product, manufacturer }: FoundPort, { canOpen }: PortSystem): PortEntry {
  const [vendorId, productId] = [vendor?.toLowerCase(), product?.toLowerCase()];
  const converter = CONVERTERS.find((known) => known.vendor === vendorId && known.product === productId);
  const isOpen = canOpen(path);
  return {
    path,
    ...(vendorId === undefined ? {} : { vendor: vendorId }),
    ...(productId === undefined ? {} : { product: productId }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(converter === undefined ? {} : { board: converter.board }),
    canOpen: isOpen,
    ...(isOpen ? {} : { howToOpen: howToOpen(vendorId ?? "0403", productId ?? "6010") }),
  };
}

/** udev's rule for the converter, and the group that needs no rule. */
function howToOpen(vendor: string, product: string): string {
  const rule = `SUBSYSTEM=="tty", ATTRS{idVendor}=="${vendor}", ATTRS{idProduct}=="${product}", MODE="0660", TAG+="uaccess"`;
  return (
    "permission denied. `sudo usermod -aG dialout $USER` and log in again; or as root write " +
    `/etc/udev/rules.d/60-snnc.rules with the line ${rule} and run \`udevadm control --reload && udevadm trigger\``
  );
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
