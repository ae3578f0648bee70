/**
 * Leaving with everything (FORMATS 9): each version is opened, verified and put into an archive; then who looked, with the log's proofs;
 * then what people read; then the manifest, signed. Nobody gets a file of which anything does not hold.
 */

import type { ExportView, OpeningView } from "../api/types.ts";
import { type Bytes, toBase64Url, utf8, wipe } from "../core/bytes.ts";
import { type Manifest, MANIFEST, type ManifestDocument, type ManifestReminder, type ManifestVersion, SIGNATURE } from "../core/archive/manifest.ts";
import { Names } from "../core/archive/names.ts";
import { Archive } from "../core/archive/zip.ts";
import type { CredentialFile } from "../core/credential.ts";
import { ensure, Refused } from "../core/error.ts";
import { checkManifest, signManifest, verifyManifestSeal } from "../core/export.ts";
import type { VaultId } from "../core/ids.ts";
import type { Pin } from "../core/pin.ts";
import { dayOf } from "../core/reminder.ts";
import { type DocumentRecord, recordToJson } from "../core/record.ts";
import type { FolderKind } from "../core/vocabulary.ts";
import { readLog, type Verified } from "./journal.ts";
import { openProven } from "./open.ts";
import { Shelves } from "./papers.ts";
import { type Actor, type Place, solemnly } from "./session.ts";
import { trustMandate, trustOwner } from "./trust.ts";

/** Words that end in the archive's paths and manifest: they live in the page. */
export interface Labels {
  readonly folders: Readonly<Record<FolderKind, string>>;
  /** By code of the kind of paper. */
  readonly types: Readonly<Record<string, string>>;
}

/** One version of a paper, for the pages that people read. */
export interface TakenVersion {
  readonly folder: string;
  readonly document: string;
  readonly version: number;
  readonly several: boolean;
  readonly path: string;
  /** Unix milliseconds. */
  readonly depositedMs: number;
  readonly record: DocumentRecord;
  /** Who added it: the owner, or as the server names them. */
  readonly by: { readonly owner: boolean; readonly names: readonly string[] };
}

/** What the archive's pages tell. */
export interface Taken {
  /** Unix milliseconds, by the server's clock. */
  readonly exportedMs: number;
  readonly origin: string;
  readonly logKey: string;
  readonly vault: VaultId;
  /** The hash of the owner's first certificate, as on the card. */
  readonly anchor: string;
  readonly folders: readonly { readonly id: string; readonly label: string }[];
  readonly versions: readonly TakenVersion[];
  readonly reminders: readonly ManifestReminder[];
  readonly log: Pick<Verified, "entries" | "actors"> & { readonly own: readonly string[] };
}

/** The pages: HTML and plain text, as they stand in the archive. */
export interface Pages {
  readonly index: string;
  readonly journal: string;
  readonly readMe: string;
}

/** Everything but the pages is in the archive. */
export interface Packed {
  readonly taken: Taken;
  /** Adds the pages, signs, and gives the whole. */
  finish(pages: Pages): Promise<Blob>;
}

/** What the caller wants to know, and may say, meanwhile. */
export interface Watch {
  /** Versions done, with the part of the one in hand, and of how many. */
  readonly onTaken: (done: number, of: number) => void;
  /** Whether the person has changed their mind. */
  readonly isStopped: () => boolean;
}

