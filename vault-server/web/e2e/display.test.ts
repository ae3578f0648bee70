// The display profile, kept with the account: chosen in one browser, found in another, unreadable on the way and on the server.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { logIn, showCard } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { goWithin, speak } from "./harness/within.ts";

let demo: Demo;
let browser: Browser;

withDemo((stage) => void ({ demo, browser } = stage));

/** How the page is shown now. */
const shown = (page: Page) =>
  page.evaluate(() => {
    const { lang, dir, dataset } = document.documentElement;
    return { lang, dir, size: dataset["size"], contrast: dataset["contrast"] };
  });
const USUAL = { lang: "fr", dir: "ltr", size: "100", contrast: "usual" };
const THEIRS = { lang: "ar", dir: "rtl", size: "200", contrast: "high" };

/** Does something, and gives the sealed profiles that were sent and taken meanwhile, at least so many. */
async function sent(page: Page, least: number, act: () => Promise<void>): Promise<Buffer[]> {
  const all: Buffer[] = [];
  page.on("response", (response) => {
    const asked = response.request();
    if (asked.method() !== "PUT" || !response.ok()) return;
    expect(new URL(asked.url()).pathname).toBe("/v1/display");
    const body = JSON.parse(asked.postData() ?? "") as Record<string, string>;
    expect(Object.keys(body)).toEqual(["display"]);
    all.push(Buffer.from(body["display"] ?? "", "base64url"));
  });
  await act();
  await expect.poll(() => all.length).toBeGreaterThanOrEqual(least);
  return all;
}

/** Every file of the server's data. */
function data(folder: string): Buffer[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? data(path) : [readFileSync(path)];
  });
}

describe("a display profile", () => {
  for (const who of ["beneficiary", "professional", "auditor"] as const) {
    it(`of a ${who} is chosen in one browser and found in another`, async () => {
      const one = await openWindow(browser, demo.origin, "phone", "fr-FR");
      await logIn(one.page, demo.people[who]);
      expect(await shown(one.page)).toEqual(USUAL);
      await goWithin(one.page, "/affichage");
      const choose = async (): Promise<void> => {
        await one.page.getByRole("button", { name: "200" }).click();
        await one.page.getByLabel("contrasté").check();
        await speak(one.page, "ar");
      };
      const profiles = await sent(one.page, 1, choose);
      await one.page.waitForTimeout(500);
      // The same length, whatever was chosen; never twice the same bytes.
      expect(new Set(profiles.map((sealed) => sealed.length))).toEqual(new Set([1548]));
      expect(new Set(profiles.map((sealed) => sealed.toString("hex"))).size).toBe(profiles.length);
      expect(await violations(one.page)).toEqual([]);
      expect(one.complaints).toEqual([]);
      await one.context.close();

      const other = await openWindow(browser, demo.origin, "desk", "fr-FR");
      await other.page.goto("/");
      await other.page.locator("h1").waitFor();
      expect(await shown(other.page), "before anybody came in").toEqual(USUAL);
      await logIn(other.page, demo.people[who]);
      await expect.poll(() => shown(other.page)).toEqual(THEIRS);
      expect(other.complaints).toEqual([]);
      await other.context.close();

      // As it was sent, it lies nowhere: a copy of the database does not even tell that two are the same.
      const files = data(join(demo.folder, "demo", "server"));
      expect(files.some((file) => file.includes("SQLite format 3"))).toBe(true);
      for (const sealed of profiles) expect(files.some((file) => file.includes(sealed.subarray(1212, 1260)))).toBe(false);
    });
  }

  it("of one account is not another's", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.desk);
    expect(await shown(page)).toEqual(USUAL);
    await context.close();
  });

  it("does not stay on a shared computer", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await page.goto("/borne");
    await showCard(page, demo.people.beneficiary);
    await page.waitForURL("**/accueil");
    await expect.poll(() => shown(page)).toEqual(THEIRS);
    await page.locator(".kiosk-bar .button.first").click();
    await page.waitForURL("**/fini?borne");
    await page.locator("h1").waitFor();
    expect(await shown(page)).toEqual(USUAL);
    await page.goto("/borne");
    await page.locator("h1").waitFor();
    expect(await shown(page)).toEqual(USUAL);
    const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie.length]);
    expect(stored).toEqual([0, 0, 0, 0]);
    await context.close();
  });

  it("that cannot be kept says so, and can be tried again", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await logIn(page, demo.people.referent);
    await goWithin(page, "/affichage");
    const cut = demo.line.cut({ path: /^\/v1\/display$/ });
    await page.getByRole("button", { name: "150" }).click();
    await page.locator(".failure").waitFor();
    cut.lift();
    const profiles = await sent(page, 1, () => page.locator(".failure .button").click());
    expect(profiles.length).toBe(1);
    await page.locator(".failure").waitFor({ state: "detached" });
    await context.close();
  });
});
