// Every language says everything, with the same blanks to fill, and nothing that no screen asks for.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { entriesOf, heldTogether, languages, type Part, PARTS, partText, problemCodes } from "../../build/messages.ts";

const SOURCES = resolve(import.meta.dirname, "../../src");
const parts = Object.keys(PARTS) as Part[];

function sources(folder = SOURCES): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) ? [readFileSync(path, "utf8")] : [];
  });
}

/** Each id, attributes apart, with the blanks that its text names. */
function told(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of entriesOf(text)) {
    const [id = ""] = /^[a-z][a-zA-Z0-9-]*/.exec(entry) ?? [];
    for (const piece of entry.split(/\n(?= {4}\.)/)) {
      const attribute = /^ {4}(\.[a-z]+) =/.exec(piece)?.[1] ?? "";
      const blanks = new Set([...piece.matchAll(/\{ \$([a-z_]+)/g)].map((blank) => blank[1] ?? ""));
      found.set(id + attribute, [...blanks].sort().join(" "));
    }
  }
  return found;
}

/** What a file says twice: ids, and attributes of one id. */
function saidTwice(text: string): string[] {
  const said = entriesOf(text).filter((entry) => !entry.startsWith("#")).flatMap((entry) => {
    const [id = ""] = /^-?[a-z][a-zA-Z0-9-]*/.exec(entry) ?? [];
    return [id, ...[...entry.matchAll(/^ {4}(\.[a-z]+) =/gm)].map((attribute) => id + (attribute[1] ?? ""))];
  });
  return said.filter((name, at) => said.indexOf(name) !== at);
}

/** Ids that the sources name, and beginnings that they complete with something else. */
function asked(): { whole: Set<string>; begun: string[] } {
  const all = sources().join("\n");
  const whole = new Set([...all.matchAll(/["'`](page-[a-z-]*[a-z])(?:\.[a-z]+)?["'`]/g)].map((found) => found[1] ?? ""));
  const begun = [...all.matchAll(/`(page-[a-z-]*)\$\{/g)].map((found) => found[1] ?? "");
  return { whole, begun };
}

describe("languages", () => {
  it("are French, and others found by their folder", () => {
    expect(languages()[0]).toBe("fr");
    expect(languages()).toContain("ar");
    expect(languages()).toContain("en");
  });

  for (const tag of languages()) {
    for (const part of parts) {
      it(`${tag} says all of ${part}, with the same blanks`, () => {
        const [french, other] = [told(partText("fr", part)), told(partText(tag, part))];
        expect([...other.keys()].sort()).toEqual([...french.keys()].sort());
        // A language may leave a blank out (Arabic says "two" in one word); it may not name another.
        for (const [id, blanks] of other) {
          const known = french.get(id)?.split(" ") ?? [];
          for (const blank of blanks.split(" ").filter((one) => one !== "")) expect(known, `${tag} ${id}`).toContain(blank);
        }
      });

      it(`${tag} has no line in ${part} that does not parse`, () => {
        const bundle = new FluentBundle(tag);
        expect(bundle.addResource(new FluentResource(partText(tag, part)))).toEqual([]);
        for (const id of told(partText(tag, part)).keys()) expect(bundle.hasMessage(id.split(".")[0] ?? ""), id).toBe(true);
      });
    }
  }
});

describe("files", () => {
  const folder = resolve(SOURCES, "../../../messages");
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ftl"))) {
    it(`${path} says nothing twice`, () => {
      const text = readFileSync(join(folder, path), "utf8");
      expect(entriesOf(text).length).toBeGreaterThan(1);
      expect(saidTwice(text)).toEqual([]);
    });
  }
});

describe("screens", () => {
  it("ask for nothing that no language says", () => {
    const known = told(parts.map((part) => partText("fr", part)).join("\n"));
    for (const id of asked().whole) expect([...known.keys()], id).toContain(id);
    for (const beginning of asked().begun) expect([...known.keys()].some((id) => id.startsWith(beginning)), beginning).toBe(true);
  });

  it("ask for everything that is said of the page", () => {
    const { whole, begun } = asked();
    const set = new Set(["page-language-name", "page-direction", "page-locale"]);
    const own = (["page", "statement", "vault", "audit", "pdf"] as const).flatMap((part) => [...told(partText("fr", part)).keys()]);
    // What the desk shares with the command line is asked for by ids that do not begin with page-.
    const desk = (["desk", "export"] as const).flatMap((part) => [...told(partText("fr", part)).keys()]).filter((id) => id.startsWith("page-"));
    const said = [...own, ...desk].map((id) => id.split(".")[0] ?? "");
    const unused = said.filter((id) => !set.has(id) && !whole.has(id) && !begun.some((beginning) => beginning !== "page-" && id.startsWith(beginning)));
    expect(unused).toEqual([]);
  });
});

describe("French", () => {
  it("has no mark, unit or figure that a line could end before or after", () => {
    const held = heldTogether("Voir : « 2 pages » de { $n } %, n° 4 ? Il est { $hour } h { $minute } !");
    expect(held.replaceAll("\u00a0", "_")).toBe("Voir_: «_2_pages_» de { $n }_%, n°_4_? Il est { $hour }_h_{ $minute }_!");
    for (const part of parts) {
      for (const entry of entriesOf(partText("fr", part)).filter((entry) => !entry.startsWith("consent-"))) expect(entry).not.toMatch(/« | [:;?!»%]/);
    }
  });

  it("leaves what is signed as it was written", () => {
    const written = readFileSync(resolve(SOURCES, "../../../messages/fr/cli.ftl"), "utf8");
    for (const id of ["consent-vault", "consent-mandate"]) {
      const entry = entriesOf(partText("fr", "desk")).find((one) => one.startsWith(`${id} =`));
      expect(entriesOf(written)).toContain(entry);
      expect(entry).toMatch(/ :/);
    }
  });
});

describe("the file that people take away", () => {
  it("asks for every sentence that is said of it, and for no other", () => {
    const source = readFileSync(join(SOURCES, "i18n/export.ts"), "utf8");
    const named = [...source.matchAll(/"((?:export|head|none)-[a-z-]+)"/g)].map((found) => found[1] ?? "");
    const said = [...told(partText("fr", "export")).keys()].filter((id) => !id.startsWith("page-"));
    expect([...new Set(named)].sort()).toEqual(said.sort());
  });
});

describe("problems", () => {
  it("each have a sentence and a next step that a screen can show", () => {
    for (const tag of languages()) {
      const bundle = new FluentBundle(tag, { useIsolating: false });
      bundle.addResource(new FluentResource(partText(tag, "problems")));
      for (const code of problemCodes()) {
        const message = bundle.getMessage(`problem-${code}`);
        const own = bundle.getMessage(`page-next-${code}`)?.value;
        const next = bundle.formatPattern(own ?? message?.attributes["next"] ?? "", { retry_after_s: 3 }, []);
        expect(message?.value, `${tag} ${code}`).toBeTruthy();
        expect(next, `${tag} ${code}`).not.toBe("");
        // A command has no place on a screen.
        expect(next, `${tag} ${code}`).not.toContain("`");
      }
    }
  });

  it("and no next step is written for a code that does not exist", () => {
    for (const tag of languages()) {
      const written = [...told(partText(tag, "problems")).keys()].filter((id) => id.startsWith("page-next-"));
      for (const id of written) expect([...problemCodes()]).toContain(id.slice("page-next-".length));
    }
  });
});
