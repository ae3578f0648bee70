/** What a text inside a sealed object may hold, so that a screen, a file name or a printed line shows it without surprise. */

import { ensure, type What } from "./error.ts";

/** One line: at most `max` characters, no control character, nothing that turns the writing direction of what follows. */
export function checkLine(what: What, text: string, max: number): void {
  ensure([...text].length <= max, what, "length");
  ensure(!HAZARDOUS.test(text), what, "alphabet");
}

/** The same, with line feeds. */
export function checkLines(what: What, text: string, max: number): void {
  ensure([...text].length <= max, what, "length");
  ensure(!HAZARDOUS.test(text.replaceAll("\n", "")), what, "alphabet");
}

/** Control characters, line and paragraph separators, and Unicode's embeddings, overrides and isolates. */
const HAZARDOUS = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** A day of the Gregorian calendar, `YYYY-MM-DD`. */
export function checkDate(what: What, text: string): void {
  ensure(isDate(text), what, "validity");
}

/** Whether a text is a day of the Gregorian calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (parts === null || text.length !== 10) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
