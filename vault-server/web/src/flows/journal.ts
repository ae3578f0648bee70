/** The log, checked on this side: signatures, inclusion, each vault's chain, the requests under the entries, and that nothing known has gone (FORMATS 8). */

import type { ActorView, EntryView, LogPage, VaultLogView } from "../api/types.ts";
import { type Bytes, equal } from "../core/bytes.ts";
import { hashOf } from "../core/certificate.ts";
import { ensure, Refused } from "../core/error.ts";
import { type Hash, NO_HASH, type VaultId } from "../core/ids.ts";
import { checkPurge, type EventBody, leafData, leafHash, parseBody, type Purge, readPurge } from "../core/log/body.ts";
import { type Checkpoint, openCheckpoint, openHead, type VaultHead } from "../core/log/note.ts";
import { verifyInclusion } from "../core/log/proof.ts";
import { Frontier } from "../core/log/tree.ts";
import { VaultChain } from "../core/log/vault_chain.ts";
import { parseRequest, signatureOf } from "../core/request.ts";
import { unb64 } from "./bytes.ts";
import { acceptCheckpoint, kept } from "./checkpoint.ts";
import type { Actor } from "./session.ts";
import type { Signatures } from "./signatures.ts";

const PAGE = 500;

/** An entry that holds. */
export interface Entry {
  readonly index: number;
  readonly body: EventBody;
}

/** What was read and verified. */
export interface Verified {
  readonly checkpoint: Checkpoint;
  /** Size of the checkpoint that was kept from before, to which this one was held; none at the first visit. */
  readonly keptSize: number | undefined;
  readonly entries: readonly Entry[];
  /** Who the actors are, as the server tells. */
  readonly actors: readonly ActorView[];
  /** How many entries were forgotten, as an event of the log says. */
  readonly forgotten: number;
  /** The answers, word for word: the proof, to keep or to give to somebody else. */
  readonly pages: readonly VaultLogView[];
}

/** The whole log, read and verified. */
export interface WholeLog extends Omit<Verified, "pages"> {
  /** The answers, word for word: the proof. */
  readonly pages: readonly LogPage[];
  /** The checkpoint to which they lead, as the log signed it. */
  readonly note: string;
}

interface Told {
  readonly salt: Bytes;
  readonly body: EventBody;
}

function parse(entry: EntryView): Told {
  const salt = unb64(entry.salt);
  ensure(salt.length === 32, "log-body", "length");
  const body = parseBody(unb64(entry.body));
  const bytes = entry.request == null ? undefined : unb64(entry.request);
  const same =
    bytes === undefined
      ? body.requestHash === NO_HASH
      : parseRequest(bytes).maker === body.actor &&
        hashOf(bytes) === body.requestHash &&
        equal(signatureOf(bytes), body.requestSignature);
  ensure(same, "request", "hash");
  return { salt, body };
}

const leafOf = ({ salt, body }: Told): Hash => leafHash(leafData(salt, body));

/** Loaded with the first journal that is read: the door does not wait for it. */
async function newSignatures(actor: Actor): Promise<Signatures> {
  const loaded = await import("./signatures.ts");
  return new loaded.Signatures(actor);
}

/** Reads one vault's events from the first to the signed end. */
export async function readLog(actor: Actor, vault: VaultId): Promise<Verified> {
  const keptSize = (await kept(actor))?.size;
  const pages: VaultLogView[] = [];
  const all: { view: EntryView; told: Told; checkpoint: Checkpoint }[] = [];
  const signatures = await newSignatures(actor);
  let forgotten: Forgotten | undefined;
  for (let after = 0; ; ) {
    const page = await actor.calls.vaultLog(vault, after);
    pages.push(page);
    ensure(page.vault_id === vault, "log-body", "ids");
    const checkpoint = await acceptCheckpoint(actor, page.checkpoint);
    const head = await openHead(unb64(page.head), actor.log.key);
    const fits = head.vault === vault && head.treeSize === checkpoint.size && head.root === checkpoint.root;
    ensure(fits, "vault-head", "ids");
    forgotten = readForgotten(page, checkpoint) ?? forgotten;
    await signatures.learn(page);
    for (const view of page.entries) all.push({ view, told: parse(view), checkpoint });
    const last = all.at(-1)?.told.body.vaultSeq ?? 0;
    if (page.more) {
      ensure(page.entries.length > 0 && last > after, "log-body", "sequence");
      after = last;
      continue;
    }
    const missing = replay(actor, vault, all, forgotten, head);
    for (const { view, told } of all) await signatures.check(view, told.body);
    actor.place.pins.seeHead(head);
    const entries = all.map(({ view, told }) => ({ index: view.index, body: told.body }));
    return { checkpoint, keptSize, entries, actors: merge(pages), forgotten: missing, pages };
  }
}

/** Verifies the order and the place of each entry, and the end. Gives how many entries before the first were forgotten. */
function replay(
  actor: Actor,
  vault: VaultId,
  all: readonly { view: EntryView; told: Told; checkpoint: Checkpoint }[],
  forgotten: Forgotten | undefined,
  head: VaultHead,
): number {
  const known = actor.place.pins.head(vault);
  const holds = (seq: number, leaf: Hash): void => ensure(known?.seq !== seq || known.leaf === leaf, "vault-head", "consistency");
  const missing = Math.max(0, (all[0]?.told.body.vaultSeq ?? head.vaultSeq + 1) - 1);
  const chain = new VaultChain(vault, new Map());
  if (forgotten !== undefined) {
    chain.afterForgotten(missing, forgotten.index, forgotten.leaf);
    holds(missing, forgotten.leaf);
  }
  for (const { view, told, checkpoint } of all) {
    if (forgotten !== undefined) checkPurge(forgotten.purge, view.index, told.body);
    const leaf = chain.push(view.index, told.salt, told.body);
    verifyInclusion(leaf, view.index, checkpoint.size, checkpoint.root, view.inclusion ?? []);
    holds(told.body.vaultSeq, leaf);
  }
  chain.finish(head);
  return forgotten === undefined ? 0 : missing;
}

