/** Seals and opens a document object from front to back: several chunks are with WebCrypto at once, and leave in their order (FORMATS 1). */

import { type Bytes, concat, copy, toHex, wipe } from "../bytes.ts";
import { u64 } from "../codec.ts";
import { type Entropy, generate } from "../entropy.ts";
import { ensure, Refused } from "../error.ts";
import type { DocumentVersion, Hash } from "../ids.ts";
import { Sha256OfMany } from "../suite.ts";
import { StreamKey } from "./chunk.ts";
import { announced, CHUNK_LEN, contentWithin, HEAD_LEN, type Header, paddedLength, PREFIX_LEN, SALT_LEN, SEALED_CHUNK_LEN } from "./header.ts";

const W = "document";
/** How many chunks are with WebCrypto at once: half a megabyte. */
const IN_FLIGHT = 32;

/** Pieces that arrive one after the other: a file's, an answer's. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What a whole object is known by: the deposit signs the first two, the record holds the last two. */
export interface Summary {
  /** SHA-256 of the object. */
  readonly objectHash: Hash;
  /** SHA-256 of its first 104 bytes. */
  readonly headHash: Hash;
  /** Its length in bytes. */
  readonly objectLength: number;
  /** SHA-256 of the content. */
  readonly contentHash: Hash;
  /** The content's length in bytes. */
  readonly contentLength: number;
}

/** Hashes and counts what goes through. */
class Meter {
  readonly #hash = new Sha256OfMany();
  length = 0;

  take(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.length += bytes.length;
  }

  async finish(): Promise<Hash> {
    return toHex(await this.#hash.finish());
  }
}

/** Cuts what arrives into batches of whole chunks; the last batch ends with a chunk that is short, possibly empty. */
async function* batches(pieces: Pieces, chunkLength: number): AsyncGenerator<Bytes[]> {
  let chunks: Bytes[] = [];
  let open = new Uint8Array(chunkLength);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const some = piece.subarray(at, at + chunkLength - filled);
      open.set(some, filled);
      filled += some.length;
      at += some.length;
      if (filled < chunkLength) continue;
      chunks.push(open);
      open = new Uint8Array(chunkLength);
      filled = 0;
      if (chunks.length === IN_FLIGHT) {
        yield chunks;
        chunks = [];
      }
    }
  }
  yield [...chunks, open.slice(0, filled)];
  wipe(open);
}

/** The plaintext: length, content, zeros. Refuses with `length` more or less content than announced: a file that grows is not cut. */
async function* padded(content: Pieces, length: number, total: number, meter: Meter): AsyncGenerator<Uint8Array> {
  yield u64(length);
  for await (const piece of content) {
    meter.take(piece);
    ensure(meter.length <= length, W, "length");
    yield piece;
  }
  ensure(meter.length === length, W, "length");
  const zeros = new Uint8Array(CHUNK_LEN);
  for (let left = total - PREFIX_LEN - length; left > 0; left -= zeros.length) yield zeros.subarray(0, left);
}

/** Seals one version of a document: gives the object's bytes, and at the end what it is known by. The key stays the caller's, to wipe. */
export async function* sealDocument(
  key: Bytes,
  header: Header,
  contentLength: number,
  content: Pieces,
  entropy: Entropy,
): AsyncGenerator<Bytes, Summary> {
  const total = paddedLength(header.padding, contentLength);
  const { stream, head } = await StreamKey.begin(key, header, generate(entropy, SALT_LEN));
  const [object, plain] = [new Meter(), new Meter()];
  object.take(head);
  yield head;
  let number = 0;
  for await (const batch of batches(padded(content, contentLength, total, plain), CHUNK_LEN)) {
    const first = number;
    number += batch.length;
    const sealed = concat(...(await Promise.all(batch.map((chunk, i) => stream.seal(first + i, chunk)))));
    wipe(...batch);
    object.take(sealed);
    yield sealed;
  }
  return summary(head, object, plain);
}

async function summary(head: Bytes, object: Meter, content: Meter): Promise<Summary> {
  const headMeter = new Meter();
  headMeter.take(head);
  const [objectHash, headHash, contentHash] = await Promise.all([object.finish(), headMeter.finish(), content.finish()]);
  return { objectHash, headHash, objectLength: object.length, contentHash, contentLength: content.length };
}

/**
 * Opens one version of a document. What it gives is authenticated chunk by chunk; that it is the whole is known only when
 * it returns, and the caller shows or keeps nothing before. The key stays the caller's, to wipe.
 */
export async function* openDocument(key: Bytes, expected: DocumentVersion, sealed: Pieces): AsyncGenerator<Bytes, Summary> {
  const object = new Meter();
  const { head, rest } = await splitHead(sealed, object);
  const { stream, header } = await StreamKey.resume(key, expected, head);
  const content = new Meter();
  let lengths: { length: number; padded: number } | undefined;
  let [number, seen] = [0, 0];
  for await (const batch of batches(rest, SEALED_CHUNK_LEN)) {
    const last = batch.at(-1);
    const cut = last !== undefined && last.length < 16;
    if (cut) batch.pop();
    const first = number;
    number += batch.length;
    const opened = await Promise.allSettled(batch.map((chunk, i) => stream.open(first + i, chunk)));
    for (const one of opened) {
      if (one.status === "rejected") throw one.reason;
      lengths ??= announced(one.value, header.padding);
      const piece = contentWithin(seen, one.value, lengths.length);
      seen += one.value.length;
      content.take(piece);
      if (piece.length > 0) yield piece as Bytes;
    }
    // Whole chunks only: the end mark is missing.
    if (cut) throw new Refused(W, "length");
  }
  ensure(lengths?.padded === seen, W, "length");
  return summary(head, object, content);
}

async function splitHead(sealed: Pieces, meter: Meter): Promise<{ head: Bytes; rest: AsyncGenerator<Uint8Array> }> {
  const iterator = iterate(sealed);
  let start: Bytes = new Uint8Array(0);
  while (start.length < HEAD_LEN) {
    const next = await iterator.next();
    if (next.done === true) throw new Refused(W, "length");
    start = concat(start, next.value);
  }
  meter.take(start);
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield start.subarray(HEAD_LEN);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      meter.take(next.value);
      yield next.value;
    }
  }
  return { head: start.slice(0, HEAD_LEN), rest: rest() };
}

async function* iterate(pieces: Pieces): AsyncGenerator<Uint8Array, undefined> {
  yield* pieces;
  return undefined;
}

/** Runs through a generator and hands each piece on; gives what it returns. */
export async function pour<T>(from: AsyncGenerator<Bytes, T>, to: (piece: Bytes) => void | Promise<void>): Promise<T> {
  for (;;) {
    const next = await from.next();
    if (next.done === true) return next.value;
    await to(next.value);
  }
}

/** The pieces of a stream of the browser, one after the other. Not every browser iterates over streams by itself. */
export async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield copy(value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
