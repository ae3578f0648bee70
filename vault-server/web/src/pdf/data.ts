// What a PDF may name without carrying it: taken from the page's own files, and from nowhere else.
import { fonts, tables } from "virtual:pdf-data";

/** What the reader asks for. */
export interface Wanted {
  readonly kind: string;
  readonly filename: string;
}

/** Gives the reader its fonts and tables of characters. */
export class OwnFiles {
  async fetch({ kind, filename }: Wanted): Promise<Uint8Array> {
    const text = kind === "standardFontDataUrl" ? await font(filename) : kind === "cMapUrl" ? (await tables()).default[filename] : undefined;
    if (text === undefined) throw new Error("the page has no such file");
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  }
}

async function font(name: string): Promise<string | undefined> {
  return Object.hasOwn(fonts, name) ? (await fonts[name]?.())?.default : undefined;
}
