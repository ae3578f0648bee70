/** An opening: everything is recomputed before a byte of the document is shown or kept. */

import { Unreachable } from "../api/problem.ts";
import type { OpeningView } from "../api/types.ts";
import { type Bytes, wipe } from "../core/bytes.ts";
import { about } from "../core/contents.ts";
import { checkHead, checkObject, type Deposit } from "../core/deposit.ts";
import { objectLength } from "../core/document/header.ts";
import { openDocument as openObject, pour, type Summary } from "../core/document/stream.ts";
import { ensure, Refused } from "../core/error.ts";
import type { DocumentId, MandateId } from "../core/ids.ts";
import { checkMandateAt, covers } from "../core/mandate.ts";
import type { DocumentRecord } from "../core/record.ts";
import { deriveDocumentKey } from "../core/share.ts";
import type { Purpose } from "../core/vocabulary.ts";
import { openWrap } from "../core/wrap.ts";
import { unb64, unb64All } from "./bytes.ts";
import { openPaper, type Paper, shelve } from "./papers.ts";
import { type Actor, CLOCK_SLACK, nowS } from "./session.ts";
import { checkHolder, trustMandate, trustOwner } from "./trust.ts";

/** What is asked for. */
export interface Asked {
  readonly document: DocumentId;
  /** The version; the latest when left out. */
  readonly version?: number;
  /** The mandate relied on; the server chooses when left out. */
  readonly mandate?: MandateId;
  /** What for; the mandate's purpose when left out. */
  readonly purpose?: Purpose;
}

/** A document that was opened and holds in every respect. Whoever is done with it calls {@link wipe}. */
export interface OpenedDocument {
  readonly record: DocumentRecord;
  readonly version: number;
  /** The content, in pieces: a `Blob` is made of them without one more copy. */
  readonly content: readonly Bytes[];
  /** The event of this opening in the log. */
  readonly logIndex: number;
  /** Overwrites the content. */
  wipe(): void;
}

/** The same, with all that proves it: for an export. */
export interface ProvenDocument extends OpenedDocument {
  readonly view: OpeningView;
  /** The payload that was signed last; it holds the client share, for the caller to wipe. */
  readonly payload: Bytes;
}

/** Told while the object arrives: bytes opened, and of how many. */
export type OnOpened = (done: number, of: number) => void;

/** Bytes from one telling to the next. */
const TOLD_EACH = 512 * 1024;

/** Opens a document: the server writes the event and lets go of its share, and the page verifies all the rest. */
export async function openDocument(actor: Actor, asked: Asked, onOpened?: OnOpened): Promise<OpenedDocument> {
  const { record, version, content, logIndex, wipe: wipeAll, payload } = await openProven(actor, asked, onOpened);
  wipe(payload);
  return { record, version, content, logIndex, wipe: wipeAll };
}

/** The same, and keeps what proves it. */
export async function openProven(actor: Actor, asked: Asked, onOpened?: OnOpened): Promise<ProvenDocument> {
  const view = await actor.calls.open({
    document_id: asked.document,
    version: asked.version ?? null,
    mandate_id: asked.mandate ?? null,
    purpose: asked.purpose ?? null,
  });
  const { key, deposit, record, payload } = await prepare(actor, asked, view);
  const content: Bytes[] = [];
  const wipeAll = (): void => wipe(...content);
  try {
    const longest = Math.max(objectLength(record.length, 1), objectLength(record.length, 2));
    const object = actor.calls.object(view.opening_id, longest);
    let [done, told] = [0, 0];
    const summary = await pour(openObject(key, deposit.document, object), (piece) => {
      content.push(piece);
      done += piece.length;
      // Telling each chunk would take longer than opening it.
      if (done - told < TOLD_EACH && done < record.length) return;
      told = done;
      onOpened?.(done, record.length);
    });
    checkWhole(deposit, record, summary, view.object_length);
  } catch (error) {
    wipeAll();
    wipe(payload.bytes);
    throw error;
  } finally {
    wipe(key);
  }
  return { record, version: view.version, content, logIndex: view.log_index, wipe: wipeAll, view, payload: payload.bytes };
}

/** What arrived is the object that was signed, and its content the one that was described. */
function checkWhole(deposit: Deposit, record: DocumentRecord, summary: Summary, announced: number): void {
  // A connection that ends early is told apart from an object that was changed: the one may be tried again.
  if (summary.objectLength < announced) throw new Unreachable();
  checkHead(deposit, summary.headHash);
  checkObject(deposit, summary.objectHash);
  ensure(summary.contentHash === record.contentSha256 && summary.contentLength === record.length, "record", "hash");
}

interface Prepared extends Pick<Paper, "deposit" | "record" | "payload"> {
  readonly key: Bytes;
}

async function prepare(actor: Actor, asked: Asked, view: OpeningView): Promise<Prepared> {
  const version = asked.version ?? view.version;
  ensure(view.document_id === asked.document && view.version === version, "document", "ids");
  const of = { vault: view.vault_id, document: asked.document, version };
  const owner = await trustOwner(actor, view.vault_id, view.owner);
  await checkMandate(actor, asked, view, owner);
  const shelf = await shelve(actor, owner, view.folder);
  if (shelf.keys === undefined) throw new Refused("wrap", "recipient");
  const own = view.depositor_organisation;
  const signers = {
    people: [view.depositor, ...(view.signers ?? [])],
    organisations: [...(own == null ? [] : [own]), ...(view.organisations ?? [])],
    found: new Map(),
  };
  const signed = { deposit: unb64(view.deposit), amendments: unb64All(view.amendments ?? []), record: unb64(view.record) };
  const paper = await openPaper(actor, owner, { of, folder: view.folder.folder_id, ...signed }, signers, shelf);
  if (paper === undefined) throw new Refused("wrap", "epoch");
  const reading = { with: actor.keys.opening, maker: actor.log.key };
  const server = await openWrap(reading, unb64(view.server_share), about.shareToReader(of));
  const key = await deriveDocumentKey(paper.client, server, of);
  wipe(server, paper.client);
  if (asked.version === undefined) actor.place.pins.seeLatest(asked.document, version);
  return { key, deposit: paper.deposit, record: paper.record, payload: paper.payload };
}

async function checkMandate(actor: Actor, asked: Asked, view: OpeningView, owner: Parameters<typeof trustMandate>[2]): Promise<void> {
  if (view.mandate == null) return;
  const mandate = await trustMandate(actor, view.mandate, owner);
  checkHolder(actor, mandate);
  const now = nowS(actor.place);
  const inForce = [now - CLOCK_SLACK, now, now + CLOCK_SLACK].some((at) => {
    try {
      checkMandateAt(mandate, at);
      return true;
    } catch {
      return false;
    }
  });
  ensure(inForce, "mandate", "validity");
  ensure(mandate.rights.has("read") && covers(mandate, view.folder.folder_id, asked.document), "mandate", "rights");
}