/** Takes everything out of one's own vault. A solemn act: the card and the PIN are asked for again. `vault`: whose session is open. */
export function takeOut(place: Place, file: CredentialFile, pin: Pin, vault: VaultId, labels: Labels, watch: Watch): Promise<Packed> {
  return solemnly(place, file, pin, async (actor, pin_tag) => {
    // Somebody else's card opens somebody else's vault.
    ensure(actor.view.vault_id === vault, "credential", "ids");
    const told = await actor.calls.exportVault(vault, pin_tag);
    const archive = new Archive();
    const manifest = await frame(actor, vault, told, labels);
    const versions = await papers(actor, told, labels, { archive, manifest }, watch);
    for (const view of await actor.calls.vaultMandates(vault)) {
      await trustMandate(actor, view);
      const { mandate_id, mandate, state } = view;
      manifest.mandates.push({ mandate_id, mandate, ...defined({ revocation: view.revocation, recipient: view.recipient.name }), state });
    }
    const reminders = await remindersOf(actor, vault, manifest);
    if (reminders.length > 0) manifest.reminders = reminders;
    const log = await readLog(actor, vault);
    const taken: Taken = {
      exportedMs: told.exported_ms,
      origin: place.origin.text,
      logKey: actor.log.text,
      vault,
      anchor: actor.chain.anchor,
      folders: manifest.folders.map(({ folder_id: id, label }) => ({ id, label })),
      versions,
      reminders,
      log: { entries: log.entries, actors: log.actors, own: actor.chain.verifyingKeys.map((key) => key.kid) },
    };
    return { taken, finish: (pages) => finish(actor, archive, manifest, log, pages) };
  });
}

/** Everything that is known before the first paper. */
async function frame(actor: Actor, vault: VaultId, told: ExportView, labels: Labels): Promise<Manifest> {
  const view = await actor.calls.vault(vault);
  await trustOwner(actor, vault, view.owner);
  const { account_id, certificates } = view.owner;
  return {
    format: "coffre-solidaire/export",
    version: 1,
    exported_ms: told.exported_ms,
    log_index: told.log_index,
    server: { origin: actor.place.origin.text, log_key: actor.log.text },
    vault: { vault_id: vault, account_id, certificates },
    folders: view.folders.map(({ folder_id, kind }) => ({ folder_id, kind, label: labels.folders[kind] })),
    documents: [],
    signers: [],
    organisations: [],
    mandates: [],
    files: [],
  };
}

interface Held {
  readonly archive: Archive;
  readonly manifest: Manifest;
}

async function papers(actor: Actor, told: ExportView, labels: Labels, held: Held, watch: Watch): Promise<TakenVersion[]> {
  const names = new Names();
  const newest = new Map<string, { version: number; count: number }>();
  for (const { document_id, version } of told.versions) {
    const known = newest.get(document_id) ?? { version: 0, count: 0 };
    newest.set(document_id, { version: Math.max(known.version, version), count: known.count + 1 });
  }
  // A server that hides the newest version of a paper that this device knows is refused.
  for (const [id, { version }] of newest) actor.place.pins.seeLatest(id, version);
  const all: TakenVersion[] = [];
  for (const [done, listed] of told.versions.entries()) {
    if (watch.isStopped()) throw new Error("stopped");
    const several = (newest.get(listed.document_id)?.count ?? 0) > 1;
    const onOpened = (got: number, of: number): void => watch.onTaken(done + got / Math.max(1, of), told.versions.length);
    all.push(await paper(actor, listed, several, labels, names, held, onOpened));
  }
  return all;
}

/** One version: opened, an event of its own; verified; put into the archive. */
async function paper(
  actor: Actor,
  listed: ExportView["versions"][number],
  several: boolean,
  labels: Labels,
  names: Names,
  { archive, manifest }: Held,
  onOpened: (done: number, of: number) => void,
): Promise<TakenVersion> {
  const { document_id: document, folder_id: folder, version, deposited_ms } = listed;
  const opened = await openProven(actor, { document, version }, onOpened);
  const { view, record } = opened;
  try {
    const label = manifest.folders.find((one) => one.folder_id === folder)?.label;
    if (label === undefined || view.folder.folder_id !== folder) throw new Refused("document", "ids");
    const path = names.paper(label, record, labels.types[record.type] ?? record.type, several ? version : undefined);
    const file = archive.add(path, opened.content, deposited_ms);
    ensure(file.sha256 === record.contentSha256 && file.length === record.length, "export", "hash");
    tellSigners(manifest, view);
    const proven: ManifestVersion = {
      version,
      deposited_ms,
      path,
      record: recordToJson(record),
      deposit: view.deposit,
      ...(view.amendments === undefined || view.amendments.length === 0 ? {} : { amendments: view.amendments }),
      payload: toBase64Url(opened.payload),
    };
    documentOf(manifest, document, folder).versions.push(proven);
    return { folder, document, version, several, path, depositedMs: deposited_ms, record, by: depositor(manifest, record) };
  } finally {
    opened.wipe();
    wipe(opened.payload);
  }
}

