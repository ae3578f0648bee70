/** The log: bodies, leaves, chains, trees, tiles, proofs, notes, receipts, heads. */

import { concat, toHex } from "../../src/core/bytes.ts";
import { u64 } from "../../src/core/codec.ts";
import { checkPurge, leafData, leafHash, parseBody, readPurge } from "../../src/core/log/body.ts";
import { LogKey, openCheckpoint, openHead, parseReceipt, verifyReceipt } from "../../src/core/log/note.ts";
import { verifyConsistency, verifyInclusion } from "../../src/core/log/proof.ts";
import { changedTiles, Frontier, parseBundle, parseTilePath, type Tile, tilePath } from "../../src/core/log/tree.ts";
import { VaultChain } from "../../src/core/log/vault_chain.ts";
import { VerifyingKey } from "../../src/core/keys.ts";
import { sha256 } from "../../src/core/suite.ts";
import { type Case, hex } from "./case.ts";

/** The data of a leaf of the vectors' trees: `0x01 ‖ SHA-256(u64 i)`. */
const dataOf = (i: number): Uint8Array => concat(Uint8Array.of(1), sha256(u64(i)));

/** The root of the subtree of 256^level leaves at this place of the vectors' trees. */
function subtree(level: number, index: number): string {
  const tree = new Frontier();
  for (let i = 0; i < 256 ** level; i++) tree.push(leafHash(dataOf(index * 256 ** level + i)));
  return tree.root;
}

function tileBytes(tile: Tile): Uint8Array {
  const first = Number(tile.index) * 256;
  return concat(...Array.from({ length: tile.width }, (_, i) => hex(subtree(tile.level, first + i))));
}

const runs: Record<string, (c: Case) => unknown> = {
  body(c) {
    const b = parseBody(hex(c.body));
    return {
      type: b.eventType,
      unix_ms: b.unixMs,
      vault: b.vault,
      vault_seq: b.vaultSeq,
      previous: b.previous,
      document: b.document,
      version: b.version,
      actor: b.actor,
      mandate: b.mandate,
      purpose: b.purpose,
      result: b.result,
      request_sha256: b.requestHash,
      request_signature: toHex(b.requestSignature),
    };
  },
  leaf(c) {
    const data = leafData(hex(c.salt), parseBody(hex(c.body)));
    return { data: toHex(data), hash: leafHash(data) };
  },
  chain(c) {
    const erased = new Map((c.erased as { index: number; leaf: string }[]).map((e) => [e.index, e.leaf]));
    const chain = new VaultChain(c.vault, erased);
    const leaves = (c.entries as Case[]).map((e) => chain.push(e.index, hex(e.salt), parseBody(hex(e.body))));
    const { vault, vault_seq, leaf, tree_size } = c.head;
    chain.finish({ vault, vaultSeq: vault_seq, leaf, treeSize: tree_size });
    return { leaves };
  },
  purge(c) {
    const purge = readPurge(c.index, parseBody(hex(c.body)));
    for (const e of c.told as Case[]) if (purge !== undefined) checkPurge(purge, e.index, parseBody(hex(e.body)));
    return { purge: purge ?? null };
  },
  tree(c) {
    const tree = new Frontier();
    for (let i = 0; i < c.size; i++) tree.push(leafHash(dataOf(i)));
    return { frontier: toHex(tree.encode()), root: tree.root };
  },
  frontier(c) {
    const tree = Frontier.parse(hex(c.frontier));
    return { size: tree.size, root: tree.root };
  },
  "tile-path"(c) {
    const { level, index, width } = parseTilePath(c.path);
    return { level, index: Number(index), width };
  },
  tiles: (c) => ({ tiles: changedTiles(c.old, c.new).map((tile) => ({ path: tilePath(tile), sha256: toHex(sha256(tileBytes(tile))) })) }),
  bundle: (c) => ({ entries: parseBundle(hex(c.bytes), c.width).map(toHex) }),
  inclusion(c) {
    verifyInclusion(c.leaf, c.index, c.size, c.root, c.proof);
    return c.expect;
  },
  consistency(c) {
    verifyConsistency(c.old_size, c.old_root, c.new_size, c.new_root, c.proof);
    return c.expect;
  },
  "log-key"(c) {
    const log = LogKey.parse(c.log);
    if (log.text !== c.log) throw new Error(`written otherwise: ${log.text}`);
    return { id: toHex(log.id), key: toHex(log.key.bytes), name: log.name };
  },
  async checkpoint(c) {
    return { ...(await openCheckpoint(c.note, LogKey.parse(c.log))) };
  },
  async receipt(c) {
    const receipt = parseReceipt(c.receipt);
    const { size } = await verifyReceipt(receipt, LogKey.parse(c.log), c.leaf);
    return { extra: receipt.extra === undefined ? null : toHex(receipt.extra), index: receipt.index, size };
  },
  async head(c) {
    const h = await openHead(hex(c.bytes), new VerifyingKey(hex(c.log_key)));
    return { vault: h.vault, vault_seq: h.vaultSeq, leaf: h.leaf, tree_size: h.treeSize, root: h.root };
  },
};

export function log(c: Case): unknown {
  const run = runs[c.test];
  if (run === undefined) throw new Error(`no such test: ${c.test}`);
  return run(c);
}
