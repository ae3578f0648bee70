// A network that takes everything and answers nothing, in a real browser against the demonstration: the page says so in the end, and
// one tries again. SPECIMEN.
import type { Browser, Page } from "playwright-core";
import { expect, it } from "vitest";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import type { Rule } from "./harness/line.ts";
import { typeCode } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { named, openings, openVault, picture, says, WORKER, way } from "./harness/vault.ts";

let demo: Demo;
let browser: Browser;

withDemo((stage) => void ({ demo, browser } = stage));

/** Before the worker's own file: what would be waited for long is over as soon as the test says so. */
const CLOCK = `{
  const [begin, end, late] = [setTimeout, clearTimeout, new Map()];
  globalThis.setTimeout = (then, ms, ...all) => {
    const id = begin(() => { late.delete(id); then(...all); }, ms);
    if (ms > 20_000) late.set(id, then);
    return id;
  };
  globalThis.clearTimeout = (id) => { late.delete(id); end(id); };
  new BroadcastChannel("clock").onmessage = () => [...late].forEach(([id, then]) => { clearTimeout(id); then(); });
}\n`;

/** Lets a long time pass in the worker, once the line holds a call. */
async function waitLong(page: Page, held: Rule): Promise<void> {
  await expect.poll(() => held.calls.length).toBeGreaterThan(0);
  await page.evaluate(() => new BroadcastChannel("clock").postMessage("later"));
}

/** Comes home with a worker whose long waits end when the test says so. */
function enter() {
  demo.line.change(WORKER, (body) => Buffer.concat([Buffer.from(CLOCK), body]));
  return openVault(browser, demo, demo.people.beneficiary);
}

it("an opening that nobody answers is told as no network, and tried again; the server never heard of the first", async () => {
  const before = openings(demo);
  const { page, context } = await enter();
  const held = demo.line.hold({ path: /^\/v1\/openings$/ });
  await page.locator(".tile", { hasText: "carte-identite" }).first().click();
  await waitLong(page, held);
  await says(page, "Il n’y a pas de réseau.");
  await says(page, "Rien n’est perdu. Puis essayez encore.");
  held.lift();
  await page.getByRole("button", { name: "Essayer encore" }).click();
  await page.locator(".paper-picture").waitFor();
  expect(openings(demo)).toBe(before + 1);
  await context.close();
});

it("an upload that stands still goes on by itself once the line is free, and is there once", async () => {
  const title = "Silence SPECIMEN";
  const { page, context } = await enter();
  const jpeg = await picture(page, 0);
  await way(page, 0);
  await page.locator("input[type=file]").setInputFiles({ name: "silence.jpg", mimeType: "image/jpeg", buffer: jpeg });
  await page.getByRole("button", { name: "Oui, garder cette page" }).click();
  await page.getByRole("button", { name: "Non, c’est tout" }).click();
  await page.locator("input[type=text]").fill(title);
  const held = demo.line.hold({ path: /\/uploads\/\w+$/, method: "PUT" });
  await page.getByRole("button", { name: "Ajouter à mon coffre" }).click();
  await waitLong(page, held);
  await page.locator("[role=status]", { hasText: "L’envoi reprend tout seul." }).waitFor();
  held.lift();
  await page.waitForURL("**/accueil", { timeout: 60_000 });
  await page.locator(".done-now", { hasText: title }).waitFor();
  expect(named(demo, title).length).toBe(1);
  await context.close();
});

it("a door whose work never arrives says that there is no network, and lets in once it does", async () => {
  const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
  await page.clock.install();
  await page.goto(`/#${demo.people.beneficiary.card}`);
  await page.locator(".keypad").waitFor();
  const held = demo.line.hold(WORKER);
  await typeCode(page, demo.people.beneficiary.pin);
  await expect.poll(() => held.calls.length).toBe(1);
  await page.clock.runFor(120_000);
  await says(page, "Il n’y a pas de réseau.");
  held.lift();
  await typeCode(page, demo.people.beneficiary.pin);
  await page.waitForURL("**/accueil");
  await context.close();
});
