/** ZIP archives made for tests. */
import { buffer } from "node:stream/consumers";
import yazl from "yazl";

/** An archive of these files, in this order. */
export async function archiveOf(files: readonly (readonly [name: string, content: Uint8Array])[], isCompressed = true): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of files) archive.addBuffer(Buffer.from(content), name, { compress: isCompressed, mtime: new Date(0) });
  archive.end();
  return buffer(archive.outputStream);
}

/** The bytes with a name, or anything else, replaced everywhere by one of the same length. */
export function replaced(bytes: Buffer, from: string | Buffer, to: string | Buffer): Buffer {
  const [old, fresh] = [Buffer.from(from), Buffer.from(to)];
  if (old.length !== fresh.length) throw new Error("lengths differ");
  const result = Buffer.from(bytes);
  for (let at = result.indexOf(old); at >= 0; at = result.indexOf(old, at + 1)) fresh.copy(result, at);
  return result;
}
