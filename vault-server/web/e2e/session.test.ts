// A session in a real browser, from the card to the end: who may come in, what stays, what the server hears.
import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow, startBrowser } from "./harness/browser.ts";
import { invite, logIn, type Person, readCard } from "./harness/people.ts";
import { type Server, startServer } from "./harness/server.ts";

let server: Server;
let browser: Browser;
let person: Person;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser(server);
  person = invite(server, "referent", "Nadia SPECIMEN");
});

afterEach(() => server.line.mend());

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const wrong = (pin: string): string => (pin === "4071" ? "5082" : "4071");

describe("coming in", () => {
  it("with a card that was never used makes the account's keys, and again finds them", async () => {
    for (const size of ["phone", "desk"] as const) {
      const { page, context, complaints } = await openWindow(browser, server.origin, size, "fr-FR");
      await logIn(page, person);
      expect(await page.locator("h1").innerText()).toBe("Accueil");
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    }
  });

  it("with a wrong code says how many tries are left, and empties the field", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto(`/#${person.card}`);
    await page.locator(".code-field").fill(wrong(person.pin));
    await page.keyboard.press("Enter");
    expect(await page.locator(".failure").innerText()).toContain("Essais restants");
    expect(await page.locator(".code-field").inputValue()).toBe("");
    await page.locator(".code-field").fill(person.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/accueil");
    await context.close();
  });

  it("five times with a wrong code blocks the card, also for the right one", async () => {
    const other = invite(server, "referent", "Paul SPECIMEN");
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto(`/#${other.card}`);
    for (let i = 0; i < 6; i += 1) {
      await page.locator(".code-field").fill(i < 5 ? wrong(other.pin) : other.pin);
      const answered = page.waitForResponse("**/v1/logins");
      await page.keyboard.press("Enter");
      await answered;
      await page.locator(".failure").waitFor();
    }
    await expect.poll(() => page.locator(".failure").innerText()).toContain("bloquée");
    expect(page.url()).toBe(`${server.origin}/`);
    await context.close();
  });

  it("without network says so, and works once it is back", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto(`/#${person.card}`);
    await page.locator(".keypad").waitFor();
    await context.setOffline(true);
    await page.locator(".code-field").fill(person.pin);
    await page.keyboard.press("Enter");
    expect(await page.locator(".failure").innerText()).toContain("réseau");
    await context.setOffline(false);
    await page.locator(".code-field").fill(person.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/accueil");
    await context.close();
  });
});

describe("weight", () => {
  it("of a first visit, up to an open session, is at most 120 KB compressed", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "ar");
    await logIn(page, person);
    await page.waitForTimeout(2000);
    // What the window asked for, the worker's file included; the worker's own calls are small JSON.
    const files = await page.evaluate(() => {
      const asked = performance.getEntries().filter((entry) => entry instanceof PerformanceResourceTiming);
      return asked.map((entry) => ({ name: entry.name, size: entry.encodedBodySize }));
    });
    expect(files.some((file) => file.name.includes("/assets/worker-") && file.size > 0)).toBe(true);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    console.log(`first visit: ${(bytes / 1024).toFixed(1)} KiB in ${files.length} files`);
    // Less than the door alone would mean that the browser was not asked.
    expect(bytes).toBeGreaterThan(20 * 1024);
    expect(bytes).toBeLessThanOrEqual(120 * 1024);
    await context.close();
  });
});

/** What the server answers to whoever holds this token. */
function statusOf(authorization: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asked = request(`${server.origin}/v1/session`, { headers: { authorization }, ca: readFileSync(server.authority) }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    });
    asked.on("error", fail).end();
  });
}

describe("the end", () => {
  it("is told to the server, and neither Back nor a reload opens anything", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await logIn(page, person);
    const told = page.waitForRequest((request) => request.method() === "DELETE" && request.url().endsWith("/v1/session"));
    await page.locator(".kiosk-bar .button").click();
    await told;
    await page.waitForURL("**/fini");
    await page.getByRole("heading", { level: 1, name: "C’est fini" }).waitFor();
    await page.goBack().catch(() => null);
    await page.reload();
    expect(await page.locator("body").innerText()).not.toContain("Accueil");
    await page.goto("/accueil");
    await page.getByRole("heading", { level: 1, name: "Le coffre est fermé" }).waitFor();
    await context.close();
  });

  it("on a shared computer comes by itself, and the door comes back for the next person", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await page.clock.install();
    await page.goto("/borne");
    await page.locator("h1").waitFor();
    await readCard(page, person.card);
    await page.locator(".code-field").fill(person.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/accueil");
    await page.locator(".kiosk-bar [role=timer]").waitFor();
    await page.clock.runFor(60_000);
    expect(page.url()).toContain("/accueil");
    await page.clock.runFor(65_000);
    await page.waitForURL("**/fini?borne");
    await page.locator("h1").waitFor();
    await page.clock.runFor(50_000);
    await page.waitForURL("**/borne");
    await context.close();
  });

  it("leaves nothing in what the browser keeps for the site", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await logIn(page, person);
    const kept = await page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map((database) => database.name);
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, await caches.keys(), databases, history.state]);
    });
    expect(kept).toBe(JSON.stringify([{}, {}, "", [], [], { rank: 0 }]));
    await page.locator(".quick-leave").click();
    await page.waitForURL("**/calme");
    await context.close();
  });

  it("by leaving quickly is told to the server too, whose session is dead", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    let token = "";
    const before: (number | undefined)[] = [];
    server.line.hold({ path: /^\/v1\/session$/, method: "DELETE" }, async ({ headers }) => {
      token = headers.authorization ?? "";
      before.push(await statusOf(token));
    });
    await logIn(page, person);
    await page.locator(".quick-leave").click();
    await page.waitForURL("**/calme");
    await expect.poll(() => before).toEqual([200]);
    await expect.poll(() => statusOf(token)).toBe(401);
    await context.close();
  });

  it("by leaving quickly waits for nobody, be the server deaf", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await logIn(page, person);
    const deaf = server.line.hold({ path: /^\/v1\// });
    const from = Date.now();
    await page.locator(".quick-leave").click();
    await page.waitForURL("**/calme");
    expect(Date.now() - from).toBeLessThan(4000);
    await expect.poll(() => deaf.calls).toContain("/v1/session");
    await context.close();
  });

  it("in one window leaves another window's session alone", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await logIn(page, person);
    const second = await context.newPage();
    await second.goto("/accueil");
    await second.getByRole("heading", { level: 1, name: "Le coffre est fermé" }).waitFor();
    await logIn(second, person);
    await second.locator(".kiosk-bar .button").click();
    await second.waitForURL("**/fini");
    expect(await page.locator("h1").innerText()).toBe("Accueil");
    await context.close();
  });
});
