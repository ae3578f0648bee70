/** A paper's signatures and its description: all verified before the description is believed. And the list of papers of a vault. */

import type { FolderView, MandateView, OrganisationView, RecordsView, RecordView, ReminderView, SignerView } from "../api/types.ts";
import { amended, checkFolder, checkRecord, parseAmendment, type Place, placeOf, verifyAmendment } from "../core/amendment.ts";
import type { Bytes } from "../core/bytes.ts";
import type { Chain } from "../core/chain.ts";
import { about, openRecord } from "../core/contents.ts";
import { checkDocument, type Deposit, parseDeposit, verifyDeposit } from "../core/deposit.ts";
import { ensure, Refused, type What } from "../core/error.ts";
import type { AccountId, DocumentId, DocumentVersion, FolderId, Kid, VaultId } from "../core/ids.ts";
import type { VerifyingKey } from "../core/keys.ts";
import type { Mandate } from "../core/mandate.ts";
import type { DocumentRecord, Payload } from "../core/record.ts";
import { openReminder } from "../core/reminder.ts";
import type { FolderKind } from "../core/vocabulary.ts";
import { Wrap } from "../core/wrap.ts";
import { unb64, unb64All } from "./bytes.ts";
import type { Actor } from "./session.ts";
import { checkHolder, type FolderKeys, folderKeys, type Owner, trustFolder, trustMandate, trustOwner, trustSigner } from "./trust.ts";

/** A paper as the server shows it. */
export interface Shown {
  readonly of: DocumentVersion;
  readonly folder: FolderId;
  readonly deposit: Bytes;
  readonly amendments: readonly Bytes[];
  readonly record: Bytes;
}

/** Those who may have signed, as the server shows them. */
export interface Signers {
  readonly people: readonly SignerView[];
  readonly organisations: readonly OrganisationView[];
  /** Keys that were found already: most papers of a vault have few signers, whose chains are verified once. */
  readonly found: Map<Kid, Promise<{ account: AccountId; key: VerifyingKey }>>;
}

/** A paper whose signatures hold. */
export interface Paper {
  readonly deposit: Deposit;
  readonly place: Place;
  readonly payload: Payload;
  /** The client share, for the caller to wipe. */
  readonly client: Bytes;
  readonly record: DocumentRecord;
}

/** A folder whose certificates hold, and its keys, when the actor has any. */
export interface Shelf {
  readonly view: FolderView;
  readonly chain: Chain;
  readonly keys: FolderKeys | undefined;
}

/** Verifies a paper and opens its description. `undefined`: it waits under a former key that the actor was never given. */
export async function openPaper(actor: Actor, owner: Owner, shown: Shown, signers: Signers, shelf: Shelf): Promise<Paper | undefined> {
  const claimed = parseDeposit(shown.deposit);
  const depositor = await findSigner(actor, owner, signers, claimed.maker, "deposit");
  const deposit = await verifyDeposit(shown.deposit, depositor.key);
  checkDocument(deposit, shown.of);
  let place = placeOf(deposit, shown.deposit);
  for (const bytes of shown.amendments) {
    const { key } = await findSigner(actor, owner, signers, parseAmendment(bytes).maker, "amendment");
    place = amended(place, await verifyAmendment(bytes, key), bytes);
  }
  checkFolder(place, shown.folder);
  actor.place.pins.seePlace(place);
  const { epoch } = Wrap.parse(shown.record).about;
  const key = shelf.keys?.get(epoch);
  if (key === undefined) {
    // The folder had this key, and somebody who still reads it will seal the description anew.
    ensure(shelf.chain.atEpoch(epoch) !== undefined && epoch < shelf.chain.current.epoch, "wrap", "epoch");
    return undefined;
  }
  const maker = await findSigner(actor, owner, signers, Wrap.parse(shown.record).maker, "wrap");
  const payload = await openRecord({ with: key, maker: maker.key }, shown.record, about.recordToFolder(shown.of, epoch));
  checkRecord(place, payload.hash);
  const { share: client, record } = payload.read();
  ensure(record.depositor === depositor.account && record.depositorKid === deposit.maker, "record", "maker");
  return { deposit, place, payload, client, record };
}

function findSigner(
  actor: Actor,
  owner: Owner,
  signers: Signers,
  kid: Kid,
  what: What,
): Promise<{ account: AccountId; key: VerifyingKey }> {
  const known = signers.found.get(kid);
  if (known !== undefined) return known;
  const view = signers.people.find((signer) => signer.kid === kid);
  if (view === undefined) return Promise.reject(new Refused(what, "maker"));
  const key = trustSigner(actor, owner, view, signers.organisations, kid);
  const found = key.then((verified) => ({ account: view.account_id, key: verified }));
  signers.found.set(kid, found);
  return found;
}

/** A vault's folders, verified, with what the server shows of its papers. */
export class Shelves {
  readonly owner: Owner;
  /** The mandates on which the actor reads; none for the owner. */
  readonly mandates: readonly Mandate[];
  readonly view: RecordsView;
  readonly #folders: ReadonlyMap<FolderId, Shelf>;
  readonly #signers: Signers;

  private constructor(owner: Owner, mandates: readonly Mandate[], view: RecordsView, folders: ReadonlyMap<FolderId, Shelf>) {
    this.owner = owner;
    this.mandates = mandates;
    this.view = view;
    this.#folders = folders;
    this.#signers = { people: view.signers, organisations: view.organisations, found: new Map() };
  }

