/**
 * A ZIP while it is written (APPNOTE 6.3.10), as exports need it: files stored or deflated, no folders, no ZIP64. What was added lies in
 * Blobs, so that only one paper at a time is in memory; the browser keeps the rest as it keeps a download.
 */

import { type Bytes, concat, toHex, utf8 } from "../bytes.ts";
import { ensure } from "../error.ts";
import type { Hash } from "../ids.ts";
import { Sha256 } from "../suite.ts";
import { fold, isPath } from "./names.ts";

const W = "export";
/** Beyond these, a reader needs ZIP64. */
const MAX_LENGTH = 0xffff_ffff;
const MAX_FILES = 0xffff;
/** Names in UTF-8. */
const FLAGS = 1 << 11;
const STORED = 0;
const DEFLATED = 8;
/** Version 2.0, made on Unix: a plain file that its owner reads and writes. */
const [NEEDED, MADE_BY, MODE] = [20, (3 << 8) | 20, (0o100600 << 16) >>> 0];

/** A file of the archive, as a manifest lists it. */
export interface FileEntry {
  readonly path: string;
  /** Bytes, uncompressed. */
  readonly length: number;
  /** Of the uncompressed bytes. */
  readonly sha256: Hash;
}

/** An archive that is being written. */
export class Archive {
  readonly #parts: BlobPart[] = [];
  readonly #central: Bytes[] = [];
  readonly #keys = new Set<string>();
  readonly #files: FileEntry[] = [];
  #length = 0;

  /** Adds a file as it is, in pieces that the caller may wipe afterwards. `atMs`: its date, Unix milliseconds. */
  add(path: string, pieces: readonly Bytes[], atMs: number): FileEntry {
    const measured = measure(path, pieces);
    this.#put(measured, new Blob([...pieces]), STORED, atMs);
    return measured.entry;
  }

  /** Adds a text, compressed where the browser can. */
  async addText(path: string, bytes: Bytes, atMs: number): Promise<FileEntry> {
    const measured = measure(path, [bytes]);
    const small = await deflate(bytes);
    this.#put(measured, small ?? new Blob([bytes]), small === undefined ? STORED : DEFLATED, atMs);
    return measured.entry;
  }

  /** What was added so far, in order. */
  get files(): readonly FileEntry[] {
    return this.#files;
  }

  /** The whole, with its end. */
  finish(): Blob {
    const central = concat(...this.#central);
    const count = this.#central.length;
    ensure(this.#length + central.length <= MAX_LENGTH, W, "length");
    const end = concat(utf8("PK\u0005\u0006"), le(0, 4), le(count, 2), le(count, 2), le(central.length, 4), le(this.#length, 4), le(0, 2));
    return new Blob([...this.#parts, central, end], { type: "application/zip" });
  }

  #put({ entry, crc }: Measured, content: Blob, method: number, atMs: number): void {
    ensure(isPath(entry.path), W, "alphabet");
    const key = entry.path.split("/").map(fold).join("/");
    ensure(!this.#keys.has(key), W, "order");
    ensure(this.#central.length < MAX_FILES && this.#length + entry.length <= MAX_LENGTH, W, "length");
    this.#keys.add(key);
    const name = utf8(entry.path);
    const common = concat(le(NEEDED, 2), le(FLAGS, 2), le(method, 2), moment(atMs), le(crc, 4), le(content.size, 4), le(entry.length, 4), le(name.length, 2), le(0, 2));
    const local = concat(utf8("PK\u0003\u0004"), common, name);
    this.#central.push(concat(utf8("PK\u0001\u0002"), le(MADE_BY, 2), common, le(0, 6), le(MODE, 4), le(this.#length, 4), name));
    this.#parts.push(local, content);
    this.#length += local.length + content.size;
    this.#files.push(entry);
  }
}

interface Measured {
  readonly entry: FileEntry;
  readonly crc: number;
}

function measure(path: string, pieces: readonly Bytes[]): Measured {
  const hash = new Sha256();
  let [crc, length] = [0xffff_ffff, 0];
  for (const piece of pieces) {
    hash.update(piece);
    crc = crc32(crc, piece);
    length += piece.length;
  }
  return { entry: { path, length, sha256: toHex(hash.finish()) }, crc: ~crc >>> 0 };
}

/** Deflates; `undefined` where the browser cannot. */
async function deflate(bytes: Bytes): Promise<Blob | undefined> {
  if (typeof CompressionStream !== "function") return undefined;
  try {
    return await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))).blob();
  } catch (error) {
    // Some browsers know the class and not this format.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A number, the lowest byte first. */
function le(number: number, length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let i = 0, rest = number; i < length; i++, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

/** The time and the day in the form of MS-DOS: local, two seconds fine, from 1980 to 2107. */
function moment(unixMs: number): Bytes {
  const at = new Date(unixMs);
  const year = at.getFullYear() - 1980;
  if (!(year >= 0 && year < 128)) return concat(le(0, 2), le((1 << 5) | 1, 2));
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  return concat(le(time, 2), le((year << 9) | ((at.getMonth() + 1) << 5) | at.getDate(), 2));
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  return crc;
});

function crc32(before: number, bytes: Bytes): number {
  let crc = before;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return crc;
}