interface Forgotten {
  readonly purge: Purge;
  /** The vault's last forgotten entry. */
  readonly index: number;
  readonly leaf: Hash;
}

/** Entries that the server calls forgotten: accepted exactly where an event of the log says so. */
function readForgotten(page: VaultLogView, checkpoint: Checkpoint): Forgotten | undefined {
  if (page.erased.length === 0) return undefined;
  const last = page.erased.reduce((one, other) => (other.index > one.index ? other : one));
  if (page.purge == null) throw new Refused("log-body", "sequence");
  const told = parse(page.purge);
  const included = (leaf: Hash, index: number, proof: readonly Hash[] | undefined): void =>
    verifyInclusion(leaf, index, checkpoint.size, checkpoint.root, proof ?? []);
  included(leafOf(told), page.purge.index, page.purge.inclusion);
  included(last.leaf_hash, last.index, last.inclusion);
  const purge = readPurge(page.purge.index, told.body);
  if (purge === undefined || last.index >= purge.before) throw new Refused("log-body", "sequence");
  return { purge, index: last.index, leaf: last.leaf_hash };
}

/** Told while the whole log is read: how many entries are done, and of how many. */
export type OnRead = (done: number, of: number) => void;

/** Reads the whole log, for an auditor, and builds its tree anew. */
export async function readWholeLog(actor: Actor, onRead?: OnRead): Promise<WholeLog> {
  const old = await kept(actor);
  const entries = new Map<number, Told>();
  const shown = new Map<number, EntryView>();
  const erased = new Map<number, Hash>();
  const signatures = await newSignatures(actor);
  const pages: LogPage[] = [];
  let note = "";
  for (let from = 0; ; ) {
    const page = await actor.calls.logPage(from, PAGE);
    await signatures.learn(page);
    for (const view of page.entries) {
      entries.set(view.index, parse(view));
      shown.set(view.index, view);
    }
    for (const view of page.erased) erased.set(view.index, view.leaf_hash);
    pages.push(page);
    note = page.checkpoint;
    if (page.next == null) break;
    ensure(page.next > from, "log-tree", "sequence");
    from = page.next;
    onRead?.(entries.size + erased.size, (await openCheckpoint(note, actor.log)).size);
  }
  const checkpoint = await openCheckpoint(note, actor.log);
  checkForgotten(entries, erased);
  rebuild(checkpoint, old, entries, erased);
  const chains = new Map<VaultId, VaultChain>();
  const sorted = [...entries].sort(([one], [other]) => one - other);
  for (const [index, { salt, body }] of sorted) {
    const chain = chains.get(body.vault) ?? new VaultChain(body.vault, erased);
    chains.set(body.vault, chain);
    chain.push(index, salt, body);
  }
  for (const [index, { body }] of sorted) {
    const view = shown.get(index);
    if (view !== undefined) await signatures.check(view, body);
  }
  await actor.place.pins.keepCheckpoint(actor.place.origin, actor.log, note);
  const listed = sorted.map(([index, { body }]) => ({ index, body }));
  return { checkpoint, keptSize: old?.size, entries: listed, actors: merge(pages), forgotten: erased.size, pages, note };
}

/** An entry may be missing only before the index that the last event of that kind tells. */
function checkForgotten(entries: ReadonlyMap<number, Told>, erased: ReadonlyMap<number, Hash>): void {
  let last: Purge | undefined;
  for (const [index, { body }] of [...entries].sort(([one], [other]) => one - other)) last = readPurge(index, body) ?? last;
  for (const index of erased.keys()) ensure(last !== undefined && index < last.before, "log-body", "sequence");
  if (last === undefined || erased.size === 0) return;
  for (const [index, { body }] of entries) checkPurge(last, index, body);
}

/** The tree of all leaves is the one that the checkpoint signs, and continues the one that was kept. */
function rebuild(checkpoint: Checkpoint, old: Checkpoint | undefined, entries: ReadonlyMap<number, Told>, erased: ReadonlyMap<number, Hash>): void {
  ensure(old === undefined || old.size <= checkpoint.size, "checkpoint", "consistency");
  const tree = new Frontier();
  for (let index = 0; index < checkpoint.size; index++) {
    const told = entries.get(index);
    const leaf = told === undefined ? erased.get(index) : leafOf(told);
    if (leaf === undefined) throw new Refused("log-tree", "sequence");
    tree.push(leaf);
    ensure(old?.size !== tree.size || old.root === tree.root, "checkpoint", "consistency");
  }
  const beyond = [...entries.keys(), ...erased.keys()].some((index) => index >= checkpoint.size);
  ensure(!beyond && tree.root === checkpoint.root, "log-tree", "inclusion");
}

function merge(pages: readonly { actors: readonly ActorView[] }[]): ActorView[] {
  return [...new Map(pages.flatMap((page) => page.actors).map((actor) => [actor.kid, actor])).values()];
}
