/**
 * A device behind TCP: one client at a time, which names the token in its first line; then the line's bytes, as they are.
 * Everything that a stranger may send has a limit, and whatever it sends is a line in the log, never an end of the server.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { type Line, TCP_GREETING, TCP_LINE_LIMIT, TCP_WELCOME, type Transport } from "../../hil/transport.js";
import { readUserFile } from "../../tools/files.js";
import { inputError, toolError } from "../../util/diagnostics.js";

export interface HilServerOptions {
  readonly line: Line;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly token: string;
  /** A line for each client, and for each that was turned away. */
  readonly onNote?: (note: string) => void;
  /** For a client's first line (default 5,000). */
  readonly greetingMilliseconds?: number;
}

export interface HilServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const SHORTEST_TOKEN = 16;
/** Clients that have not named the token yet. */
const STRANGERS = 16;
/** Bytes that wait for a client or for the device. */
const BUFFER_LIMIT = 1 << 18;
/** Above it nothing more is read from the client, */
const BACKLOG_HIGH = 1 << 14;
/** and this often it is looked whether the device has taken some. */
const BACKLOG_MILLISECONDS = 5;

/** The token in a file, a line of 16 to 256 printable characters. Throws SnncError (input, `hil-token`). */
export function readToken(file: string): string {
  const token = readUserFile(file).toString("utf8").trim();
  if (token.length >= SHORTEST_TOKEN && token.length <= 256 && /^[\x21-\x7e]+$/.test(token)) return token;
  throw inputError("hil-token", `the file has no token: ${SHORTEST_TOKEN} to 256 printable characters without a space, on one line`, {
    where: file,
    hint: "Make one: `openssl rand -hex 32 > token.txt && chmod 600 token.txt`.",
  });
}

/** Listens. Rejects with SnncError (tool, `hil-listen`) where it cannot. */
export async function startHilServer(options: HilServerOptions): Promise<HilServer> {
  const { line, host, token, onNote = () => {}, greetingMilliseconds = 5_000 } = options;
  const expected = hashOf(`${TCP_GREETING} ${token}`);
  const sockets = new Set<Socket>();
  let strangers = 0;
  let isInUse = false;

  const refuse = (socket: Socket, why: string): void => {
    onNote(`${nameOf(socket)} was turned away: ${why}`);
    socket.end(`refused: ${why}\n`);
    // Not all who are turned away go.
    setTimeout(() => socket.destroy(), 1_000).unref();
  };

  const serve = async (socket: Socket, rest: Buffer): Promise<void> => {
    if (isInUse) {
      refuse(socket, "in use by another client");
      return;
    }
    isInUse = true;
    const name = nameOf(socket);
    let transport: Transport | undefined;
    let wait: NodeJS.Timeout | undefined;
    let isOver = false;
    const finish = (why: string): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(wait);
      socket.destroy();
      const open = transport;
      transport = undefined;
      void (open?.close() ?? Promise.resolve()).finally(() => {
        isInUse = false;
        onNote(`${name} has left: ${why}`);
      });
    };
    try {
      transport = await line.open({
        bytes(bytes) {
          if (socket.writableLength > BUFFER_LIMIT) finish("it does not read what the device says");
          else if (socket.writable) socket.write(bytes);
        },
        closed: (reason) => finish(`the device is gone: ${reason}`),
      });
    } catch (error) {
      isInUse = false;
      isOver = true;
      refuse(socket, `the device cannot be opened: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
      return;
    }
    if (socket.destroyed || isOver) {
      const open = transport;
      finish("before the device was open");
      await open.close();
      return;
    }
    onNote(`${name} has ${line.description}`);
    socket.setTimeout(0);
    socket.write(`${TCP_WELCOME} ${line.description.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200)}\n`);
    const toDevice = (bytes: Buffer): void => {
      transport?.write(bytes);
      if (wait !== undefined || (transport?.backlog() ?? 0) < BACKLOG_HIGH) return;
      socket.pause();
      wait = setInterval(() => {
        if ((transport?.backlog() ?? 0) >= BACKLOG_HIGH) return;
        clearInterval(wait);
        wait = undefined;
        socket.resume();
      }, BACKLOG_MILLISECONDS);
    };
    socket.on("data", toDevice);
    socket.on("close", () => finish("the connection is closed"));
    if (rest.length > 0) toDevice(rest);
  };

  const greet = (socket: Socket): void => {
    strangers++;
    let said = Buffer.alloc(0);
    const limit = setTimeout(() => done("no token in time"), greetingMilliseconds);
    const done = (why: string | undefined): void => {
      clearTimeout(limit);
      strangers--;
      socket.off("data", onData);
      socket.off("close", onClose);
      if (why !== undefined) refuse(socket, why);
    };
    const onClose = (): void => done("it left without a token");
    const onData = (bytes: Buffer): void => {
      said = Buffer.concat([said, bytes]);
      const newline = said.indexOf(10);
      if (newline < 0 && said.length <= TCP_LINE_LIMIT) return;
      if (newline < 0 || newline > TCP_LINE_LIMIT) {
        done(`the first line is longer than ${TCP_LINE_LIMIT} bytes`);
        return;
      }
      const first = said.subarray(0, newline).toString("utf8").replace(/\r$/, "");
      if (!timingSafeEqual(hashOf(first), expected)) {
        done("the token is wrong");
        return;
      }
      done(undefined);
      void serve(socket, said.subarray(newline + 1));
    };
    socket.on("data", onData);
    socket.on("close", onClose);
  };

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A connection that breaks is closed, which is heard.
    socket.on("error", () => {});
    if (strangers >= STRANGERS) refuse(socket, "too many connections without a token");
    else greet(socket);
  });
  const port = await listening(server, host, options.port);
  return {
    host,
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listening(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        toolError("hil-listen", `no listening: ${error.message}`, { where: `${host}:${port}`, hint: "Take another port; 0 takes one that is free." }),
      ),
    );
    server.listen({ host, port }, () => resolve());
  });
  server.removeAllListeners("error");
  // A server that has listened only fails to accept, and goes on.
  server.on("error", () => {});
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Of equal length, so that the comparison takes as long for every token. */
function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function nameOf(socket: Socket): string {
  return socket.remoteAddress === undefined ? "a client" : `${socket.remoteAddress}:${socket.remotePort}`;
}
