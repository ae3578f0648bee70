/** A day on which the owner of a vault is told that a paper is to be renewed (FORMATS 4): which days there are, and what is sealed. */

import { type Bytes, concat, equal, fromUtf8, toHex, utf8 } from "./bytes.ts";
import { u64 } from "./codec.ts";
import { about } from "./contents.ts";
import type { Entropy } from "./entropy.ts";
import { ensure, Refused } from "./error.ts";
import { type DocumentId, idBytes, type ReminderId, type VaultId } from "./ids.ts";
import { pad, unpad } from "./padded.ts";
import { checkLines, isDate } from "./text.ts";
import { type Envelope, MAX_PLAINTEXT, openWrap, type Reading, sealWrap } from "./wrap.ts";

const DAY_MS = 86_400_000;

/** When the server tells, on the day: 08:00 UTC. Milliseconds after midnight. */
const HOUR_MS = 8 * 3_600_000;

/** How far ahead the day may lie, in milliseconds: 16 years. */
const MAX_AHEAD_MS = 16 * 366 * DAY_MS;

/** Most reminders of one paper. */
export const MAX_REMINDERS = 5;

/** Longest text of a reminder, in characters. */
export const MAX_REMINDER_TEXT = 500;

/** What a reminder is about: all that the server knows of it beside its author. */
export interface Reminder {
  readonly id: ReminderId;
  readonly vault: VaultId;
  /** The paper that is to be renewed. */
  readonly document: DocumentId;
  /** When the owner is told, Unix milliseconds. */
  readonly dueMs: number;
}

/** The moment of a day written `YYYY-MM-DD`; none when there is no such day, or none after 1969. */
export function dueMs(day: string): number | undefined {
  if (!isDate(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return midnight < 0 ? undefined : midnight + HOUR_MS;
}

/** The day of such a moment, `YYYY-MM-DD`. */
export function dayOf(due: number): string {
  return new Date(due).toISOString().slice(0, 10);
}

/** Why a day cannot be that of a new reminder; `undefined` when it can. `now` in Unix milliseconds. */
export function dayRefused(due: number, now: number): "past" | "far" | undefined {
  if (due % DAY_MS !== HOUR_MS || due <= now) return "past";
  return due - now > MAX_AHEAD_MS ? "far" : undefined;
}

/** Whether a text can be that of a reminder. */
export function isReminderText(text: string): boolean {
  try {
    checkText(text);
    return true;
  } catch {
    return false;
  }
}

function checkText(text: string): void {
  ensure(text !== "", "wrap", "length");
  checkLines("wrap", text, MAX_REMINDER_TEXT);
}

/** Seals the text (kind 14) to the key in force of the paper's folder, whose epoch it is. */
export function sealReminder(envelope: Envelope, entropy: Entropy, of: Reminder, epoch: number, text: string): Promise<Bytes> {
  checkText(text);
  const prefix = concat(idBytes(of.document), u64(of.dueMs));
  return sealWrap(envelope, entropy, about.reminder(of.vault, of.id, epoch), pad("wrap", prefix, utf8(text), MAX_PLAINTEXT));
}

/** Opens the text (kind 14): refuses that of another paper (`ids`) or of another day (`validity`). */
export async function openReminder(reading: Reading, bytes: Bytes, of: Reminder, epoch: number): Promise<string> {
  const padded = await openWrap(reading, bytes, about.reminder(of.vault, of.id, epoch));
  const opened = unpad("wrap", 24, padded, MAX_PLAINTEXT);
  ensure(toHex(opened.prefix.subarray(0, 16)) === of.document, "wrap", "ids");
  ensure(equal(opened.prefix.subarray(16), u64(of.dueMs)), "wrap", "validity");
  const text = fromUtf8(opened.text);
  if (text === undefined) throw new Refused("wrap", "alphabet");
  checkText(text);
  return text;
}
