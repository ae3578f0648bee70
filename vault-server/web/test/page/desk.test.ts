// The desk's own small rules: how names are found, which papers and mandates end soon, which names can be kept.
import { describe, expect, it } from "vitest";
import { consentText } from "../../src/screens/desk/consent.tsx";
import { wrongParts } from "../../src/screens/desk/create.tsx";
import { endingSoon } from "../../src/screens/desk/home.tsx";
import { byName, matches } from "../../src/screens/desk/names.ts";
import { paperState } from "../../src/screens/desk/person.tsx";

const ZOE = { givenName: "Zoé-Anaïs", familyName: "D’Órnella SPECIMEN", birthDate: "1987-04-03" };

describe("a name", () => {
  for (const typed of ["zoe", "ZOÉ", "anais", "ornella", "d'or", "spec zo", "zoé-anaïs", "03/04", "3/4/1987", "1987", "zoe 1987", "1987-04"]) {
    it(`is found by ${typed}`, () => expect(matches(ZOE, typed)).toBe(true));
  }

  for (const typed of ["", "  ", "oe", "zoe dupont", "04/03", "1988"]) {
    it(`is not found by "${typed}"`, () => expect(matches(ZOE, typed)).toBe(false));
  }

  it("in another script is found as it is written", () => {
    expect(matches({ givenName: "أمل", familyName: "الحسن", birthDate: "1990-01-01" }, "الح")).toBe(true);
  });

  it("is sorted by family, then given name, then age", () => {
    const of = (familyName: string, givenName: string, birthDate: string) => ({ familyName, givenName, birthDate });
    const sorted = [of("B", "A", "1990-01-01"), of("A", "B", "1990-01-01"), of("A", "A", "1991-01-01"), of("A", "A", "1990-01-01")].sort(byName);
    expect(sorted.map((one) => one.familyName + one.givenName + one.birthDate.slice(0, 4))).toEqual(["AA1990", "AA1991", "AB1990", "BA1990"]);
  });

  it("needs a part and a day of birth that was", () => {
    expect(wrongParts({ ...ZOE, familyName: "" })).toEqual({ name: false, birth: false });
    expect(wrongParts({ givenName: " ", familyName: "", birthDate: "1987-02-29" })).toEqual({ name: true, birth: true });
    expect(wrongParts({ ...ZOE, birthDate: "2999-01-01" })).toEqual({ name: false, birth: true });
    expect(wrongParts({ ...ZOE, givenName: "Zoé\u202e" }).name).toBe(true);
  });
});

describe("what ends soon", () => {
  const NOW = Date.parse("2026-03-10T12:00:00Z");

  it("among papers is told by its last day, which still counts", () => {
    expect(paperState(undefined, NOW)).toBeUndefined();
    expect(paperState("2026-03-09", NOW)).toBe("expired");
    expect(paperState("2026-03-10", NOW)).toBe("soon");
    expect(paperState("2026-05-08", NOW)).toBe("soon");
    expect(paperState("2026-05-10", NOW)).toBe("valid");
  });

  it("among mandates is in force and within thirty days, the first to end first", () => {
    const mandate = (id: string, days: number, state = "active") => ({ state, mandate: { id, notAfter: NOW / 1000 + days * 86_400 } });
    const all = [mandate("far", 31), mandate("month", 29), mandate("gone", 1, "revoked"), mandate("day", 1)] as unknown as Parameters<typeof endingSoon>[0];
    expect(endingSoon(all, NOW).map((one) => one.mandate.id)).toEqual(["day", "month"]);
  });
});

describe("a consent", () => {
  it("is signed without the invisible marks of the screen", () => {
    expect(consentText("Vous autorisez \u2068CCAS\u2069 pendant \u20687\u2069 jours.")).toBe("Vous autorisez CCAS pendant 7 jours.");
  });
});
