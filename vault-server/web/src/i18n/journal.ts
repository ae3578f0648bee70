// From log entries to sentences, as `coffre log` says them: who did what, when, and for what.
import type { ActorView } from "../api/types.ts";
import type { EventBody } from "../core/log/body.ts";
import { EVENT_TYPES, PURPOSES, RESULT_CODES, wordOf } from "../core/vocabulary.ts";
import type { Words } from "./words.ts";

/** What turns ids into words. */
export interface Names {
  /** Who acted, as the server tells it. */
  readonly actors: readonly ActorView[];
  /** The reader's own keys. */
  readonly own: readonly string[];
  /** Titles that the reader may see, by document. */
  readonly titles: ReadonlyMap<string, string>;
}

/** One entry as a sentence or two. Needs the part `words`. */
export function sentence(words: Words, body: EventBody, names: Names): string {
  const event = wordOf(EVENT_TYPES, body.eventType) ?? "maintenance";
  const title = names.titles.get(body.document);
  const told = words.text(`event-${event}${body.result === RESULT_CODES.done ? "" : ".refused"}`, {
    who: names.own.includes(body.actor) ? "you" : "other",
    actor: actor(words, names, body.actor),
    document: title === undefined ? words.text("journal-document-unknown") : words.text("journal-document", { title }),
    when: dateTime(words, body.unixMs),
    reason: words.text(`result-${wordOf(RESULT_CODES, body.result) ?? "not-allowed"}`),
  });
  const purpose = wordOf(PURPOSES, body.purpose) ?? "none";
  if (purpose === "none") return told;
  return `${told} ${words.text("journal-purpose", { purpose: words.text(`purpose-${purpose}`) })}`;
}

function actor(words: Words, names: Names, kid: string): string {
  const view = names.actors.find((one) => one.kid === kid);
  if (view === undefined) return words.text("journal-actor-unknown");
  const unnamed = view.role == null ? words.text("journal-actor-kind", { kind: view.kind }) : words.text("journal-actor-role", { role: view.role });
  const name = view.display_name ?? unnamed;
  if (view.organisation_name == null) return name;
  const organisation = words.text("journal-organisation", { first: fold(view.organisation_name.split(/\s/)[0] ?? ""), organisation: view.organisation_name });
  return words.text("journal-actor-staff", { name, organisation });
}

/** Small letters without accents. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** « mardi 3 mars 2026 », in the device's time. */
export function dateLong(words: Words, unixMs: number): string {
  const at = new Date(unixMs);
  const weekday = words.text("weekday", { day: at.getDay() === 0 ? 7 : at.getDay() });
  const month = words.text("month", { month: at.getMonth() + 1 });
  return words.text("date-long", { weekday, day: at.getDate(), month, year: String(at.getFullYear()) });
}

/** « mardi 3 mars 2026 à 14 h 10 ». */
export function dateTime(words: Words, unixMs: number): string {
  const at = new Date(unixMs);
  const [hour, minute] = [String(at.getHours()), String(at.getMinutes()).padStart(2, "0")];
  return words.text("date-time-long", { date: dateLong(words, unixMs), hour, minute });
}

/** A day that was written as `YYYY-MM-DD`. */
export function dayLong(words: Words, day: string): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return dateLong(words, new Date(year, month - 1, date).getTime());
}
