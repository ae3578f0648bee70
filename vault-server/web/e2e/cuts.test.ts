// A line that breaks in the middle of an opening and of a deposit, two windows, and phones whose browser lacks something: in a real browser
// against the demonstration. SPECIMEN.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import type { Line } from "./harness/line.ts";
import { logIn } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { home, named, openings, openVault, picture, says, settled, WORKER, way } from "./harness/vault.ts";

let demo: Demo;
let line: Line;
let browser: Browser;

withDemo((stage) => {
  ({ demo, browser } = stage);
  ({ line } = demo);
});

const enter = () => openVault(browser, demo, demo.people.beneficiary);

const paper = (): Demo["documents"][number] => {
  const found = demo.documents.find(({ file }) => file.endsWith(".jpg"));
  if (found === undefined) throw new Error("the demonstration has no picture");
  return found;
};

describe("an opening", () => {
  const CUTS = {
    "in the middle of the object": { path: /^\/v1\/openings\/\w+\/object$/, method: "GET", at: "down", after: 50_000 },
    "before its answer arrived": { path: /^\/v1\/openings$/, method: "POST", at: "answer" },
  } as const;
  for (const [name, cut] of Object.entries(CUTS)) {
    it(`cut ${name} shows nothing, says what to do, and works once the line is back; the journal holds both`, async () => {
      const { document_id, file } = paper();
      const before = openings(demo, document_id);
      const { page, context } = await enter();
      line.breakAt(cut);
      await page.locator(".tile", { hasText: "carte-identite" }).first().click();
      await line.broken();
      await says(page, "Il n’y a pas de réseau.");
      await says(page, "Rien n’est perdu. Puis essayez encore.");
      expect(await page.locator(".paper-picture, main img, a[download]").count()).toBe(0);
      // Trying again too early says the same.
      const again = line.watch({ path: /^\/v1\/openings$/ });
      await page.getByRole("button", { name: "Essayer encore" }).click();
      await expect.poll(() => again.calls.length).toBe(1);
      await says(page, "Il n’y a pas de réseau.");
      await page.locator("main .progress").waitFor({ state: "detached" });
      line.mend();
      expect(openings(demo, document_id)).toBe(before + 1);
      await page.getByRole("button", { name: "Essayer encore" }).click();
      await page.locator(".paper-picture").waitFor();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Garder une copie" }).click()]);
      expect(readFileSync(await download.path())).toEqual(readFileSync(file));
      expect(openings(demo, document_id)).toBe(before + 2);
      await context.close();
    });
  }

  it("without any network is not asked for, and is in no journal", async () => {
    const { document_id } = paper();
    const before = openings(demo, document_id);
    const { page, context } = await enter();
    await page.locator(".tile", { hasText: "avis-impot" }).first().click();
    await settled(page);
    await home(page);
    await context.setOffline(true);
    await page.locator(".tile", { hasText: "carte-identite" }).first().click();
    await says(page, "Il n’y a pas de réseau.");
    expect(openings(demo, document_id)).toBe(before);
    await context.setOffline(false);
    await page.getByRole("button", { name: "Essayer encore" }).click();
    await page.locator(".paper-picture").waitFor();
    expect(openings(demo, document_id)).toBe(before + 1);
    await context.close();
  });
});

describe("a deposit", () => {
  const CUTS = {
    "in the middle of the object": { path: /\/uploads\/\w+$/, method: "PUT", at: "up", after: 60_000 },
    "before the server's answer arrived": { path: /\/deposits$/, method: "POST", at: "answer" },
  } as const;
  for (const [name, cut] of Object.entries(CUTS)) {
    it(`cut ${name} says so, goes on by itself, and is there once, byte for byte`, async () => {
      const title = `Coupure SPECIMEN ${cut.at}`;
      const { page, context } = await enter();
      const jpeg = await picture(page, 0);
      await way(page, 0);
      await page.locator("input[type=file]").setInputFiles({ name: "coupure.jpg", mimeType: "image/jpeg", buffer: jpeg });
      await page.getByRole("button", { name: "Oui, garder cette page" }).click();
      await page.getByRole("button", { name: "Non, c’est tout" }).click();
      await page.locator("input[type=text]").fill(title);
      line.breakAt(cut);
      await page.getByRole("button", { name: "Ajouter à mon coffre" }).click();
      await line.broken();
      await page.locator("[role=status]", { hasText: "L’envoi reprend tout seul." }).waitFor();
      await says(page, "Rien n’est perdu. Laissez cette page ouverte.");
      expect(named(demo, title).length).toBe(cut.at === "up" ? 0 : 1);
      line.mend();
      await page.waitForURL("**/accueil", { timeout: 60_000 });
      await page.locator(".done-now", { hasText: title }).waitFor();
      await context.close();
      const found = named(demo, title);
      expect(found.length).toBe(1);
      const out = join(demo.folder, `coupure-${cut.at}.jpg`);
      demo.coffre("beneficiary", "open", "--output", out, found[0]?.document_id ?? "");
      expect(readFileSync(out)).toEqual(jpeg);
    });
  }
});

