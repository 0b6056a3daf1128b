/**
 * The files of a ZIP, read in the browser: so many schools have their photos in one, and it is larger than a call may be.
 * Names are trusted for nothing but to find people by; sizes that it tells for nothing at all.
 */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
export const MOST_FILES = 5_000;
export const MOST_BYTES = 20 * 1024 * 1024;

export interface Packed {
  /** With its folders. */
  name: string;
  /** Throws where it is damaged, encrypted or too large. */
  unpacked: () => Promise<Blob>;
}

/** What is in a ZIP; throws where it is none that is understood. */
export async function packedIn(file: Blob): Promise<Packed[]> {
  const end = await endOf(file);
  const directory = new DataView(await file.slice(end.start, end.start + end.size).arrayBuffer());
  const found: Packed[] = [];
  let at = 0;
  for (let number = 0; number < end.count; number += 1) {
    if (directory.getUint32(at, true) !== ENTRY) throw new Error("not a ZIP");
    const lengths = [28, 30, 32].map((place) => directory.getUint16(at + place, true));
    const [nameLength = 0, extra = 0, comment = 0] = lengths;
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameLength));
    const how = {
      isEncrypted: (directory.getUint16(at + 8, true) & 1) === 1,
      method: directory.getUint16(at + 10, true),
      size: directory.getUint32(at + 20, true),
      start: directory.getUint32(at + 42, true),
    };
    if (!name.endsWith("/")) found.push({ name, unpacked: () => unpack(file, how) });
    at += 46 + nameLength + extra + comment;
  }
  return found;
}

async function endOf(file: Blob): Promise<{ count: number; size: number; start: number }> {
  const tail = new DataView(await file.slice(Math.max(0, file.size - LONGEST_COMMENT - 22)).arrayBuffer());
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END) continue;
    const count = tail.getUint16(at + 10, true);
    if (count > MOST_FILES) throw new Error("too many files");
    return { count, size: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) };
  }
  throw new Error("not a ZIP");
}

interface How {
  isEncrypted: boolean;
  method: number;
  size: number;
  start: number;
}

async function unpack(file: Blob, { isEncrypted, method, size, start }: How): Promise<Blob> {
  const head = new DataView(await file.slice(start, start + 30).arrayBuffer());
  if (isEncrypted || head.getUint32(0, true) !== LOCAL) throw new Error("unreadable");
  const begin = start + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const data = file.slice(begin, begin + size);
  if (method === STORED) return within(data.stream());
  if (method === DEFLATED) return within(data.stream().pipeThrough(new DecompressionStream("deflate-raw")));
  throw new Error("unreadable");
}

/** All that comes, stopped where it is more than a photo can be. */
async function within(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  const parts: BlobPart[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    size += value.byteLength;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error("too large");
    }
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
}
