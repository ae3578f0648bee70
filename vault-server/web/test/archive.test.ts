/** An export's archive: names that every system takes, the same as `coffre` gives; a ZIP that others read; pages without markup from elsewhere. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unzip } from "../e2e/harness/unzip.ts";
import { isPath, Names } from "../src/core/archive/names.ts";
import { Archive } from "../src/core/archive/zip.ts";
import { utf8 } from "../src/core/bytes.ts";
import type { DocumentRecord } from "../src/core/record.ts";
import { escaped, link } from "../src/i18n/export.ts";

const record = (title: string, mediaType = "application/pdf", fileName?: string): DocumentRecord => ({ title, mediaType, fileName, type: "other" }) as DocumentRecord;
const named = (title: string): string => new Names().paper("Identité", record(title), "Autre", undefined);

describe("names", () => {
  it("are what people called their papers, safe for every system", () => {
    for (const [title, name] of [
      ["Carte d’identité", "Carte d’identité.pdf"],
      ["../../etc/passwd", "_.._etc_passwd.pdf"],
      ["C:\\Windows\\x", "C__Windows_x.pdf"],
      ["CON", "_CON.pdf"],
      ["lpt1.txt", "_lpt1.txt.pdf"],
      ["com¹", "_com¹.pdf"],
      [".cache", "cache.pdf"],
      ["avis. . .", "avis.pdf"],
      ["...", "Autre.pdf"],
      ["avis\u202efdp.exe", "avis_fdp.exe.pdf"],
      ["a\tb  c", "a_b c.pdf"],
      ["e\u0301te\u0301", "été.pdf"],
      ["بطاقة الهوية", "بطاقة الهوية.pdf"],
      ["身份证", "身份证.pdf"],
    ] as const)
      expect(named(title), title).toBe(`documents/Identité/${name}`);
  });

  it("end as what the bytes are, and start no program", () => {
    for (const [media, file, expected] of [
      ["application/pdf", "virus.exe", "pdf"],
      ["application/zip", "lettre.DOCX", "docx"],
      ["application/zip", undefined, "zip"],
      ["application/octet-stream", "lettre.exe", "bin"],
      ["application/octet-stream", "page.html", "bin"],
      ["application/octet-stream", "lettre.odt", "odt"],
      ["application/octet-stream", "lettre", "bin"],
    ] as const)
      expect(new Names().paper("x", record("a", media, file), "", undefined), `${media} ${file}`).toBe(`documents/x/a.${expected}`);
  });

  it("that some system confuses are numbered", () => {
    const names = new Names();
    const add = (title: string, version?: number): string => names.paper("Divers", record(title, "image/png"), "", version);
    expect(["Été", "ETE", "été"].map((title) => add(title))).toEqual(["Été", "ETE (2)", "été (3)"].map((name) => `documents/Divers/${name}.png`));
    expect(add("Bail", 1)).toBe("documents/Divers/Bail - version 1.png");
    expect(add("Bail", 2)).toBe("documents/Divers/Bail - version 2.png");
  });

  it("of any title stay in the archive", () => {
    const title = fc.oneof(fc.string({ unit: "grapheme", maxLength: 200 }), fc.string({ unit: "binary", maxLength: 60 }), fc.stringMatching(/^[./\\ A-Za-z:]{0,12}$/));
    fc.assert(
      fc.property(fc.array(title, { minLength: 1, maxLength: 8 }), title, (titles, folder) => {
        const names = new Names();
        const paths = titles.map((one) => names.paper(folder, record(one), "", undefined));
        for (const path of paths) expect(isPath(path), JSON.stringify(path)).toBe(true);
        expect(new Set(paths).size).toBe(paths.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a ZIP", () => {
  it("is read back, stored and deflated, and pieces may be wiped at once", async () => {
    const archive = new Archive();
    const piece = utf8("SPECIMEN ");
    archive.add("documents/Été/a.txt", [piece, utf8("suite")], Date.UTC(2026, 2, 3, 14, 10));
    piece.fill(0);
    await archive.addText("index.html", utf8("<p>SPECIMEN</p>".repeat(99)), 0);
    const files = unzip(Buffer.from(await archive.finish().arrayBuffer()));
    expect([...files].map(([path, content]) => [path, String(content)])).toEqual([
      ["documents/Été/a.txt", "SPECIMEN suite"],
      ["index.html", "<p>SPECIMEN</p>".repeat(99)],
    ]);
    expect(archive.files.map(({ length }) => length)).toEqual([14, 15 * 99]);
  });

  it("refuses a path that leads elsewhere, and one that some system takes for another", () => {
    const archive = new Archive();
    archive.add("a/Été.txt", [], 0);
    for (const path of ["../a", "/a", "a//b", "a/.b", "a\\b", "nul.txt", "e\u0301"]) expect(() => archive.add(path, [], 0), path).toThrow("export: alphabet");
    expect(() => archive.add("a/ETE.txt", [], 0)).toThrow("export: order");
  });
});

it("nothing that somebody wrote becomes markup or leads elsewhere", () => {
  expect(escaped(`<script>"a" & 'b'</script>`)).toBe("&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
  expect(link('documents/Été/a b"><x.pdf')).toBe("documents/%C3%89t%C3%A9/a%20b%22%3E%3Cx.pdf");
  expect(link("documents/javascript:x#y?z%41.pdf")).toBe("documents/javascript%3Ax%23y%3Fz%2541.pdf");
});