describe("two windows of one person", () => {
  it("each have their session: when one is left, the other goes on, and what was added stays", async () => {
    const { page, context } = await enter();
    const other = await context.newPage();
    await logIn(other, demo.people.beneficiary);
    await settled(other);
    await way(other, 0);
    await other.locator("input[type=file]").setInputFiles({ name: "x.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 SPECIMEN") });
    await other.locator("input[type=text]").fill("Deux fenêtres SPECIMEN");
    await other.getByRole("button", { name: "Ajouter à mon coffre" }).click();
    await other.locator(".done-now", { hasText: "Deux fenêtres SPECIMEN" }).waitFor();
    await other.locator(".quick-leave").click();
    await other.waitForURL("**/calme");
    await page.locator(".tile", { hasText: "carte-identite" }).first().click();
    await page.locator(".paper-picture").waitFor();
    await way(page, 1);
    await says(page, "a été vérifié ici");
    await page.locator(".kiosk-bar .button").click();
    await page.waitForURL("**/fini");
    expect(named(demo, "Deux fenêtres SPECIMEN").length).toBe(1);
    // The other document has gone for good.
    await other.goBack({ timeout: 3000 }).catch(() => null);
    expect(await other.locator("body").innerText()).not.toContain("SPECIMEN");
    await context.close();
  });
});

describe("an old phone", () => {
  /** A WebCrypto that does not know some algorithms. */
  const without = (names: readonly string[]): string =>
    `for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
      const real = SubtleCrypto.prototype[name];
      if (typeof real !== "function" || name === "constructor") continue;
      SubtleCrypto.prototype[name] = function (...all) {
        const lacking = all.some((one) => ${JSON.stringify(names)}.includes(typeof one === "string" ? one : one?.name));
        return lacking ? Promise.reject(new DOMException("unknown here", "NotSupportedError")) : real.apply(this, all);
      };
    }\n`;
  /** Puts a line of script before the worker's. */
  const age = (lacks: readonly string[]): void => void line.change(WORKER, (body) => Buffer.concat([Buffer.from(without(lacks)), body]));
  const REPLACEMENTS = /\/assets\/(curves|mlkem)-/;
  const PHONES: Record<string, { readonly lacks: readonly string[]; readonly loads: readonly string[] }> = {
    "that lacks nothing": { lacks: [], loads: [] },
    "without X25519": { lacks: ["X25519"], loads: ["curves"] },
    "without Ed25519": { lacks: ["Ed25519"], loads: ["curves"] },
    "without ML-KEM": { lacks: ["ML-KEM-768"], loads: ["mlkem"] },
    "without any of them": { lacks: ["X25519", "Ed25519", "ML-KEM-768"], loads: ["curves", "mlkem"] },
  };
  for (const [name, { lacks, loads }] of Object.entries(PHONES)) {
    it(`${name} loads ${loads.join(" and ") || "no replacement"}, opens a paper and verifies the journal`, async () => {
      if (lacks.length > 0) age(lacks);
      const replaced = line.watch({ path: REPLACEMENTS });
      const { page, context } = await enter();
      await page.locator(".tile", { hasText: "carte-identite" }).first().click();
      await page.locator(".paper-picture").waitFor({ timeout: 30_000 });
      await way(page, 1);
      await says(page, "a été vérifié ici");
      expect(replaced.calls.flatMap((path) => REPLACEMENTS.exec(path)?.[1] ?? []).sort()).toEqual(loads);
      await context.close();
    });
  }

  it("whose replacement is cut on its way says that there is no network, and comes in once it is back", async () => {
    age(["X25519", "Ed25519", "ML-KEM-768"]);
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await page.goto(`/#${demo.people.beneficiary.card}`);
    await page.locator(".code-field").fill(demo.people.beneficiary.pin);
    line.breakAt({ path: REPLACEMENTS, method: "GET", at: "answer" });
    await page.keyboard.press("Enter");
    await line.broken();
    await says(page, "Il n’y a pas de réseau.");
    line.mend();
    age(["X25519", "Ed25519", "ML-KEM-768"]);
    await page.locator(".code-field").fill(demo.people.beneficiary.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/accueil", { timeout: 30_000 });
    await context.close();
  });
});
