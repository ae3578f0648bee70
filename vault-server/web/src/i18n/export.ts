// What people read in the file that they take away: the list of papers, who looked, and a word about the file. The pages that
// `coffre export` writes: plain HTML without script, font or picture, which opens on any computer with no network.
import type { Pages, Taken, TakenVersion } from "../flows/export.ts";
import type { Home } from "../core/provenance.ts";
import { dateTime, sentence } from "./journal.ts";
import type { Args, Words } from "./words.ts";

const STYLE = `body{font:1.1rem/1.5 sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#111;background:#fff}\
table{border-collapse:collapse;width:100%;margin:0 0 2rem}\
caption{text-align:start;font-weight:bold;font-size:1.3rem;padding:.5rem 0}\
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:start;vertical-align:top}\
th{background:#eee}a{color:#003a8c}li{margin:0 0 .5rem}`;

/** Writes the three. Needs the parts `export` and `words`. */
export function writePages(words: Words, taken: Taken): Pages {
  return { index: index(words, taken), journal: journal(words, taken), readMe: readMe(words, taken) };
}

/** The sentences, as they stand in a file: the marks that hold directions apart are for scripts that are read from the right. */
function tell(words: Words): (id: string, args?: Args) => string {
  const plain = words.language.direction === "ltr";
  return (id, args) => (plain ? unmarked(words.text(id, args)) : words.text(id, args));
}

const unmarked = (text: string): string => text.replace(/[\u2066-\u2069]/g, "");

/** `LISEZMOI.txt`. */
function readMe(words: Words, { exportedMs, origin, vault, anchor, logKey }: Taken): string {
  const parts = [
    words.text("export-title"),
    words.text("export-readme-what", { when: dateTime(words, exportedMs), server: origin }),
    words.text("export-readme-open"),
    words.text("export-readme-safe"),
    words.text("export-readme-import"),
    words.text("export-readme-check"),
    words.text("export-readme-names"),
    [words.text("export-anchor-vault", { value: vault }), words.text("export-anchor-account", { value: anchor }), words.text("export-anchor-log", { value: logKey })].join("\n"),
  ];
  // Windows' plain editor has long shown other line ends as none.
  return unmarked(`${parts.join("\n\n")}\n`).replaceAll("\n", "\r\n");
}

/** `index.html`. */
function index(words: Words, taken: Taken): string {
  const text = tell(words);
  const { exportedMs, origin, folders, versions } = taken;
  const tables = folders.map(({ id, label }) => table(words, label, versions.filter((version) => version.folder === id)));
  const body = [
    paragraph(text("export-index-intro", { when: dateTime(words, exportedMs), server: origin })),
    paragraph(text("export-readme-safe")),
    `<p><a href="journal/journal.html">${escaped(text("export-journal-link"))}</a></p>\n`,
    ...tables,
    versions.length === 0 ? paragraph(text("none-document")) : "",
    reminders(words, taken),
  ];
  return page(words, text("export-title"), body.join(""));
}

function table(words: Words, caption: string, versions: readonly TakenVersion[]): string {
  if (versions.length === 0) return "";
  const text = tell(words);
  const heads = ["head-title", "head-type", "export-head-dates", "head-added", "export-head-by", "head-size"];
  const row = heads.map((id) => `<th scope="col">${escaped(text(id))}</th>`).join("");
  return `<table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${row}</tr></thead>\n<tbody>\n${versions.map((version) => line(words, version)).join("")}</tbody>\n</table>\n`;
}

/** Papers that are to be renewed. */
function reminders(words: Words, { reminders, versions }: Taken): string {
  if (reminders.length === 0) return "";
  const text = tell(words);
  const told = reminders.map((reminder) => {
    const title = versions.filter(({ document }) => document === reminder.document_id).at(-1)?.record.title ?? "";
    const [year = "", month = "", day = ""] = reminder.on.split("-");
    const line = text("export-reminder-line", { day: text("date-short", { day, month, year }), title, text: reminder.text });
    return `<li dir="auto">${escaped(line).replaceAll("\n", "<br>")}</li>\n`;
  });
  return `<h2>${escaped(text("export-reminders"))}</h2>\n<ul>\n${told.join("")}</ul>\n`;
}

