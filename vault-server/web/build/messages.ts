// The sentences of `messages/` as modules of the page: one chunk for each language and part, loaded when it is needed.
// A language exists when its folder holds `page.ftl`; nothing else lists it.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const HOUSE = new URL("../../../", import.meta.url);
const MESSAGES = fileURLToPath(new URL("messages/", HOUSE));

/** What is loaded together: the frame of the page first, the rest when it is asked for. */
export const PARTS = {
  page: ["page.ftl"],
  words: ["words.ftl", "journal.ftl"],
  problems: ["problems.ftl", "page-problems.ftl"],
  statement: ["page-statement.ftl"],
  vault: ["page-vault.ftl"],
  desk: ["page-desk.ftl", "cli.ftl", "card.ftl", "recovery.ftl"],
  audit: ["page-audit.ftl"],
  export: ["page-export.ftl", "export.ftl", "cli.ftl"],
  pdf: ["page-pdf.ftl"],
} as const;

/**
 * What the page says in the very words of `coffre`: the texts that people agree to, what is printed, and the pages of an export. A
 * language in which the command line does not speak has them in its `page-desk.ftl` and its `page-export.ftl`.
 */
const SHARED: Partial<Record<Part, RegExp>> = {
  desk: /^(consent-(vault|mandate)|card-(title|title-staff|front-(keep|secret|lost|holder)|back-(code|server|anchors)|anchor-(account|organisation|log))|sheet-(title|what|alone|how|when|stop|date|id|code)) =/,
  export: /^(export-(?!anchor-organisation)[a-z-]+|head-(title|type|added|size)|none-document) =/,
};

/** The name of a part. */
export type Part = keyof typeof PARTS;

/** Tags of the languages that the page speaks, French first. */
export function languages(): string[] {
  const tags = readdirSync(MESSAGES).filter((tag) => existsSync(`${MESSAGES}${tag}/page.ftl`));
  return tags.sort((a, b) => Number(b === "fr") - Number(a === "fr") || a.localeCompare(b));
}

/** The Fluent text of a part in a language, without the sentences that only the command line says. */
export function partText(tag: string, part: Part): string {
  const files = PARTS[part].map((name) => `${MESSAGES}${tag}/${name}`).filter((path) => existsSync(path));
  const known = problemCodes();
  const isShown = (entry: string): boolean => {
    const code = /^problem-([a-z0-9-]+) =/.exec(entry)?.[1];
    return !/^(#|remark-)/.test(entry) && (code === undefined || known.has(code));
  };
  const shared = SHARED[part];
  const own = (path: string) => (entry: string): boolean => !/\/(cli|card|recovery|export)\.ftl$/.test(path) || shared?.test(entry) === true;
  const entries = files.flatMap((path) => entriesOf(readFileSync(path, "utf8")).filter(own(path)));
  // What is hashed and signed stays as it was written, to the byte.
  const isSigned = (entry: string): boolean => entry.startsWith("consent-");
  return entries.filter(isShown).map((entry) => (tag === "fr" && !isSigned(entry) ? heldTogether(entry) : entry)).join("\n");
}

/**
 * French as printers set it: a mark or a unit never begins a line, and a figure stays with what it counts. Done here, so that whoever
 * writes a sentence types plain spaces.
 */
export function heldTogether(text: string): string {
  return text
    .replace(/« /g, "«\u00a0")
    .replace(/(?<=\S) (?=[:;?!»%])/g, "\u00a0")
    .replace(/(?<=\d) (?=[\p{L}°])/gu, "\u00a0")
    .replace(/(?<=\}) (?=h \{)|(?<=\} h) (?=\{)|(?<=n°) /g, "\u00a0");
}

/** Each message with its continuation lines; comments are entries of their own. */
export function entriesOf(text: string): string[] {
  return text.split(/\n(?=[a-z#-])/).map((entry) => entry.trimEnd()).filter((entry) => entry !== "");
}

/** What the server may answer: the codes of `vault_core::api::ProblemCode`. */
export function problemCodes(): Set<string> {
  const source = readFileSync(fileURLToPath(new URL("vault-core/src/api/problem.rs", HOUSE)), "utf8");
  const codes = [...source.matchAll(/^ {4}\w+, "([a-z-]+)", \d+, /gm)].map((found) => found[1] ?? "");
  if (codes.length === 0) throw new Error("no problem code was found");
  return new Set(codes);
}

/** One message of a language's `page.ftl`, on one line. */
function oneLine(tag: string, id: string): string {
  const found = new RegExp(`^${id} = (.+)$`, "m").exec(partText(tag, "page"));
  if (found?.[1] === undefined) throw new Error(`messages/${tag}/page.ftl has no ${id}`);
  return found[1].trim();
}

/** Serves `virtual:languages` and the chunks that it loads. */
export function messages(): Plugin {
  const LIST = "virtual:languages";
  const CHUNK = "virtual:messages/";
  return {
    name: "coffre-messages",
    resolveId: (id) => (id === LIST || id.startsWith(CHUNK) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${LIST}`) return list(CHUNK);
      if (!id.startsWith(`\0${CHUNK}`)) return undefined;
      const [tag = "", part = ""] = id.slice(CHUNK.length + 1).split("/");
      return `export default ${JSON.stringify(partText(tag, part as Part))};`;
    },
  };
}

function list(chunk: string): string {
  const rows = languages().map((tag) => {
    const loads = Object.keys(PARTS).map((part) => `${part}: () => import("${chunk}${tag}/${part}")`);
    const told = { tag, name: oneLine(tag, "page-language-name"), direction: oneLine(tag, "page-direction"), locale: oneLine(tag, "page-locale") };
    return `{ ...${JSON.stringify(told)}, parts: { ${loads.join(", ")} } }`;
  });
  return `export default [${rows.join(",\n")}];`;
}
