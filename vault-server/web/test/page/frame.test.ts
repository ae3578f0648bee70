// What the page does without a browser: the list of screens, a reader that types, voices, failures.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { cardCharacters, grouped, isWholeCard } from "../../src/app/card.ts";
import { Failure } from "../../src/app/failure.ts";
import { Reading } from "../../src/screens/reader.ts";
import { localVoice } from "../../src/ui/speech.tsx";

/** SPECIMEN. */
const CARD = "AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBOGAZDINRYHI6FNSA";
const HOUSE = resolve(import.meta.dirname, "../..");

describe("screens", () => {
  it("are the same in the page and in the server's list", () => {
    const listed = JSON.parse(readFileSync(`${HOUSE}/screens.json`, "utf8")) as string[];
    const written = [...readFileSync(`${HOUSE}/src/app/screens.ts`, "utf8").matchAll(/\{ path: "([^"]+)"/g)].map((found) => found[1]);
    expect([...written].sort()).toEqual([...listed].sort());
  });
});

describe("a card", () => {
  it("is taken from a link, from groups, from small letters", () => {
    for (const read of [CARD, `https://coffre.example/#${CARD}`, grouped(CARD), CARD.toLowerCase(), ` ${CARD.slice(0, 20)}-${CARD.slice(20)}\n`]) {
      expect(cardCharacters(read)).toBe(CARD);
      expect(isWholeCard(read)).toBe(true);
    }
  });

  it("is refused when characters are missing, too many or impossible", () => {
    for (const read of ["", CARD.slice(1), `${CARD}A`, `1${CARD.slice(1)}`, "https://coffre.example/#", "https://coffre.example/"]) expect(isWholeCard(read)).toBe(false);
  });

  it("is not whole when a hand slipped: one character, or two that changed places", () => {
    for (let at = 0; at < CARD.length; at += 1) {
      const slip = CARD[at] === "B" ? "C" : "B";
      expect(isWholeCard(CARD.slice(0, at) + slip + CARD.slice(at + 1)), `${at}`).toBe(false);
      const [first = "", second = ""] = CARD.slice(at, at + 2);
      if (first !== second && second !== "") expect(isWholeCard(CARD.slice(0, at) + second + first + CARD.slice(at + 2)), `${at}`).toBe(false);
    }
  });
});

describe("a reader that types", () => {
  const typed = (text: string, pause: number, reading = new Reading()): string | undefined => {
    let at = 1000;
    for (const key of text) reading.key(key, (at += pause));
    return reading.key("Enter", (at += pause));
  };

  it("is understood whatever form the card has", () => {
    expect(typed(CARD, 3)).toBe(CARD);
    expect(typed(`https://coffre.example/#${CARD}`, 3)).toContain(CARD);
  });

  it("is not mistaken for a person, nor half a card for a whole one", () => {
    expect(typed(CARD, 400)).toBeUndefined();
    expect(typed(CARD.slice(1), 3)).toBeUndefined();
  });

  it("begins anew after each Enter", () => {
    const reading = new Reading();
    expect(typed(CARD.slice(0, 30), 3, reading)).toBeUndefined();
    expect(typed(CARD, 3, reading)).toBe(CARD);
  });
});

describe("voices", () => {
  const voice = (lang: string, localService: boolean): SpeechSynthesisVoice => ({ lang, localService, name: lang, default: false, voiceURI: lang });

  it("that would send what they read elsewhere are never used", () => {
    expect(localVoice([voice("fr-FR", false)], "fr")).toBeUndefined();
    expect(localVoice([voice("fr-FR", false), voice("fr_CA", true)], "fr")?.lang).toBe("fr_CA");
  });

  it("of another language are not used", () => {
    expect(localVoice([voice("en-GB", true)], "ar")).toBeUndefined();
  });
});

describe("failures", () => {
  it("know a cut network and hide what they do not know", () => {
    expect(Failure.of(new TypeError("Failed to fetch")).code).toBe("network");
    expect(Failure.of(new TypeError("Failed to fetch dynamically imported module: /assets/x.js")).code).toBe("network");
    expect(Failure.of(new Error("SPECIMEN secret")).code).toBe("unforeseen");
    expect(Failure.of(new Error("SPECIMEN secret")).message).not.toContain("SPECIMEN");
  });
});
