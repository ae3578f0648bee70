/** Names of files in an export: what people called their papers, made safe for every system. The same names as `coffre export` gives. */

import { utf8 } from "../bytes.ts";
import type { DocumentRecord } from "../record.ts";

/** Longest part made of a title, in characters and in bytes: with numbers and extension it stays below what file systems take. */
const [MAX_CHARS, MAX_BYTES] = [80, 160];
/** Longest path, in bytes. */
const MAX_PATH = 400;

/** Where the first bytes told what a file is, its former name does not matter. */
const BY_MEDIA_TYPE: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/tiff": "tif",
  "image/webp": "webp",
  "image/heic": "heic",
  "text/plain": "txt",
};

/** Extensions that are kept from a file's former name: documents, nothing that a system would run. */
const KEPT = new Set(
  "bmp csv doc docx eml gif heic jpeg jpg json odp ods odt pdf png ppt pptx rtf tif tiff txt vcf webp xls xlsx xml zip".split(" "),
);

/** Control characters, those that turn the direction of reading, and invisible joiners: as a terminal or a list must not meet them. */
const UNSAFE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The names that an archive has given so far. Two that differ only by capitals, accents or punctuation would be one file on some systems. */
export class Names {
  readonly #given = new Set<string>();

  /** The path of one version of a paper. `fallback`: when its title leaves nothing. `version`: when the paper has several. */
  paper(folder: string, record: DocumentRecord, fallback: string, version: number | undefined): string {
    const safely = safe(record.title, fallback);
    const stem = version === undefined ? safely : `${safely} - version ${version}`;
    const [inside, extension] = [safe(folder, "dossier"), extensionOf(record)];
    let path = `documents/${inside}/${stem}.${extension}`;
    for (let again = 2; this.#given.has(keyOf(path)); again++) path = `documents/${inside}/${stem} (${again}).${extension}`;
    this.#given.add(keyOf(path));
    return path;
  }
}

const keyOf = (path: string): string => path.split("/").map(fold).join("/");

/** Lower case without accents nor hyphens. */
export function fold(text: string): string {
  // One character at a time: what follows a letter must not change it.
  const plain = [...text.normalize("NFKD").replace(/\p{M}/gu, "")].map((c) => c.toLowerCase()).join("");
  return plain.replace(/[-_'’\u00a0\u202f]/g, " ").split(/\s+/).filter((word) => word !== "").join(" ");
}

/** Text from elsewhere: nothing in it moves or turns what follows; cut at `max` characters. */
export function clean(text: string, max: number): string {
  const all = [...text];
  const shown = all.slice(0, max).join("").replace(UNSAFE, "\ufffd").trim();
  return all.length > max ? `${shown}…` : shown;
}

/** One part of a path, made of a text that somebody chose. */
function safe(text: string, fallback: string): string {
  const plain = clean(text.normalize("NFC"), Number.POSITIVE_INFINITY).replace(/[<>:"/\\|?*\ufffd]/g, "_");
  const name = cut(plain.split(/\s+/).filter((word) => word !== "").join(" ").replace(/^[. ]+/, ""));
  if (name === "") return fallback === "" ? "papier" : safe(fallback, "");
  return isDevice(name) ? `_${name}` : name;
}

/** At most so many characters and bytes, without a dot or a space at the end. */
function cut(text: string): string {
  let [name, bytes] = ["", 0];
  for (const c of [...text].slice(0, MAX_CHARS)) {
    bytes += utf8(c).length;
    if (bytes > MAX_BYTES) break;
    name += c;
  }
  return name.replace(/[. ]+$/, "");
}

function extensionOf(record: DocumentRecord): string {
  const known = BY_MEDIA_TYPE[record.mediaType];
  if (known !== undefined) return known;
  const former = /\.([^.]*)$/.exec(record.fileName ?? "")?.[1]?.toLowerCase() ?? "";
  if (KEPT.has(former)) return former;
  return record.mediaType === "application/zip" ? "zip" : "bin";
}

/** Whether a path leads nowhere but into the archive, on every system (FORMATS 9). */
export function isPath(path: string): boolean {
  const part = (one: string): boolean => one !== "" && !one.startsWith(".") && !/[. ]$/.test(one) && !isDevice(one);
  const plain = !/[\p{Cc}\u2028-\u202e\u2066-\u2069<>:"\\|?*]/u.test(path);
  return plain && path === path.normalize("NFC") && utf8(path).length <= MAX_PATH && path.split("/").every(part);
}

/** Whether some system takes this name, whatever follows its first dot, for a device. */
function isDevice(name: string): boolean {
  const stem = (name.split(".")[0] ?? "").trimEnd();
  return /^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[1-9\u00b9\u00b2\u00b3])$/i.test(stem);
}
