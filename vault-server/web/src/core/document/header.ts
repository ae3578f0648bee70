/** The first bytes of a document object, `VDC1`, and how its content is padded (FORMATS 1). */

import { type Bytes, concat, utf8 } from "../bytes.ts";
import { Reader, zeros } from "../codec.ts";
import { ensure, Refused } from "../error.ts";
import { type DocumentVersion, versionBytes } from "../ids.ts";

const W = "document";
const SUITE = 1;
/** Plaintext of every chunk but the last, which is always shorter. */
export const CHUNK_LEN = 16_384;
/** The same with its tag. */
export const SEALED_CHUNK_LEN = CHUNK_LEN + 16;
/** Length of the header. */
export const HEADER_LEN = 48;
/** Length of the random salt. */
export const SALT_LEN = 24;
/** Header, salt and commitment: what comes before the first chunk. */
export const HEAD_LEN = HEADER_LEN + SALT_LEN + 32;
/** Length of the content's length, which opens the plaintext. */
export const PREFIX_LEN = 8;
const MIN_PADDED = 65_536;
/** Chunked encryption counts at most 2^38 chunks, of which the last is short. */
const PADDED_LIMIT = CHUNK_LEN * 2 ** 38;

/** How a plaintext is lengthened: 1 PADMÉ (at most 12 % more), 2 the next power of two. */
export type Padding = 1 | 2;

/** The header of a document object. */
export interface Header {
  readonly padding: Padding;
  /** The version of the document that the object holds. */
  readonly of: DocumentVersion;
}

/** The 48 bytes. */
export function encodeHeader(header: Header): Bytes {
  return concat(utf8("VDC1"), Uint8Array.of(SUITE, header.padding), zeros(2), versionBytes(header.of));
}

/** Reads exactly 48 bytes. */
export function parseHeader(bytes: Uint8Array): Header {
  const r = new Reader(W, bytes);
  r.magic("VDC1");
  if (r.u8() !== SUITE) throw r.fail("suite");
  const padding = r.u8();
  if (padding !== 1 && padding !== 2) throw r.fail("padding");
  r.reserved(2);
  const of = { vault: r.id(), document: r.id(), version: r.u64() };
  r.end();
  return { padding, of };
}

/** Length of the whole plaintext for a content of this length. Refuses with `length` past 4 PiB. */
export function paddedLength(padding: Padding, contentLength: number): number {
  const length = Math.max(contentLength + PREFIX_LEN, MIN_PADDED);
  if (!(length < PADDED_LIMIT)) throw new Refused(W, "length");
  const exponent = log2(length);
  const step = padding === 1 ? 2 ** (exponent - (log2(exponent) + 1)) : 2 ** exponent;
  const padded = padding === 2 && step < length ? 2 * step : Math.ceil(length / step) * step;
  ensure(padded < PADDED_LIMIT, W, "length");
  return padded;
}

/** ⌊log2⌋, exact for whole numbers: `Math.log2` rounds. */
function log2(number: number): number {
  return number.toString(2).length - 1;
}

/** Length of the object that holds a content of this length. */
export function objectLength(contentLength: number, padding: Padding): number {
  const padded = paddedLength(padding, contentLength);
  return HEAD_LEN + padded + 16 * (Math.floor(padded / CHUNK_LEN) + 1);
}

/** The content length that the first chunk announces, and the padded length that goes with it. */
export function announced(firstChunk: Uint8Array, padding: Padding): { length: number; padded: number } {
  ensure(firstChunk.length >= PREFIX_LEN, W, "length");
  const length = new Reader(W, firstChunk.subarray(0, PREFIX_LEN)).u64();
  return { length, padded: paddedLength(padding, length) };
}

/** Which part of a piece of plaintext is content. What follows the content must be zeros. */
export function contentWithin(offset: number, plaintext: Bytes, contentLength: number): Bytes {
  const within = (position: number): number => Math.min(Math.max(position - offset, 0), plaintext.length);
  const end = within(PREFIX_LEN + contentLength);
  ensure(plaintext.subarray(end).every((byte) => byte === 0), W, "padding");
  return plaintext.subarray(within(PREFIX_LEN), end);
}
