/** The tree as leaves are appended, and its files that never change: tiles of 256 hashes (RFC 6962, section 2.1; C2SP tlog-tiles). */

import { type Bytes, concat } from "../bytes.ts";
import { Reader, u64 } from "../codec.ts";
import { ensure, Refused } from "../error.ts";
import { type Hash, hashBytes } from "../ids.ts";
import { EMPTY_ROOT, nodeHash } from "./body.ts";
import { MAX_SIZE } from "./proof.ts";

const W = "log-tree";

/** All that is needed to append leaves and to know the root: one hash for each bit set in the size, largest subtree first. */
export class Frontier {
  #size = 0;
  #hashes: Hash[] = [];

  /** How many leaves. */
  get size(): number {
    return this.#size;
  }

  /** Appends one leaf. */
  push(leaf: Hash): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = nodeHash(this.#hashes.pop() ?? "", node);
    this.#hashes.push(node);
    this.#size += 1;
  }

  /** The Merkle tree hash of all leaves. */
  get root(): Hash {
    return this.#hashes.length === 0 ? EMPTY_ROOT : this.#hashes.reduceRight((right, left) => nodeHash(left, right));
  }

  /** `size 8 ‖ 32 for each bit set in the size`. */
  encode(): Bytes {
    return concat(u64(this.#size), ...this.#hashes.map(hashBytes));
  }

  /** Reads what {@link encode} made. */
  static parse(bytes: Uint8Array): Frontier {
    const r = new Reader(W, bytes);
    const out = new Frontier();
    const size = BigInt(`0x${r.id(8)}`);
    const ones = [...size.toString(2)].filter((bit) => bit === "1").length;
    out.#hashes = Array.from({ length: ones }, () => r.hash());
    if (size > MAX_SIZE) throw r.fail("length");
    out.#size = Number(size);
    r.end();
    return out;
  }
}

/** A tile: its level 0 to 7, its place in the level, 1 to 256 hashes. */
export interface Tile {
  readonly level: number;
  readonly index: bigint;
  readonly width: number;
}

function tail(tile: Tile): string {
  const digits = tile.index.toString();
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const text = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return tile.width < 256 ? `${text}.p/${tile.width}` : text;
}

/** The path of the tile's hashes, `tile/<L>/<N>[.p/<W>]`. */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${tail(tile)}`;
}

/** The path of the entry bundle under a tile of level 0, `tile/entries/<N>[.p/<W>]`. */
export function entriesPath(tile: Tile): string {
  return `tile/entries/${tail(tile)}`;
}

/** Reads {@link tilePath} or {@link entriesPath}; exactly one text names each tile. */
export function parseTilePath(path: string): Tile {
  const found = /^tile\/([0-9]{1,3}|entries)\/(.*?)(?:\.p\/([0-9]+))?$/.exec(path);
  const digits = found?.[2]?.replace(/[^0-9]/g, "") ?? "";
  if (found === null || digits === "") throw new Refused(W, "alphabet");
  const entries = found[1] === "entries";
  const [level, width] = [entries ? 0 : Number(found[1]), Number(found[3] ?? 256)];
  const index = BigInt(digits);
  ensure(level <= 255 && index < 2n ** 64n && width < 65_536, W, "alphabet");
  const fits = level <= 7 && index <= (2n ** 64n - 1n) >> BigInt(8 * (level + 1));
  ensure(fits && width >= 1 && width <= 256, W, "length");
  const tile = { level, index, width };
  ensure((entries ? entriesPath(tile) : tilePath(tile)) === path, W, "alphabet");
  return tile;
}

/** The tiles that are new or wider in a tree of `after` leaves than in one of `before`, lowest level first. */
export function changedTiles(before: number, after: number): Tile[] {
  const out: Tile[] = [];
  for (let level = 0; level <= 7; level++) {
    const [old, all] = [Math.floor(before / 256 ** level), Math.floor(after / 256 ** level)];
    if (all <= old) continue;
    for (let index = Math.floor(old / 256); index <= Math.floor((all - 1) / 256); index++)
      out.push({ level, index: BigInt(index), width: Math.min(256, all - index * 256) });
  }
  return out;
}

/** Reads exactly `width` entries of an entry bundle: `(u16 33 ‖ leaf data)` for each. */
export function parseBundle(bytes: Uint8Array, width: number): Bytes[] {
  const r = new Reader(W, bytes);
  const entries: Bytes[] = [];
  for (let i = 0; i < width; i++) {
    if (r.u16() !== 33) throw r.fail("length");
    const entry = r.take(33);
    if (entry[0] !== 1) throw r.fail("version");
    entries.push(entry);
  }
  r.end();
  return entries;
}
