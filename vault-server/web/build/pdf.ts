// What the reader of PDF files needs beside its own code, as modules of the page: fonts that a PDF may name without carrying them,
// and tables of characters for Chinese, Japanese and Korean. Each is text in a chunk of its own, so that the policy of the page
// lets it in as what it is, a file of ours, and so that it is only loaded by a paper that asks for it.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const FOLDER = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
const { version } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")) as { version: string };

/** Where the decoder of JPEG 2000 lies: its place is given to the reader as a folder, so that its name cannot hold a hash. */
export const DECODERS = `/assets/pdf-${version}/`;
const DECODER = "openjpeg_nowasm_fallback.js";

const LIST = "virtual:pdf-data";
const FONT = "virtual:pdf-font/";
const TABLES = "virtual:pdf-tables";

const base64 = (...path: string[]): string => readFileSync(join(FOLDER, ...path)).toString("base64");
const named = (folder: string, ...ends: string[]): string[] => readdirSync(join(FOLDER, folder)).filter((name) => ends.some((end) => name.endsWith(end)));

/** Serves `virtual:pdf-data`, and puts the decoder beside the page. */
export function pdfData(): Plugin {
  return {
    name: "coffre-pdf-data",
    resolveId: (id) => (id === LIST || id === TABLES || id.startsWith(FONT) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${LIST}`) return list();
      if (id === `\0${TABLES}`) return `export default ${JSON.stringify(Object.fromEntries(named("cmaps", ".bcmap").map((name) => [name, base64("cmaps", name)])))};`;
      if (id.startsWith(`\0${FONT}`)) return `export default ${JSON.stringify(base64("standard_fonts", id.slice(FONT.length + 1)))};`;
      return undefined;
    },
  };
}

function list(): string {
  const fonts = named("standard_fonts", ".pfb", ".ttf").map((name) => `${JSON.stringify(name)}: () => import(${JSON.stringify(FONT + name)})`);
  return `export const fonts = { ${fonts.join(", ")} };\nexport const tables = () => import("${TABLES}");\nexport const decoders = ${JSON.stringify(DECODERS)};`;
}

/** What is handed out, the page hands out with its licence. */
const LICENCES = ["LICENSE", "standard_fonts/LICENSE_FOXIT", "standard_fonts/LICENSE_LIBERATION", "cmaps/LICENSE", "wasm/LICENSE_OPENJPEG", "wasm/LICENSE_PDFJS_OPENJPEG"];

/** Puts the decoder of JPEG 2000 among the files of the page, and the licences of all that comes with the reader. */
export function pdfDecoder(): Plugin {
  return {
    name: "coffre-pdf-decoder",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: `${DECODERS.slice(1)}${DECODER}`, source: readFileSync(join(FOLDER, "wasm", DECODER)) });
      const licences = Object.fromEntries(LICENCES.map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]));
      this.emitFile({ type: "asset", fileName: `${DECODERS.slice(1)}licences.json`, source: JSON.stringify(licences) });
    },
  };
}
