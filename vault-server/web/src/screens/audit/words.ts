// How the auditor's screens name what the log holds, in the person's language.
import { useWords } from "../../i18n/use.ts";
import { type Place, resultOf, typeOf } from "./counts.ts";
import type { Line } from "./log.ts";

/** What names a type, a place, a result, a day and a moment. */
export function useNames() {
  const words = useWords();
  const { locale } = words.language;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  // A program of a later version writes codes that this page has no word for.
  const named = (id: string, code: string): string => words.find(id) ?? words.text("page-audit-code", { code });
  return {
    type: (word: string): string => named(`page-audit-type-${word}`, word),
    typeOf: (line: Line): string => named(`page-audit-type-${typeOf(line)}`, typeOf(line)),
    result: (word: string): string => named(`result-${word}`, word),
    resultOf: (line: Line): string => named(`result-${resultOf(line)}`, resultOf(line)),
    place: (place: Place): string => ("organisation" in place ? place.organisation : words.text(`page-audit-kind-${place.kind}`)),
    day: (key: string): string => day.format(new Date(`${key}T12:00:00`)),
    moment: (unixMs: number): string => moment.format(unixMs),
    number: (n: number): string => new Intl.NumberFormat(locale).format(n),
  };
}
