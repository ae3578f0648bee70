// Finds a name as people type it: accents, capitals and the order of the words do not matter.
import type { NameEntry } from "../../core/name.ts";

/** What is compared: small letters without accents. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’-]/g, " ").replace(/\s+/g, " ").trim();
}

/** Whether every word that was typed begins a word of the name or of the birth date (`4/5/1980`, `1980`). */
export function matches(entry: Omit<NameEntry, "anchor">, typed: string): boolean {
  const [year = "", month = "", day = ""] = entry.birthDate.split("-");
  const short = `${day}/${month}/${year} ${Number(day)}/${Number(month)}/${year} ${year} ${entry.birthDate}`;
  const words = `${plain(`${entry.givenName} ${entry.familyName}`)} ${short}`.split(" ");
  return typed.trim() !== "" && typedWords(typed).every((asked) => words.some((word) => word.startsWith(asked)));
}

/** A date keeps its hyphens. */
function typedWords(typed: string): string[] {
  return typed.trim().split(/\s+/).flatMap((word) => (/^\d+(-\d*)+$/.test(word) ? [word] : plain(word).split(" ")));
}

/** By family name, then by given name, as the language sorts. */
export function byName(a: Omit<NameEntry, "anchor">, b: Omit<NameEntry, "anchor">): number {
  return a.familyName.localeCompare(b.familyName) || a.givenName.localeCompare(b.givenName) || a.birthDate.localeCompare(b.birthDate);
}
