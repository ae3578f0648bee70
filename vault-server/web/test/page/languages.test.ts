// Languages that arrive late, and in another order than they were asked for.
import { beforeEach, expect, it, vi } from "vitest";
import { type Language, type Part, speak, words } from "../../src/i18n/words.ts";

beforeEach(() => {
  vi.stubGlobal("document", { documentElement: { lang: "", dir: "" } });
  words.set(undefined);
});

/** A language whose parts arrive when the test lets them. */
function language(tag: string) {
  const arrive: Partial<Record<Part, () => void>> = {};
  const parts = new Proxy({} as Language["parts"], {
    get: (_, part: Part) => () => new Promise((done) => (arrive[part] = () => done({ default: `${part}-sentence = ${tag}` }))),
  });
  const asked = (part: Part): Promise<void> => vi.waitFor(() => expect(arrive[part]).toBeDefined());
  const some = async (part: Part): Promise<void> => {
    await asked(part);
    arrive[part]?.();
  };
  return { language: { tag, name: tag, direction: "ltr", locale: tag, parts } as Language, asked, arrive: some };
}

it("the one that was asked for last is spoken, though an earlier one arrives later", async () => {
  const [one, other] = [language("fr"), language("ar")];
  const [first, last] = [speak(one.language), speak(other.language)];
  await other.arrive("page");
  expect(await last).toBe(true);
  await one.arrive("page");
  expect(await first).toBe(false);
  expect(words.value?.language.tag).toBe("ar");
  expect(document.documentElement.lang).toBe("ar");
});

it("what came in the language before while another was loading is there in the other too", async () => {
  const [one, other] = [language("fr"), language("ar")];
  const begun = speak(one.language);
  await one.arrive("page");
  await begun;
  const problems = words.value?.add("problems");
  await one.arrive("problems");
  await problems;
  const later = words.value?.add("vault");
  const changed = speak(other.language);
  await other.arrive("page");
  // The parts of before are on their way in the other language; only now the last one of before arrives.
  await other.asked("problems");
  await one.arrive("vault");
  await later;
  await other.arrive("problems");
  await other.arrive("vault");
  expect(await changed).toBe(true);
  expect(words.value?.text("vault-sentence")).toBe("ar");
});
