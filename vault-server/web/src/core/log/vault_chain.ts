/** Replays one vault's entries in order and refuses a gap, a repeat, a change or a step back (FORMATS 8). */

import type { Bytes } from "../bytes.ts";
import { ensure, type Property, Refused } from "../error.ts";
import { type Hash, NO_HASH, type VaultId } from "../ids.ts";
import { type EventBody, leafData, leafHash } from "./body.ts";
import type { VaultHead } from "./note.ts";

/** The last entry seen. */
interface Link {
  readonly index: number;
  readonly seq: number;
  readonly unixMs: number;
  readonly leaf: Hash;
}

/** The entries of one vault, fed in the order of `vaultSeq`. A gap holds only when entries that were forgotten explain it. */
export class VaultChain {
  readonly #vault: VaultId;
  readonly #erased: ReadonlyMap<number, Hash>;
  #last: Link | undefined;

  /** Starts before the vault's first entry. `erased` gives the leaf hash, taken from the tree, of every forgotten index. */
  constructor(vault: VaultId, erased: ReadonlyMap<number, Hash>) {
    this.#vault = vault;
    this.#erased = erased;
  }

  /** Starts after the first `number` entries, which were forgotten, and of which the last stands at `index` with this leaf hash; the caller has proved it. */
  afterForgotten(number: number, index: number, leaf: Hash): void {
    ensure(number !== 0 && number - 1 <= index, "log-body", "sequence");
    this.#last = { index, seq: number, unixMs: 0, leaf };
  }

  /** Number of the last entry seen; 0 before the first. */
  get seq(): number {
    return this.#last?.seq ?? 0;
  }

  /** Takes the next entry and gives its leaf hash, which the caller compares with the tree's or proves included. */
  push(index: number, salt: Bytes, body: EventBody): Hash {
    const last = this.#last;
    ensure(body.vault === this.#vault, "log-body", "ids");
    ensure(last === undefined || index > last.index, "log-body", "order");
    ensure(body.vaultSeq > 0, "log-body", "sequence");
    const wrong = this.#mismatch(body.vaultSeq - 1, body.previous, index);
    if (wrong !== undefined) throw new Refused("log-body", wrong);
    ensure(last === undefined || body.unixMs >= last.unixMs, "log-body", "validity");
    const leaf = leafHash(leafData(salt, body));
    this.#last = { index, seq: body.vaultSeq, unixMs: body.unixMs, leaf };
    return leaf;
  }

  /** Checks that the entries seen are all of the vault's, up to the signed head. */
  finish(head: Pick<VaultHead, "vault" | "vaultSeq" | "leaf" | "treeSize">): void {
    ensure(head.vault === this.#vault, "vault-head", "ids");
    ensure(this.#last === undefined || this.#last.index < head.treeSize, "vault-head", "order");
    const wrong = this.#mismatch(head.vaultSeq, head.leaf, head.treeSize);
    if (wrong !== undefined) throw new Refused("vault-head", wrong);
  }

  /** Why `seq` with this leaf hash, at an index below `bound`, is not where the chain stands: the last entry seen, or a forgotten one after it. */
  #mismatch(seq: number, leaf: Hash, bound: number): Property | undefined {
    const missing = seq - this.seq;
    if (missing < 0) return "sequence";
    if (missing === 0) return leaf === (this.#last?.leaf ?? NO_HASH) ? undefined : "hash";
    const after = this.#last === undefined ? 0 : this.#last.index + 1;
    const indices = [...this.#erased.keys()].filter((index) => index >= after && index < bound).sort((a, b) => a - b);
    const candidates = indices.slice(missing - 1);
    if (candidates.length === 0) return "sequence";
    return candidates.some((index) => this.#erased.get(index) === leaf) ? undefined : "hash";
  }
}
