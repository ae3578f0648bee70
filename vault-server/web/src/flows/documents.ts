/** What may be done with a paper that is there: moved, described anew, undone, erased (FORMATS 5). */

import type { AmendAnswer, ErasureAnswer, MovedReminder, NewAmendment } from "../api/types.ts";
import { amend, type Place as PaperPlace, signAmendment } from "../core/amendment.ts";
import { toBase64Url } from "../core/bytes.ts";
import type { Chain } from "../core/chain.ts";
import { about } from "../core/contents.ts";
import type { CredentialFile } from "../core/credential.ts";
import { Refused } from "../core/error.ts";
import type { DocumentId, FolderId, VaultId } from "../core/ids.ts";
import type { Pin } from "../core/pin.ts";
import { type DocumentRecord, type Payload, toPayload } from "../core/record.ts";
import { sealWrap } from "../core/wrap.ts";
import { type Paper, Shelves } from "./papers.ts";
import { sealText } from "./reminders.ts";
import { type Actor, type Place, solemnly } from "./session.ts";

/** Every version of a paper, oldest first, verified. */
async function find(actor: Actor, vault: VaultId, document: DocumentId): Promise<{ shelves: Shelves; papers: Paper[] }> {
  const shelves = await Shelves.fetch(actor, vault, true);
  const shown = shelves.view.records.filter((record) => record.document_id === document).sort((a, b) => a.version - b.version);
  const papers: Paper[] = [];
  for (const record of shown) {
    const paper = await shelves.open(actor, record);
    if (paper === undefined) throw new Refused("wrap", "epoch");
    papers.push(paper);
  }
  if (papers.length === 0) throw new Refused("document", "ids");
  return { shelves, papers };
}

async function amendment(actor: Actor, place: PaperPlace, folder: FolderId, to: Chain, payload: Payload): Promise<NewAmendment> {
  const maker = actor.keys.signing;
  const signed = await signAmendment(amend(place, folder, payload.hash, actor.place.desk.now()), maker);
  const envelope = { to: to.current.sealing, maker, notAfter: 0 };
  const of = about.recordToFolder(place.document, to.current.epoch);
  const record = await sealWrap(envelope, actor.place.desk.entropy, of, payload.bytes);
  return { amendment: toBase64Url(signed), record: toBase64Url(record) };
}

/** Moves every version of a paper, and its reminders, to another folder: to Privé, for instance. */
export async function movePaper(actor: Actor, vault: VaultId, document: DocumentId, folder: FolderId): Promise<AmendAnswer> {
  const { shelves, papers } = await find(actor, vault, document);
  const { chain } = shelves.shelf(folder);
  const reminders: MovedReminder[] = [];
  for (const shown of shelves.view.reminders.filter((reminder) => reminder.document_id === document)) {
    const text = await shelves.reminder(actor, shown);
    if (text === undefined) throw new Refused("wrap", "epoch");
    const of = { id: shown.reminder_id, vault, document, dueMs: shown.due_ms };
    reminders.push({ reminder_id: of.id, text: await sealText(actor, chain, of, text) });
  }
  const amendments = await Promise.all(papers.map((one) => amendment(actor, one.place, folder, chain, one.payload)));
  return actor.calls.amend(document, amendments, reminders);
}

/** Describes the latest version of a paper anew. */
export async function describePaper(
  actor: Actor,
  vault: VaultId,
  document: DocumentId,
  change: Partial<Pick<DocumentRecord, "type" | "title" | "issuedOn" | "expiresOn" | "remarks">>,
): Promise<AmendAnswer> {
  const { shelves, papers } = await find(actor, vault, document);
  const paper = papers.at(-1);
  if (paper === undefined) throw new Refused("document", "ids");
  const { folder } = paper.place;
  const payload = toPayload({ ...paper.record, ...change }, paper.client);
  return actor.calls.amend(document, [await amendment(actor, paper.place, folder, shelves.shelf(folder).chain, payload)]);
}

/** Takes back what one has just added by mistake, within 15 minutes and before anybody has read it. */
export function undoDeposit(actor: Actor, document: DocumentId, version = 1): Promise<ErasureAnswer> {
  return actor.calls.undo(document, version);
}

/** Erases a paper with all its versions, for good. */
export function erasePaper(place: Place, file: CredentialFile, pin: Pin, document: DocumentId): Promise<ErasureAnswer> {
  return solemnly(place, file, pin, (actor, pin_tag) => actor.calls.erase(document, pin_tag));
}