function line(words: Words, { record, several, version, path, depositedMs, by }: TakenVersion): string {
  const text = tell(words);
  const number = several ? ` (${escaped(text("export-version", { n: String(version) }))})` : "";
  const under = [record.remarks, ...record.provenance.map((home) => provenance(words, home))].filter((told) => told !== undefined);
  const dates = [
    record.issuedOn === undefined ? undefined : text("export-issued", { day: record.issuedOn }),
    record.expiresOn === undefined ? undefined : text("export-expires", { day: record.expiresOn }),
  ].filter((told) => told !== undefined);
  const cells = [
    escaped(words.find(`document-type-${record.type}`) ?? record.type),
    dates.map(escaped).join("<br>"),
    escaped(dateShort(words, depositedMs)),
    escaped(by.owner ? text("export-by-owner") : by.names.join(", ")),
    escaped(size(words, record.length)),
  ];
  const title = `<a href="${link(path)}">${escaped(record.title)}${number}</a>`;
  const more = under.map((told) => `<br>${escaped(told).replaceAll("\n", "<br>")}`).join("");
  return `<tr><th scope="row" dir="auto">${title}${more}</th>${cells.map((cell) => `<td dir="auto">${cell}</td>`).join("")}</tr>\n`;
}

function provenance(words: Words, home: Home): string {
  const who = [home.depositor, home.organisation].filter((name) => name !== undefined).join(", ");
  const when = dateShort(words, home.depositedMs);
  return tell(words)("export-provenance", { server: home.server, when, kind: who === "" ? "owner" : "staff", who });
}

/** « 03/03/2026 ». */
function dateShort(words: Words, unixMs: number): string {
  const at = new Date(unixMs);
  const two = (n: number): string => String(n).padStart(2, "0");
  return tell(words)("date-short", { day: two(at.getDate()), month: two(at.getMonth() + 1), year: String(at.getFullYear()) });
}

/** Bytes, in the largest unit that keeps the number whole enough to read. */
function size(words: Words, bytes: number): string {
  const [unit, n] = bytes < 1024 ? ["bytes", bytes] : bytes < 1024 * 1024 ? ["kib", Math.ceil(bytes / 1024)] : ["mib", Math.ceil(bytes / 1024 / 1024)];
  return tell(words)(`size-${unit}`, { n: String(n) });
}

/** `journal/journal.html`. */
function journal(words: Words, { log, versions }: Taken): string {
  const text = tell(words);
  const titles = new Map(versions.map(({ document, record }) => [document, record.title]));
  const all = log.entries.map(({ body }) => sentence(words, body, { actors: log.actors, own: log.own, titles }));
  const told = all.map((one) => `<li dir="auto">${escaped(words.language.direction === "ltr" ? unmarked(one) : one)}</li>\n`).join("");
  const body = `${paragraph(text("export-journal-intro"))}<p><a href="../index.html">${escaped(text("export-index-link"))}</a></p>\n<ol>\n${told}</ol>\n`;
  return page(words, text("export-journal-link"), body);
}

function page({ language }: Words, title: string, body: string): string {
  const direction = language.direction === "ltr" ? "" : ' dir="rtl"';
  return `<!DOCTYPE html>
<html lang="${language.tag}"${direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}</main>
</body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that cannot be taken for markup, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? "");
}

/** A path as a relative link: everything but unreserved characters and `/` is percent-encoded. */
export function link(path: string): string {
  const hex = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  return path.split("/").map((part) => encodeURIComponent(part).replace(/[!'()*]/g, hex)).join("/");
}
