// What the person's screens do without a browser: which papers come first, what a file is, pages as one file, sharpness, sentences.
import { describe, expect, it } from "vitest";
import { EVENT_TYPES, PURPOSES, RESULT_CODES } from "../../src/core/vocabulary.ts";
import type { EventBody } from "../../src/core/log/body.ts";
import { sentence } from "../../src/i18n/journal.ts";
import { languages, Words } from "../../src/i18n/words.ts";
import { type Paper, sorted, stateOf } from "../../src/screens/vault/contents.ts";
import { readPages, writePages } from "../../src/screens/vault/pdf.ts";
import { fileName, inspect } from "../../src/screens/vault/picture.ts";
import { LEAST_SHARPNESS, sharpness } from "../../src/screens/vault/sharpness.ts";

const NOW = new Date(2026, 2, 3, 14, 10).getTime();

describe("papers", () => {
  it("are valid on their last day, expired the day after, and soon to expire before", () => {
    expect(stateOf(undefined, NOW)).toBeUndefined();
    expect(stateOf("2026-03-02", NOW)).toBe("expired");
    expect(stateOf("2026-03-03", NOW)).toBe("soon");
    expect(stateOf("2026-05-02", NOW)).toBe("soon");
    expect(stateOf("2026-05-03", NOW)).toBe("valid");
  });

  it("come in the order in which they are needed", () => {
    const paper = (document: string, expiresOn: string | undefined, depositedMs: number): Paper => ({ document, depositedMs, record: { expiresOn } }) as Paper;
    const papers = [paper("old", undefined, 1), paper("new", undefined, 9), paper("soon", "2026-03-20", 2), paper("over", "2020-01-01", 1), paper("valid", "2030-01-01", 5)];
    const reminder = (document: string, dueMs: number) => ({ id: "", document, day: "", dueMs, text: "", damaged: false, by: undefined });
    const order = (...reminders: ReturnType<typeof reminder>[]): string[] => sorted({ papers, reminders }, NOW).map((one) => one.document);
    expect(order()).toEqual(["over", "soon", "new", "valid", "old"]);
    // The day of a reminder has come for one, and has not for the other.
    expect(order(reminder("valid", NOW), reminder("old", NOW + 1))).toEqual(["valid", "over", "soon", "new", "old"]);
  });
});

describe("a file", () => {
  const jpeg = new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3)]);
  const text = (told: string): Blob => new Blob([told]);

  it("is shown when its bytes are the picture that it says", async () => {
    expect((await inspect(jpeg, "image/jpeg")).kind).toBe("pictures");
    expect(await inspect(text("%PDF-1.7 SPECIMEN"), "application/pdf")).toEqual({ kind: "pdf", type: "application/pdf" });
    expect(await inspect(text("PK\u0003\u0004"), "application/zip")).toEqual({ kind: "file", type: "application/zip" });
  });

  it("is refused when it is something else, or runs", async () => {
    for (const [content, said] of [
      [jpeg, "image/png"],
      [jpeg, "application/pdf"],
      [text("%PDF-1.7"), "image/jpeg"],
      [text("<html><script>1</script>"), "application/pdf"],
      [text("\ufeff \n<svg onload=1>"), "application/octet-stream"],
      [text("SPECIMEN"), "image/svg+xml"],
      [text("SPECIMEN"), "text/html"],
      [text("SPECIMEN"), "image/jpeg"],
    ] as const) {
      expect((await inspect(content, said)).kind, said).toBe("refused");
    }
  });

  it("gets a name that leads nowhere, with the ending of what it is", () => {
    expect(fileName("../../Bail: 2026", "application/pdf")).toBe("....Bail 2026.pdf");
    expect(fileName("carte.JPG", "image/jpeg")).toBe("carte.JPG");
    expect(fileName("\u202egpj.exe", "application/octet-stream")).not.toContain("\u202e");
    expect(fileName("///", "image/png")).toBe("papier.png");
  });
});

describe("several pages", () => {
  const page = (n: number) => ({ jpeg: Uint8Array.of(0xff, 0xd8, 0xff, n, n, 10, 10), width: 100 + n, height: 200 });

  it("come back as they were written", () => {
    const pages = [1, 2, 3].map(page);
    expect(readPages(writePages(pages))).toEqual(pages.map((one) => one.jpeg));
  });

  it("are read from a file of this page only, whole and unchanged", () => {
    const file = writePages([page(1), page(2)]);
    expect(readPages(file.slice(0, -1))).toBeUndefined();
    expect(readPages(Uint8Array.from([...file, 10]))).toBeUndefined();
    const hostile = new TextEncoder().encode(new TextDecoder("latin1").decode(file).replace("/Type /Catalog", "/Type /JavaScr"));
    expect(readPages(new Uint8Array(hostile))).toBeUndefined();
    expect(readPages(new TextEncoder().encode("%PDF-1.7\nSPECIMEN") as Uint8Array<ArrayBuffer>)).toBeUndefined();
  });
});

describe("sharpness", () => {
  const picture = (grey: (x: number, y: number) => number): Uint8ClampedArray => {
    const data = new Uint8ClampedArray(64 * 64 * 4);
    for (let i = 0; i < 64 * 64; i++) data.fill(grey(i % 64, Math.floor(i / 64)), 4 * i, 4 * i + 3);
    return data;
  };

  it("tells lines from a slow change of light", () => {
    expect(sharpness(picture((x) => (x % 8 < 2 ? 20 : 240)), 64, 64)).toBeGreaterThan(LEAST_SHARPNESS);
    expect(sharpness(picture((x, y) => x * 2 + y), 64, 64)).toBeLessThan(LEAST_SHARPNESS);
    expect(sharpness(picture(() => 128), 64, 64)).toBe(0);
  });
});

describe("the journal", () => {
  const body = (eventType: number, result: number): EventBody => ({ eventType, unixMs: NOW, document: "d", actor: "k", purpose: PURPOSES.rsa, result }) as EventBody;
  const claire = { kid: "k", kind: "staff" as const, display_name: "Claire Morel", organisation_name: "CCAS de Valcourt", role: "professional" as const };
  const names = { actors: [claire], own: [], titles: new Map([["d", "Carte"]]) };
  const plain = (told: string): string => told.replace(/[\u2066-\u2069]/g, "").replace(/\u00a0/g, " ");

  it("says an opening as `coffre` does", async () => {
    const [french] = languages;
    if (french === undefined) throw new Error("no French");
    const words = await Words.load(french);
    await words.add("words");
    expect(plain(sentence(words, body(EVENT_TYPES.opening, RESULT_CODES.done), names))).toBe(
      "Claire Morel, du CCAS de Valcourt, a ouvert le papier « Carte » mardi 3 mars 2026 à 14 h 10. Pour : dossier RSA.",
    );
    expect(plain(sentence(words, body(EVENT_TYPES.opening, RESULT_CODES["no-mandate"]), { ...names, own: ["k"], titles: new Map() }))).toBe(
      "Vous avez voulu ouvrir un papier mardi 3 mars 2026 à 14 h 10. Refusé : pas d’autorisation. Pour : dossier RSA.",
    );
  });

  it("has both sentences of every event in every language", async () => {
    for (const language of languages) {
      const words = await Words.load(language);
      await words.add("words");
      for (const event of Object.values(EVENT_TYPES)) {
        for (const result of [RESULT_CODES.done, RESULT_CODES["wrong-pin"]]) {
          const told = sentence(words, body(event, result), names);
          expect(told).not.toMatch(/event-|result-|purpose-|journal-|\{/);
          expect(told).toContain("2026");
        }
      }
    }
  });
});
