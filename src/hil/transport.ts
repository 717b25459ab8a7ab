/** Ways for bytes to a device: a serial port, TCP behind a token, a device in software. */
import { connect } from "node:net";
import { inputError, type SnncError, toolError } from "../util/diagnostics.js";
import type { Device } from "./device.js";

/** Who hears of a transport. `closed` is told once, and not where `close` was called. */
export interface TransportListener {
  bytes(bytes: Uint8Array): void;
  closed(reason: string): void;
}

/** An open way; what is written after its end goes nowhere. */
export interface Transport {
  write(bytes: Uint8Array): void;
  /** Bytes that were written and have not left yet, as far as it is known. */
  backlog(): number;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** A way that can be opened, and opened again where it broke. One at a time. */
export interface Line {
  /** E.g. "/dev/ttyUSB0 at 3000000 baud". */
  readonly description: string;
  /** Rejects with SnncError (kind tool or input) where there is nothing to open. */
  open(listener: TransportListener): Promise<Transport>;
}

/** Of the boards in hw/boards. */
export const DEFAULT_BAUD = 3_000_000;

/** A serial port, 8N1. */
export function serialLine(path: string, baud: number = DEFAULT_BAUD): Line {
  return {
    description: `${path} at ${baud} baud`,
    async open(listener) {
      const SerialPort = await serialLibrary();
      const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
      await new Promise<void>((resolve, reject) => {
        port.open((error) => (error === null || error === undefined ? resolve() : reject(whyNotOpened(path, error))));
      });
      const end = onceClosed(listener);
      port.on("data", (bytes: Buffer) => listener.bytes(bytes));
      port.on("error", (error) => end(messageOf(error)));
      port.on("close", () => end("the port was closed"));
      return {
        write(bytes) {
          if (port.isOpen) port.write(bytes);
        },
        backlog: () => port.writableLength,
        async close() {
          end.silence();
          if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
        },
      };
    },
  };
}

/** Loaded when it is needed, because that takes a tenth of a second and a part in machine code. */
async function serialLibrary() {
  try {
    return (await import("serialport")).SerialPort;
  } catch (error) {
    throw toolError("hil-serialport", `the library for serial ports does not load: ${messageOf(error).split("\n")[0]}`, {
      hint: "`npm rebuild serialport` builds its part in machine code; or reach the board through another machine: `--connect`.",
    });
  }
}

function whyNotOpened(path: string, error: Error): SnncError {
  const message = messageOf(error);
  if (/permission denied|access denied|EACCES/i.test(message)) {
    return toolError("hil-port-permission", `the serial port cannot be opened: ${message}`, {
      where: path,
      hint: "`sudo usermod -aG dialout $USER`, then log in again; `snnc doctor` prints the udev rule for the boards' converters.",
    });
  }
  if (/no such file|ENOENT|cannot find/i.test(message)) {
    return inputError("hil-port-missing", "there is no such serial port", { where: path, hint: "`snnc doctor` lists the ports that are there." });
  }
  return toolError("hil-port", `the serial port cannot be opened: ${message}`, {
    where: path,
    hint: "Is another program using it (a terminal, a second snnc)? `snnc doctor` lists the ports.",
  });
}

/** Line of a client that names the token, and its answer's first word where the server agrees. */
export const TCP_GREETING = "snnc-hil";
export const TCP_WELCOME = "ready";
/** A greeting or its answer is no longer. */
export const TCP_LINE_LIMIT = 512;
const TCP_ANSWER_MILLISECONDS = 10_000;

/** A device behind `snnc hil-server`. */
export function tcpLine(host: string, port: number, token: string): Line {
  const where = `${host}:${port}`;
  return {
    description: `${where} (TCP)`,
    async open(listener) {
      const socket = connect({ host, port, noDelay: true });
      const end = onceClosed(listener);
      const rest = await new Promise<Buffer>((resolve, reject) => {
        let said = Buffer.alloc(0);
        const fail = (error: SnncError): void => {
          socket.destroy();
          reject(error);
        };
        socket.setTimeout(TCP_ANSWER_MILLISECONDS, () =>
          fail(
            toolError("hil-server-silent", `no answer within ${TCP_ANSWER_MILLISECONDS / 1000} s`, {
              where,
              hint: "Is it `snnc hil-server` that listens there?",
            }),
          ),
        );
        socket.on("error", (error) =>
          fail(toolError("hil-server-unreachable", `no connection: ${messageOf(error)}`, { where, hint: "Start `snnc hil-server` there first." })),
        );
        socket.on("close", () =>
          fail(
            toolError("hil-server-closed", "the server closed the connection before it was ready", {
              where,
              hint: "What its log says of this client tells why.",
            }),
          ),
        );
        socket.on("connect", () => socket.write(`${TCP_GREETING} ${token}\n`));
        const onData = (bytes: Buffer): void => {
          said = Buffer.concat([said, bytes]);
          const newline = said.indexOf(10);
          if (newline < 0 && said.length <= TCP_LINE_LIMIT) return;
          const line = said.subarray(0, Math.max(0, newline)).toString("utf8");
          if (newline < 0 || line.split(" ")[0] !== TCP_WELCOME) {
            fail(toolError("hil-server-refused", `the server says: ${JSON.stringify(line.slice(0, 200))}`, { where, hint: refusalHint(line) }));
            return;
          }
          socket.removeAllListeners();
          resolve(said.subarray(newline + 1));
        };
        socket.on("data", onData);
      });
      socket.setTimeout(0);
      socket.on("error", (error) => end(messageOf(error)));
      socket.on("close", () => end("the server closed the connection"));
      socket.on("data", (bytes: Buffer) => listener.bytes(bytes));
      if (rest.length > 0) listener.bytes(rest);
      return {
        write(bytes) {
          if (socket.writable) socket.write(bytes);
        },
        backlog: () => socket.writableLength,
        async close() {
          end.silence();
          socket.destroy();
        },
      };
    },
  };
}

function refusalHint(line: string): string {
  if (/in use/.test(line)) return "One client at a time: wait until the other one has ended.";
  if (/token/.test(line)) return "Give the file that the server was started with: `--token-file`.";
  return "Is it `snnc hil-server` that listens there, of this version?";
}

/** A device in this process. It keeps what it holds when the line is closed, as a board does. */
export function deviceLine(device: Device, description = "a device in software"): Line {
  return {
    description,
    async open(listener) {
      let isOpen = true;
      device.onBytes((bytes) => {
        // Never inside the call that wrote: a line takes time.
        setImmediate(() => {
          if (isOpen) listener.bytes(bytes);
        });
      });
      return {
        write(bytes) {
          const copy = bytes.slice();
          setImmediate(() => {
            if (isOpen) device.receive(copy);
          });
        },
        backlog: () => 0,
        async close() {
          isOpen = false;
        },
      };
    },
  };
}

/** `closed` once, and never after `silence`. */
function onceClosed(listener: TransportListener): { (reason: string): void; silence(): void } {
  let isTold = false;
  const end = (reason: string): void => {
    if (isTold) return;
    isTold = true;
    listener.closed(reason);
  };
  return Object.assign(end, {
    silence: () => {
      isTold = true;
    },
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