/** The reminders of the papers that were taken out, opened; each once, in order. */
async function remindersOf(actor: Actor, vault: VaultId, { documents }: Manifest): Promise<ManifestReminder[]> {
  const shelves = await Shelves.fetch(actor, vault);
  const all = new Map<string, ManifestReminder>();
  for (const shown of shelves.view.reminders) {
    const text = await shelves.reminder(actor, shown);
    if (text === undefined) throw new Refused("wrap", "epoch");
    const [document_id, on] = [shown.document_id, dayOf(shown.due_ms)];
    if (documents.some((document) => document.document_id === document_id)) all.set(`${document_id} ${on} ${text}`, { document_id, on, text });
  }
  return [...all.keys()].sort().flatMap((key) => all.get(key) ?? []);
}

/** Versions of one paper follow each other. */
function documentOf(manifest: Manifest, document_id: string, folder_id: string): ManifestDocument {
  const last = manifest.documents.at(-1);
  if (last?.document_id === document_id) return last;
  const fresh: ManifestDocument = { document_id, folder_id, versions: [] };
  manifest.documents.push(fresh);
  return fresh;
}

/** Tells once each one who deposited or described, and each organisation. */
function tellSigners({ signers, organisations, vault }: Manifest, view: OpeningView): void {
  for (const { kid, account_id, display_name, organisation_id, certificates } of [view.depositor, ...(view.signers ?? [])]) {
    if (signers.some((known) => known.kid === kid)) continue;
    const chain = account_id === vault.account_id ? {} : { certificates };
    signers.push({ kid, account_id, ...defined({ display_name, organisation_id }), ...chain });
  }
  const own = view.depositor_organisation;
  for (const { organisation_id, name, certificates } of [...(own == null ? [] : [own]), ...(view.organisations ?? [])])
    if (!organisations.some((known) => known.organisation_id === organisation_id)) organisations.push({ organisation_id, name, certificates });
}

function depositor({ signers, organisations, vault }: Manifest, record: DocumentRecord): TakenVersion["by"] {
  const signer = signers.find((one) => one.kid === record.depositorKid);
  const organisation = organisations.find((one) => one.organisation_id === signer?.organisation_id);
  const names = [signer?.display_name, organisation?.name].filter((name) => name !== undefined);
  return { owner: signer?.account_id === vault.account_id, names };
}

async function finish(actor: Actor, archive: Archive, manifest: Manifest, log: Verified, pages: Pages): Promise<Blob> {
  const at = manifest.exported_ms;
  const add = (path: string, text: string): Promise<unknown> => archive.addText(path, utf8(text), at);
  await add("journal/journal.html", pages.journal);
  await add("journal/journal.json", JSON.stringify({ pages: log.pages }));
  await add("index.html", pages.index);
  await add("LISEZMOI.txt", pages.readMe);
  manifest.files = [...archive.files];
  const json = utf8(JSON.stringify(manifest));
  const signature = await sign(actor, manifest.vault.vault_id, json);
  await archive.addText(MANIFEST, json, at);
  await archive.addText(SIGNATURE, signature, at);
  wipe(json);
  return archive.finish();
}

/** Signs the manifest, and reads the signature as whoever checks the file will. */
async function sign(actor: Actor, vault: VaultId, json: Bytes): Promise<Bytes> {
  const { signing } = actor.keys;
  const signature = await signManifest(vault, json, signing);
  const key = actor.chain.find(signing.verifying.kid);
  if (key === undefined) throw new Refused("export", "maker");
  checkManifest(await verifyManifestSeal(signature, key), vault, json);
  return signature;
}

/** The fields that have a value. */
function defined<K extends string>(fields: Readonly<Record<K, string | null | undefined>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Partial<Record<K, string>>;
}
