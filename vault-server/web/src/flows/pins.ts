/**
 * What this browser has seen to be true, and holds the server to: first certificates, highest epochs, the log's key, its last
 * checkpoint, the last head of each vault, the latest version of each document and its last amendment, the mandates that were
 * revoked. Ids, numbers and hashes only, so that it may be kept; on a shared computer it lives in memory.
 */

import type { Place } from "../core/amendment.ts";
import type { Chain } from "../core/chain.ts";
import { ensure } from "../core/error.ts";
import type { DocumentId, Hash, MandateId, VaultId } from "../core/ids.ts";
import { type Checkpoint, LogKey, openCheckpoint, type VaultHead } from "../core/log/note.ts";
import type { Origin } from "../core/origin.ts";

interface Seen {
  logs: Record<string, { key: string; checkpoint?: string }>;
  chains: Record<string, { anchor: Hash; epoch: number; current: Hash }>;
  heads: Record<string, { seq: number; leaf: Hash }>;
  versions: Record<string, number>;
  places: Record<string, { sequence: number; last: Hash }>;
  revoked: Record<string, true>;
}

/** What was seen, from the first visit on. */
export class Pins {
  readonly #seen: Seen;
  readonly #keep: (text: string) => void;

  /** `kept`: what {@link keep} was given last, if anything. `keep`: called with the new text after each change. */
  constructor(kept?: string, keep: (text: string) => void = () => undefined) {
    const empty: Seen = { logs: {}, chains: {}, heads: {}, versions: {}, places: {}, revoked: {} };
    this.#seen = kept === undefined ? empty : { ...empty, ...(JSON.parse(kept) as Partial<Seen>) };
    this.#keep = keep;
  }

  /** Whether this subject's first certificate is known. */
  knows(id: string): boolean {
    return id in this.#seen.chains;
  }

  /** Refuses another first certificate, an epoch that goes back, or another certificate of the same epoch. */
  seeChain(id: string, chain: Chain): void {
    const seen = { anchor: chain.anchor, epoch: chain.current.epoch, current: chain.currentHash };
    const known = this.#seen.chains[id];
    if (known !== undefined) {
      chain.checkAnchor(known.anchor);
      chain.checkEpochAtLeast(known.epoch);
      ensure(known.epoch !== seen.epoch || known.current === seen.current, "certificate", "hash");
    }
    this.#seen.chains[id] = seen;
    this.#changed();
  }

  /** Refuses a latest version lower than one seen. */
  seeLatest(document: DocumentId, version: number): void {
    ensure(version >= (this.#seen.versions[document] ?? 0), "document", "version");
    this.#seen.versions[document] = version;
    this.#changed();
  }

  /** Refuses fewer amendments than seen, or others. */
  seePlace(place: Place): void {
    const id = `${place.document.document}:${place.document.version}`;
    const known = this.#seen.places[id];
    if (known !== undefined) {
      ensure(place.sequence >= known.sequence, "amendment", "sequence");
      ensure(place.sequence !== known.sequence || place.last === known.last, "amendment", "hash");
    }
    if (place.sequence === 0) return;
    this.#seen.places[id] = { sequence: place.sequence, last: place.last };
    this.#changed();
  }

  /** Remembers that this mandate has ended. */
  seeRevoked(mandate: MandateId): void {
    this.#seen.revoked[mandate] = true;
    this.#changed();
  }

  /** Refuses a mandate that was seen to have ended. */
  checkNotRevoked(mandate: MandateId): void {
    ensure(!(mandate in this.#seen.revoked), "mandate", "validity");
  }

  /** Refuses another log than the one seen at this server. */
  seeLogKey(origin: Origin, log: LogKey): void {
    const known = (this.#seen.logs[origin.text] ??= { key: log.text });
    ensure(known.key === log.text, "checkpoint", "anchor");
    this.#changed();
  }

  /** The last checkpoint that was accepted from this log. */
  async checkpoint(origin: Origin, log: LogKey): Promise<Checkpoint | undefined> {
    const note = this.#seen.logs[origin.text]?.checkpoint;
    return note === undefined ? undefined : openCheckpoint(note, log);
  }

  /** Keeps a checkpoint that continues the one before. */
  async keepCheckpoint(origin: Origin, log: LogKey, note: string): Promise<void> {
    const fresh = await openCheckpoint(note, log);
    const known = await this.checkpoint(origin, log);
    const slot = this.#seen.logs[origin.text];
    if (slot === undefined || fresh.size < (known?.size ?? 0)) return;
    slot.checkpoint = note;
    this.#changed();
  }

  /** Refuses a head that goes back. */
  seeHead(head: VaultHead): void {
    const known = this.#seen.heads[head.vault];
    if (known !== undefined) {
      ensure(head.vaultSeq >= known.seq, "vault-head", "consistency");
      ensure(head.vaultSeq !== known.seq || head.leaf === known.leaf, "vault-head", "consistency");
    }
    this.#seen.heads[head.vault] = { seq: head.vaultSeq, leaf: head.leaf };
    this.#changed();
  }

  /** The last head that was seen of a vault. */
  head(vault: VaultId): { readonly seq: number; readonly leaf: Hash } | undefined {
    return this.#seen.heads[vault];
  }

  #changed(): void {
    this.#keep(JSON.stringify(this.#seen));
  }
}
