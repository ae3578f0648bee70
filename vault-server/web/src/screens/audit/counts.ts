// Counts and choices over the verified log, and its files. No browser is needed here, so that tests hold it alone.
import { ACCOUNT_KINDS, EVENT_TYPES, PURPOSES, RESULT_CODES, wordOf } from "../../core/vocabulary.ts";
import { NO_ID } from "../../core/ids.ts";
import type { Line, Log } from "./log.ts";

/** Where an actor belongs: an organisation's name, or one of the kinds that belong to none. */
export type Place = { readonly organisation: string } | { readonly kind: "beneficiary" | "auditor" | "server" | "unknown" };

/** Tells where the actor of an entry belongs. */
export type PlaceOf = (line: Line) => Place;

/** Prepares {@link PlaceOf} for a log. */
export function placesOf(log: Pick<Log, "actors">): PlaceOf {
  const places = new Map<string, Place>();
  for (const { kid, kind, organisation_name } of log.actors) {
    places.set(kid, organisation_name != null ? { organisation: organisation_name } : { kind: kind === "staff" ? "unknown" : kind });
  }
  return ({ actor }) => (actor === NO_ID ? { kind: "server" } : (places.get(actor) ?? { kind: "unknown" }));
}

/** A place as one text, to compare: an organisation cannot be taken for a kind. */
export function keyOf(place: Place): string {
  return "organisation" in place ? `o:${place.organisation}` : `k:${place.kind}`;
}

/** A place from its text. */
export function placeOf(key: string): Place {
  return key.startsWith("o:") ? { organisation: key.slice(2) } : { kind: key.slice(2) as "server" };
}

/** The word of a type; its number when a later version made it. */
export function typeOf(line: Line): string {
  return wordOf(EVENT_TYPES, line.eventType) ?? String(line.eventType);
}

/** The word of a result. */
export function resultOf(line: Line): string {
  return wordOf(RESULT_CODES, line.result) ?? String(line.result);
}

/** The day of an entry in this computer's time, `yyyy-mm-dd`. */
export function dayOf({ unixMs }: Pick<Line, "unixMs">): string {
  const at = new Date(unixMs);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A row of a chart and of its table. */
export interface Count {
  readonly key: string;
  readonly all: number;
  readonly refused: number;
}

/** Counts by whatever a line is told apart by. */
export function countBy(lines: readonly Line[], key: (line: Line) => string): Count[] {
  const counts = new Map<string, { all: number; refused: number }>();
  for (const line of lines) {
    const name = key(line);
    const count = counts.get(name) ?? { all: 0, refused: 0 };
    count.all += 1;
    if (line.result !== RESULT_CODES.done) count.refused += 1;
    counts.set(name, count);
  }
  return [...counts].map(([name, count]) => ({ key: name, ...count }));
}

/** The most first. */
export const byMost = (one: Count, other: Count): number => other.all - one.all || one.key.localeCompare(other.key);
/** In the order of days. */
export const byKey = (one: Count, other: Count): number => one.key.localeCompare(other.key);

/** The days up to the last one, without gaps: a day without anything is a zero. */
export function lastDays(counts: readonly Count[], most: number): Count[] {
  const sorted = [...counts].sort(byKey);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const known = new Map(sorted.map((count) => [count.key, count]));
  const days: Count[] = [];
  // Noon: a change to summer time moves no day.
  const day = new Date(`${last.key}T12:00:00`);
  while (days.length < most) {
    const key = dayOf({ unixMs: day.getTime() });
    if (key < first.key) break;
    days.unshift(known.get(key) ?? { key, all: 0, refused: 0 });
    day.setDate(day.getDate() - 1);
  }
  return days;
}

/** What is chosen; an empty text chooses nothing. */
export interface Choice {
  readonly type: string;
  readonly place: string;
  /** A result's word, or `refused` for whatever was not done. */
  readonly result: string;
  /** First and last day, `yyyy-mm-dd`. */
  readonly from: string;
  readonly to: string;
}

/** Everything. */
export const ALL: Choice = { type: "", place: "", result: "", from: "", to: "" };

/** The lines that fit, the latest first. */
export function choose(lines: readonly Line[], places: PlaceOf, choice: Choice): Line[] {
  const fits = (line: Line): boolean => {
    if (choice.type !== "" && typeOf(line) !== choice.type) return false;
    if (choice.result === "refused" ? line.result === RESULT_CODES.done : choice.result !== "" && resultOf(line) !== choice.result) return false;
    if (choice.place !== "" && keyOf(places(line)) !== choice.place) return false;
    if (choice.from === "" && choice.to === "") return true;
    const day = dayOf(line);
    return (choice.from === "" || day >= choice.from) && (choice.to === "" || day <= choice.to);
  };
  return lines.filter(fits).reverse();
}

/** A line as files tell it: the words of docs/FORMATS.md, the same in every language. */
export function plain(line: Line, places: PlaceOf) {
  const place = places(line);
  const id = (text: string): string => (text === NO_ID ? "" : text);
  return {
    index: line.index,
    time: new Date(line.unixMs).toISOString(),
    type: typeOf(line),
    result: resultOf(line),
    organisation: "organisation" in place ? place.organisation : "",
    actor_kind: "organisation" in place ? (wordOf(ACCOUNT_KINDS, ACCOUNT_KINDS.staff) ?? "") : place.kind,
    actor: id(line.actor),
    vault: id(line.vault),
    document: id(line.document),
    version: line.version,
    mandate: id(line.mandate),
    purpose: wordOf(PURPOSES, line.purpose) ?? String(line.purpose),
  };
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function toCsv(rows: readonly ReturnType<typeof plain>[]): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const names = ["index", "time", "type", "result", "organisation", "actor_kind", "actor", "vault", "document", "version", "mandate", "purpose"] as const;
  const lines = [names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))];
  return `${lines.join("\r\n")}\r\n`;
}

/** The same as JSON, with the checkpoint to which it was verified. */
export function toJson(log: Pick<Log, "note" | "checkpoint">, rows: readonly ReturnType<typeof plain>[]): string {
  return `${JSON.stringify({ format: 1, checkpoint: log.note, size: log.checkpoint.size, lines: rows }, null, 1)}\n`;
}
