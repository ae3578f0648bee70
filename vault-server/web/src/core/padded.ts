/** Texts of a hidden length: `prefix ‖ u16 length ‖ text ‖ zeros`, to a multiple of 256 bytes. */

import { type Bytes, concat, isZero } from "./bytes.ts";
import { u16, zeros } from "./codec.ts";
import { ensure, type What } from "./error.ts";

/** Everything padded is a multiple of this. */
const BLOCK = 256;

/** Pads; refuses a text that does not fit in `max` bytes. */
export function pad(what: What, prefix: Uint8Array, text: Uint8Array, max: number): Bytes {
  const length = prefix.length + 2 + text.length;
  const total = Math.ceil(length / BLOCK) * BLOCK;
  ensure(text.length < 65_536 && total <= max, what, "length");
  return concat(prefix, u16(text.length), text, zeros(total - length));
}

/** Splits what {@link pad} made, and checks that the padding is the shortest, all zeros. */
export function unpad(what: What, prefix: number, padded: Bytes, max: number): { prefix: Bytes; text: Bytes } {
  ensure(padded.length % BLOCK === 0 && padded.length <= max, what, "length");
  const start = prefix + 2;
  ensure(padded.length >= start, what, "length");
  const length = ((padded[prefix] ?? 0) << 8) | (padded[prefix + 1] ?? 0);
  ensure(start + length <= padded.length, what, "length");
  const rest = padded.subarray(start + length);
  ensure(rest.length < BLOCK && isZero(rest), what, "padding");
  return { prefix: padded.slice(0, prefix), text: padded.slice(start, start + length) };
}

/** Whether a sealed plaintext may have this length. */
export function isPaddedLength(length: number, max: number): boolean {
  return length !== 0 && length % BLOCK === 0 && length <= max;
}
