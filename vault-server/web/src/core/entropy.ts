/** Randomness as an argument: the page passes the browser's, tests pass their own. */

import type { Bytes } from "./bytes.ts";

/** Fills `dst` with bytes that nobody can guess. */
export type Entropy = (dst: Bytes) => void;

/** Draws `length` bytes. */
export function generate(entropy: Entropy, length: number): Bytes {
  const out = new Uint8Array(length);
  entropy(out);
  return out;
}
