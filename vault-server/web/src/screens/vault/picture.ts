// What the bytes of a paper are, whatever its description says. Pictures are drawn by the browser, which runs nothing of them; so are
// the pages of a PDF that this page made. Another PDF is drawn by the reader of `src/pdf`.
import { readPages } from "./pdf.ts";

/** Pictures that are drawn as they are. */
const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"] as const;

/** What a paper turned out to be. */
export type Inert =
  | { readonly kind: "pictures"; readonly pages: readonly Blob[]; readonly type: string }
  /** A PDF from elsewhere: its pages are drawn as pictures, nothing of it runs. */
  | { readonly kind: "pdf"; readonly type: string }
  /** Nothing of it runs here: it can be kept, not shown. */
  | { readonly kind: "file"; readonly type: string }
  /** It says to be one thing and is another, or it is a thing that runs. */
  | { readonly kind: "refused" };

/** The type that the first bytes tell. */
export function typeOf(head: Uint8Array): string | undefined {
  const begins = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  const ascii = (from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (ascii(0, 4) === "GIF8") return "image/gif";
  if (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP") return "image/webp";
  if (ascii(0, 5) === "%PDF-") return "application/pdf";
  return undefined;
}

/** Whether it begins as markup does: a page, a drawing with scripts, whatever its name. */
function isMarkup(head: Uint8Array): boolean {
  return new TextDecoder().decode(head).trimStart().startsWith("<");
}

/** Types that a browser may run when it opens a file, wherever it came from. */
const RUNS = /html|svg|xml|script|shell|x-sh|executable|msdownload/i;

/** Looks at a paper. `said`: the media type of its description. */
export async function inspect(content: Blob, said: string): Promise<Inert> {
  const head = new Uint8Array(await content.slice(0, 1024).arrayBuffer());
  const is = typeOf(head);
  const known = is ?? "";
  if (is === undefined ? isMarkup(head) || RUNS.test(said) || said === "application/pdf" || said.startsWith("image/") : is !== said) return { kind: "refused" };
  if ((PICTURES as readonly string[]).includes(known)) return { kind: "pictures", pages: [new Blob([content], { type: known })], type: known };
  if (is === "application/pdf") {
    const pages = readPages(new Uint8Array(await content.arrayBuffer()));
    return pages === undefined ? { kind: "pdf", type: is } : { kind: "pictures", pages: pages.map((page) => new Blob([page], { type: "image/jpeg" })), type: is };
  }
  return { kind: "file", type: said };
}

const ENDINGS: Readonly<Record<string, string>> = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "application/pdf": "pdf" };

/** A name for a file on a disk: that of the paper, with the ending of what it is. */
export function fileName(title: string, type: string): string {
  const plain = title.replace(/[^\p{L}\p{N} ._-]/gu, "").trim().slice(0, 80).replace(/\.+$/, "");
  const ending = ENDINGS[type];
  const named = plain === "" ? "papier" : plain;
  if (ending === undefined) return named;
  return named.toLowerCase().endsWith(`.${ending}`) ? named : `${named}.${ending}`;
}
