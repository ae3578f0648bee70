// Everything a person reads, from the same Fluent files as `coffre`. A screen asks by id; the language is chosen once.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import all from "virtual:languages";
import { Store } from "../app/store.ts";

/** What is loaded together. */
export type Part = "page" | "words" | "problems" | "statement" | "desk" | "vault" | "audit" | "export" | "pdf";

/** A language that the page speaks. */
export interface Language {
  readonly tag: string;
  /** As its speakers write it. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** For numbers and dates (BCP 47). */
  readonly locale: string;
  readonly parts: Readonly<Record<Part, () => Promise<{ default: string }>>>;
}

/** What a sentence is filled with. */
export type Args = Record<string, FluentVariable>;

/** Every language, French first. */
export const languages: readonly Language[] = all;

/** The sentences of one language, as far as they are loaded. */
export class Words {
  readonly language: Language;
  readonly #bundle: FluentBundle;
  readonly #loaded = new Set<Part>();

  private constructor(language: Language) {
    this.language = language;
    this.#bundle = new FluentBundle(language.locale);
  }

  /** A language with what every screen needs. */
  static async load(language: Language): Promise<Words> {
    const words = new Words(language);
    await words.add("page");
    return words;
  }

  /** Loads one more part; once is enough. */
  async add(part: Part): Promise<void> {
    if (this.#loaded.has(part)) return;
    const chunk = await this.language.parts[part]();
    this.#bundle.addResource(new FluentResource(chunk.default), { allowOverrides: true });
    this.#loaded.add(part);
  }

  /** Whether a part is there. */
  has(part: Part): boolean {
    return this.#loaded.has(part);
  }

  /** A sentence; `id.attribute` names one of its attributes. Nothing when it does not exist. */
  find(id: string, args?: Args): string | undefined {
    const [name = id, attribute] = id.split(".");
    const message = this.#bundle.getMessage(name);
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    return pattern ? this.#bundle.formatPattern(pattern, args ?? null, []) : undefined;
  }

  /** A sentence that exists in every language; a test holds that. */
  text(id: string, args?: Args): string {
    return this.find(id, args) ?? id;
  }
}

/** The language in use; none until the first is loaded. */
export const words = new Store<Words | undefined>(undefined);

/** The language that fits this browser best, or French. */
export function preferred(tags: readonly string[]): Language {
  const primary = tags.map((tag) => tag.toLowerCase().split("-")[0]);
  const found = primary.map((tag) => languages.find((language) => language.tag === tag)).find((language) => language !== undefined);
  const first = found ?? languages[0];
  if (first === undefined) throw new Error("the page was built without a language");
  return first;
}

/** The language that was asked for last: loading takes time, and an earlier wish that arrives later is no longer one. */
let wished: Language | undefined;

/** Speaks another language from now on. False when yet another was asked for meanwhile: that one is spoken. */
export async function speak(language: Language): Promise<boolean> {
  wished = language;
  const next = await Words.load(language);
  // A sentence on the screen keeps its words in the new language, also one that came while this was loading.
  const parts: Part[] = ["words", "problems", "statement", "desk", "vault", "audit", "export", "pdf"];
  for (;;) {
    const missing = parts.filter((part) => words.value?.has(part) === true && !next.has(part));
    if (missing.length === 0) break;
    await Promise.all(missing.map((part) => next.add(part)));
  }
  if (wished !== language) return false;
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.direction;
  words.set(next);
  return true;
}
