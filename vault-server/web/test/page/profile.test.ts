// The display profile during sessions: taken over, kept in order, undone at the end. The worker is the test's own.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DisplayProfile } from "../../src/core/display_profile.ts";

const THEIRS: DisplayProfile = { size: 200, contrast: true, spacing: false, still: false, language: "ar" };

/** The modules anew, as in a page that was just opened, and what a document has of use here. */
async function open() {
  vi.resetModules();
  const element = { dataset: {} as Record<string, string>, lang: "", dir: "" };
  vi.stubGlobal("document", { documentElement: element });
  const [{ followProfile, notKept }, { display, show, USUAL }, { languages, speak }, { session }] = await Promise.all([
    import("../../src/app/profile.ts"),
    import("../../src/app/display.ts"),
    import("../../src/i18n/words.ts"),
    import("../../src/app/vault.ts"),
  ]);
  const say = (tag: string): Promise<boolean> => speak(languages.find((language) => language.tag === tag) ?? expect.fail(tag));
  show(USUAL);
  await say("fr");
  followProfile("fr");
  const sent: DisplayProfile[] = [];
  let broken = false;
  const keepDisplay = async (_: string, shown: DisplayProfile): Promise<void> => {
    await new Promise((done) => setTimeout(done, 5));
    if (broken) throw new Error("no network");
    sent.push(shown);
  };
  const enter = (kept?: DisplayProfile): void => session.set({ display: kept, client: { display: keepDisplay } } as never);
  const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 60));
  return { element, display, show, say, session, enter, sent, notKept, settle, fail: (is: boolean) => (broken = is) };
}

let page: Awaited<ReturnType<typeof open>>;

beforeEach(async () => {
  page = await open();
});

describe("a display profile", () => {
  it("is taken over when a session opens, and undone when it ends", async () => {
    page.enter(THEIRS);
    await vi.waitFor(() => expect(page.element).toMatchObject({ lang: "ar", dir: "rtl", dataset: { size: "200", contrast: "high" } }));
    await page.settle();
    expect(page.sent, "what the account keeps is not sent again").toEqual([]);
    page.session.set(undefined);
    await vi.waitFor(() => expect(page.element).toMatchObject({ lang: "fr", dir: "ltr", dataset: { size: "100", contrast: "usual" } }));
    await page.settle();
    expect(page.sent).toEqual([]);
  });

  it("is kept at each change, the last one at last, and by nobody once the session is over", async () => {
    page.enter();
    await page.settle();
    expect(page.sent, "nothing was chosen").toEqual([]);
    for (const size of [125, 150, 200] as const) page.show({ ...page.display.value, size });
    await page.say("ar");
    await page.settle();
    expect(page.sent.at(-1)).toEqual({ ...THEIRS, contrast: false });
    const before = page.sent.length;
    page.session.set(undefined);
    page.show({ ...page.display.value, size: 125 });
    await page.settle();
    expect(page.sent.length).toBe(before);
  });

  it("of somebody who chose at the door and kept none before is kept", async () => {
    page.show({ ...page.display.value, spacing: true });
    page.enter();
    await page.settle();
    expect(page.sent).toEqual([{ size: 100, contrast: false, spacing: true, still: false, language: "fr" }]);
  });

  it("of the account wins over what was chosen at the door, which comes back after", async () => {
    page.show({ ...page.display.value, spacing: true });
    page.enter(THEIRS);
    await vi.waitFor(() => expect(page.element.dataset).toMatchObject({ size: "200", spacing: "usual" }));
    page.session.set(undefined);
    await vi.waitFor(() => expect(page.element.dataset).toMatchObject({ size: "100", spacing: "wide" }));
  });

  it("of the account does not win over a language that is chosen while it is taken over, and that choice is kept", async () => {
    page.enter(THEIRS);
    // The profile's language is on its way; the one in use is there at once.
    for (let i = 0; i < 3; i++) await Promise.resolve();
    await page.say("fr");
    await page.settle();
    expect(page.element).toMatchObject({ lang: "fr", dir: "ltr", dataset: { size: "200", contrast: "high" } });
    expect(page.sent).toEqual([{ ...THEIRS, language: "fr" }]);
  });

  it("of one person is not the next one's", async () => {
    page.enter(THEIRS);
    await vi.waitFor(() => expect(page.element.lang).toBe("ar"));
    page.session.set(undefined);
    page.enter();
    await page.settle();
    expect(page.element).toMatchObject({ lang: "fr", dataset: { size: "100" } });
    // Nor what the door comes back to.
    page.session.set(undefined);
    await page.settle();
    expect(page.element).toMatchObject({ lang: "fr", dataset: { size: "100" } });
    expect(page.sent).toEqual([]);
  });

  it("that cannot be kept says so, and is kept when tried again", async () => {
    page.enter();
    page.fail(true);
    page.show({ ...page.display.value, size: 150 });
    await vi.waitFor(() => expect(page.notKept.value).toBeDefined());
    page.fail(false);
    page.notKept.value?.again();
    await page.settle();
    expect(page.sent.map(({ size }) => size)).toEqual([150]);
    expect(page.notKept.value).toBeUndefined();
  });
});
