/** Proofs that an entry is in a tree and that one tree continues another, checked with nothing but hashes (RFC 9162, 2.1.3 and 2.1.4). */

import { ensure, Refused } from "../error.ts";
import type { Hash } from "../ids.ts";
import { EMPTY_ROOT, nodeHash } from "./body.ts";

const W = "log-tree";
/** No tree may be larger: room for the arithmetic, and beyond any real log. */
export const MAX_SIZE = 2n ** 62n;

/** Checks that `leaf` stands at `index` in the tree of `size` leaves with this root. */
export function verifyInclusion(leaf: Hash, index: bigint | number, size: bigint | number, root: Hash, proof: readonly Hash[]): void {
  const [at, all] = [BigInt(index), BigInt(size)];
  ensure(at < all && all <= MAX_SIZE, W, "inclusion");
  const climb = new Climb(at, all - 1n);
  let hash = leaf;
  for (const step of proof) hash = climb.siblingIsLeft() ? nodeHash(step, hash) : nodeHash(hash, step);
  climb.end();
  ensure(hash === root, W, "inclusion");
}

/** Checks that the tree of `newSize` leaves begins with the tree of `oldSize` leaves. The empty tree begins every tree. */
export function verifyConsistency(
  oldSize: bigint | number,
  oldRoot: Hash,
  newSize: bigint | number,
  newRoot: Hash,
  proof: readonly Hash[],
): void {
  const [old, all] = [BigInt(oldSize), BigInt(newSize)];
  ensure(old <= all && all <= MAX_SIZE, W, "consistency");
  if (old === 0n || old === all) {
    ensure(proof.length === 0, W, "length");
    ensure(oldRoot === (old === all ? newRoot : EMPTY_ROOT), W, "consistency");
    return;
  }
  // A complete old tree is itself the first node of the way up, and is left out of the proof.
  const complete = (old & (old - 1n)) === 0n;
  const first = complete ? oldRoot : proof[0];
  if (first === undefined) throw new Refused(W, "length");
  let [place, last] = [old - 1n, all - 1n];
  while ((place & 1n) === 1n) [place, last] = [place >> 1n, last >> 1n];
  const climb = new Climb(place, last);
  let [before, after] = [first, first];
  for (const step of complete ? proof : proof.slice(1)) {
    if (climb.siblingIsLeft()) [before, after] = [nodeHash(step, before), nodeHash(step, after)];
    else after = nodeHash(after, step);
  }
  climb.end();
  ensure(before === oldRoot && after === newRoot, W, "consistency");
}

/** The way from a node up to the root: its place in its level, and the last place there. */
class Climb {
  #place: bigint;
  #last: bigint;

  constructor(place: bigint, last: bigint) {
    this.#place = place;
    this.#last = last;
  }

  /** Goes up past one sibling and says on which side it stands; refuses to go past the root. */
  siblingIsLeft(): boolean {
    ensure(this.#last !== 0n, W, "length");
    const left = (this.#place & 1n) === 1n || this.#place === this.#last;
    // The right edge also climbs past the levels where it has no sibling.
    while (left && (this.#place & 1n) === 0n) this.#up();
    this.#up();
    return left;
  }

  /** Refuses unless the root is reached. */
  end(): void {
    ensure(this.#last === 0n, W, "length");
  }

  #up(): void {
    this.#place >>= 1n;
    this.#last >>= 1n;
  }
}
