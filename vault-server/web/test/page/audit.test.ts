// The auditor's counts and files, without a browser.
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { languages, partText } from "../../build/messages.ts";
import { EVENT_TYPES, RESULT_CODES } from "../../src/core/vocabulary.ts";
import { readKeptCheckpoint } from "../../src/flows/log_proof.ts";
import { ALL, byMost, choose, countBy, dayOf, keyOf, lastDays, placeOf, placesOf, plain, resultOf, toCsv, typeOf } from "../../src/screens/audit/counts.ts";
import type { Line } from "../../src/screens/audit/log.ts";

const NONE = "0".repeat(32);
const at = (day: string): number => new Date(`${day}T10:00:00`).getTime();
const line = (index: number, more: Partial<Line> = {}): Line => ({
  ...{ index, eventType: EVENT_TYPES.login, unixMs: at("2026-03-01"), vault: NONE, document: NONE },
  ...{ version: 0, actor: NONE, mandate: NONE, purpose: 0, result: RESULT_CODES.done },
  ...more,
});
const places = placesOf({
  actors: [
    { kid: "a", kind: "staff", display_name: null, organisation_name: "=CCAS, \"SPECIMEN\"", role: "desk" },
    { kid: "b", kind: "beneficiary", display_name: null, organisation_name: null, role: null },
  ],
});
const lines = [
  line(0),
  line(1, { actor: "a", result: RESULT_CODES["wrong-pin"], unixMs: at("2026-03-02") }),
  line(2, { actor: "b", eventType: EVENT_TYPES.opening, unixMs: at("2026-03-04") }),
];

describe("counts", () => {
  it("tell apart what was done and what was refused, the most first", () => {
    expect(countBy(lines, typeOf).sort(byMost)).toEqual([
      { key: "login", all: 2, refused: 1 },
      { key: "opening", all: 1, refused: 0 },
    ]);
    expect(countBy(lines, resultOf).map(({ key }) => key)).toEqual(["done", "wrong-pin"]);
  });

  it("name where an actor belongs, and an organisation is not taken for a kind", () => {
    expect(lines.map((one) => keyOf(places(one)))).toEqual(["k:server", 'o:=CCAS, "SPECIMEN"', "k:beneficiary"]);
    expect(placeOf("o:k:server")).toEqual({ organisation: "k:server" });
    expect(places(line(3, { actor: "nobody" }))).toEqual({ kind: "unknown" });
  });

  it("leave no gap between days, and no more days than are drawn", () => {
    const days = countBy(lines, dayOf);
    expect(lastDays(days, 31).map(({ key, all }) => [key, all])).toEqual([
      ["2026-03-01", 1],
      ["2026-03-02", 1],
      ["2026-03-03", 0],
      ["2026-03-04", 1],
    ]);
    expect(lastDays(days, 2).map(({ key }) => key)).toEqual(["2026-03-03", "2026-03-04"]);
    expect(lastDays([], 31)).toEqual([]);
  });

  it("of a later version keep their number", () => {
    expect(typeOf(line(4, { eventType: 250 }))).toBe("250");
    expect(resultOf(line(4, { result: 999 }))).toBe("999");
  });
});

describe("choices", () => {
  const chosen = (choice: Partial<typeof ALL>): number[] => choose(lines, places, { ...ALL, ...choice }).map(({ index }) => index);

  it("give the latest first, and each narrows", () => {
    expect(chosen({})).toEqual([2, 1, 0]);
    expect(chosen({ type: "login" })).toEqual([1, 0]);
    expect(chosen({ type: "login", result: "refused" })).toEqual([1]);
    expect(chosen({ result: "wrong-pin" })).toEqual([1]);
    expect(chosen({ place: "k:beneficiary" })).toEqual([2]);
  });

  it("take both ends of the days", () => {
    expect(chosen({ from: "2026-03-02", to: "2026-03-04" })).toEqual([2, 1]);
    expect(chosen({ from: "2026-03-05" })).toEqual([]);
    expect(chosen({ to: "2026-03-01" })).toEqual([0]);
  });
});

describe("files", () => {
  it("quote what CSV would split, and disarm what a spreadsheet would run", () => {
    const rows = toCsv(lines.map((one) => plain(one, places))).split("\r\n");
    expect(rows.length).toBe(lines.length + 2);
    expect(rows[2]).toContain(`"'=CCAS, ""SPECIMEN""",staff,a,`);
    expect(rows[1]).toContain("login,done,,server,,,,0,,none");
  });

  it("that are no proof are refused", () => {
    expect(readKeptCheckpoint('{"checkpoint":"text"}')).toBe("text");
    for (const text of ["", "[]", "null", "{}", '{"checkpoint":1}', "%PDF-"]) expect(() => readKeptCheckpoint(text)).toThrow("checkpoint");
  });
});

describe("names", () => {
  it("exist for every type and every refusal, in every language", () => {
    for (const tag of languages()) {
      const bundle = new FluentBundle(tag);
      bundle.addResource(new FluentResource(partText(tag, "audit")));
      bundle.addResource(new FluentResource(partText(tag, "words")));
      for (const word of Object.keys(EVENT_TYPES)) expect(bundle.hasMessage(`page-audit-type-${word}`), `${tag} ${word}`).toBe(true);
      for (const word of Object.keys(RESULT_CODES)) expect(word === "done" || bundle.hasMessage(`result-${word}`), `${tag} ${word}`).toBe(true);
    }
  });
});