  /** Fetches and verifies. `allVersions`: every version of every paper, or the latest ones. */
  static async fetch(actor: Actor, vault: VaultId, allVersions = false): Promise<Shelves> {
    const view = await actor.calls.records(vault, { all_versions: allVersions });
    ensure(view.vault.vault_id === vault, "record", "ids");
    const owner = await trustOwner(actor, vault, view.vault.owner);
    const mandates = await Promise.all(view.mandates.map((shown: MandateView) => trustMandate(actor, shown, owner)));
    for (const mandate of mandates) checkHolder(actor, mandate);
    const folders = new Map<FolderId, Shelf>();
    await Promise.all(view.vault.folders.map(async (folder) => folders.set(folder.folder_id, await shelve(actor, owner, folder))));
    return new Shelves(owner, mandates, view, folders);
  }

  /** A folder. Refuses one that is not there. */
  shelf(folder: FolderId): Shelf {
    const found = this.#folders.get(folder);
    if (found === undefined) throw new Refused("certificate", "ids");
    return found;
  }

  /** All folders. */
  get shelves(): Shelf[] {
    return [...this.#folders.values()];
  }

  /** Verifies a paper and opens its description. */
  open(actor: Actor, shown: RecordView): Promise<Paper | undefined> {
    const shelf = this.#folders.get(shown.folder_id);
    if (shelf === undefined) throw new Refused("deposit", "ids");
    if (shelf.keys === undefined) throw new Refused("wrap", "recipient");
    const of = { vault: this.owner.vault, document: shown.document_id, version: shown.version };
    const signed = { deposit: unb64(shown.deposit), amendments: unb64All(shown.amendments ?? []), record: unb64(shown.record) };
    return openPaper(actor, this.owner, { of, folder: shown.folder_id, ...signed }, this.#signers, shelf);
  }

  /**
   * Verifies and opens the text of a reminder: signed by the author that is shown, for this paper and this day. `undefined`: it was
   * sealed under a former key that the actor was never given.
   */
  async reminder(actor: Actor, shown: ReminderView): Promise<string | undefined> {
    const paper = this.view.records.find((record) => record.document_id === shown.document_id);
    if (paper === undefined) throw new Refused("wrap", "ids");
    const { chain, keys } = this.shelf(paper.folder_id);
    if (keys === undefined) throw new Refused("wrap", "recipient");
    const bytes = unb64(shown.text);
    const wrap = Wrap.parse(bytes);
    const { epoch } = wrap.about;
    const key = keys.get(epoch);
    if (key === undefined) {
      ensure(chain.atEpoch(epoch) !== undefined && epoch < chain.current.epoch, "wrap", "epoch");
      return undefined;
    }
    const maker = await findSigner(actor, this.owner, this.#signers, wrap.maker, "wrap");
    ensure(maker.account === shown.author, "wrap", "maker");
    const of = { id: shown.reminder_id, vault: this.owner.vault, document: shown.document_id, dueMs: shown.due_ms };
    return openReminder({ with: key, maker: maker.key }, bytes, of, epoch);
  }
}

/** A folder's certificates, and its keys when the server shows a seed. */
export async function shelve(actor: Actor, owner: Owner, view: FolderView): Promise<Shelf> {
  const chain = await trustFolder(actor, owner, view);
  return { view, chain, keys: view.seed == null ? undefined : await folderKeys(actor, owner, view, chain) };
}

/** One line of the list of papers. */
export interface ListedPaper {
  readonly document: DocumentId;
  readonly version: number;
  readonly folder: FolderId;
  readonly folderKind: FolderKind;
  /** Unix milliseconds. */
  readonly depositedMs: number;
  readonly objectLength: number;
  /** The description; none while the paper waits under a former key of its folder. */
  readonly record: DocumentRecord | undefined;
  /** Who added it, as the server shows them. */
  readonly depositor: SignerView | undefined;
  /** Why it was refused, when something in it does not hold: it is shown as damaged, and the others still are shown. */
  readonly refused: Refused | undefined;
}

/** The papers of a vault that the actor may read, each verified by itself. */
export async function listPapers(actor: Actor, vault: VaultId): Promise<{ papers: ListedPaper[]; shelves: Shelves }> {
  const shelves = await Shelves.fetch(actor, vault);
  const papers = await Promise.all(shelves.view.records.map((shown) => listed(actor, shelves, shown)));
  return { papers, shelves };
}

async function listed(actor: Actor, shelves: Shelves, shown: RecordView): Promise<ListedPaper> {
  const found = { document: shown.document_id, version: shown.version, folder: shown.folder_id };
  const told = { depositedMs: shown.deposited_ms, objectLength: shown.object_length };
  const folderKind = shelves.shelf(shown.folder_id).view.kind;
  try {
    const paper = await shelves.open(actor, shown);
    paper?.client.fill(0);
    paper?.payload.wipe();
    const depositor = shelves.view.signers.find((signer) => signer.kid === paper?.deposit.maker);
    return { ...found, folderKind, ...told, record: paper?.record, depositor, refused: undefined };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    error.about = shown.document_id;
    return { ...found, folderKind, ...told, record: undefined, depositor: undefined, refused: error };
  }
}
