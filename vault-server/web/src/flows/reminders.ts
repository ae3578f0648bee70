/** Reminders: a day that the server knows, and what is to be done, which it does not (FORMATS 4, kind 14). */

import type { ReminderView } from "../api/types.ts";
import { toBase64Url } from "../core/bytes.ts";
import type { Chain } from "../core/chain.ts";
import { Refused } from "../core/error.ts";
import { type DocumentId, newId, type ReminderId, type VaultId } from "../core/ids.ts";
import { dayOf, dueMs, type Reminder, sealReminder } from "../core/reminder.ts";
import { Shelves } from "./papers.ts";
import type { Actor } from "./session.ts";

/** A reminder of a paper. */
export interface ListedReminder {
  readonly id: ReminderId;
  readonly document: DocumentId;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Unix milliseconds: when the owner is told. */
  readonly dueMs: number;
  /** What is to be done; none when it was sealed under a former key that the reader was never given, or does not hold. */
  readonly text: string | undefined;
  /** Something in it does not hold: it is shown as damaged, and the others still are shown. */
  readonly damaged: boolean;
  /** Who set it, when that is somebody else: as the server shows them. */
  readonly by: string | undefined;
}

/** The reminders of the papers that are shown, each verified by itself, the earliest day first. */
export function listReminders(actor: Actor, shelves: Shelves): Promise<ListedReminder[]> {
  return Promise.all(shelves.view.reminders.map((shown) => listed(actor, shelves, shown)));
}

async function listed(actor: Actor, shelves: Shelves, shown: ReminderView): Promise<ListedReminder> {
  const author = shelves.view.signers.find((signer) => signer.account_id === shown.author);
  const by = shown.author === actor.view.account_id ? undefined : (author?.display_name ?? undefined);
  const told = { id: shown.reminder_id, document: shown.document_id, day: dayOf(shown.due_ms), dueMs: shown.due_ms, by };
  try {
    return { ...told, text: await shelves.reminder(actor, shown), damaged: false };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...told, text: undefined, damaged: true };
  }
}

/** Sets a reminder on a paper: the text is sealed to the key in force of the folder in which it lies. Gives the reminder's id. */
export async function setReminder(actor: Actor, vault: VaultId, document: DocumentId, day: string, text: string): Promise<ReminderId> {
  const due_ms = dueMs(day);
  if (due_ms === undefined) throw new Refused("wrap", "validity");
  const shelves = await Shelves.fetch(actor, vault);
  const shown = shelves.view.records.find((record) => record.document_id === document);
  if (shown === undefined) throw new Refused("document", "ids");
  const reminder_id = newId(actor.place.desk.entropy);
  const of = { id: reminder_id, vault, document, dueMs: due_ms };
  const sealed = await sealText(actor, shelves.shelf(shown.folder_id).chain, of, text);
  await actor.calls.setReminder(document, { reminder_id, due_ms, text: sealed });
  return reminder_id;
}

/** Seals a text to the key in force of a folder. Gives the wrap, in base64url. */
export async function sealText(actor: Actor, { current }: Chain, of: Reminder, text: string): Promise<string> {
  const envelope = { to: current.sealing, maker: actor.keys.signing, notAfter: 0 };
  return toBase64Url(await sealReminder(envelope, actor.place.desk.entropy, of, current.epoch, text));
}

/** Takes a reminder away. */
export async function removeReminder(actor: Actor, reminder: ReminderId): Promise<void> {
  await actor.calls.removeReminder(reminder);
}
