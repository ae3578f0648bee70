// The auditor in a real browser: the whole log verified in the page, counted, searched, taken along; and what a lie looks like.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Download, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { logIn, readCard } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";

/** What the server tells of the log. */
interface Told {
  entries: { body: string; salt: string }[];
  checkpoint: string;
}

/** The log, page by page. */
const ENTRIES = { path: /^\/v1\/log\/entries/ };

let demo: Demo;
let browser: Browser;

withDemo(async (stage) => {
  ({ demo, browser } = stage);
  // Two refusals for the log to tell, then what makes it longer than a page of lines.
  const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
  const { card, pin } = demo.people.desk;
  await page.goto(`/#${card}`);
  for (let i = 0; i < 2; i += 1) {
    await page.locator(".code-field").fill(pin === "4071" ? "5082" : "4071");
    const answered = page.waitForResponse("**/v1/logins");
    await page.keyboard.press("Enter");
    await answered;
    await page.locator(".failure").waitFor();
  }
  for (let i = 0; i < 3; i += 1) await logIn(page, demo.people.professional);
  await context.close();
});

async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const download: Download = (await Promise.all([page.waitForEvent("download"), press()]))[0];
  const path = join(demo.folder, download.suggestedFilename());
  await download.saveAs(path);
  return { name: download.suggestedFilename(), text: readFileSync(path, "utf8") };
}

/** Without the marks that keep a number in its own direction and a colon on its line. */
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, "").replaceAll("\u00a0", " ");

const verified = (page: Page): Promise<void> => page.locator(".audit-sign .remark").waitFor();

describe("the auditor", () => {
  it("verifies the whole log, counts, searches and takes it along, with nobody's name", async () => {
    const { page, context, complaints } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.auditor);
    await verified(page);
    expect(await page.locator(".audit-sign").innerText()).toContain("Le journal est entier");
    expect(await violations(page)).toEqual([]);

    await page.getByRole("button", { name: "Les chiffres" }).click();
    await page.locator(".chart").nth(2).waitFor();
    expect(await violations(page)).toEqual([]);
    for (const summary of await page.locator("main summary").all()) await summary.click();
    // The tables say the same total, each in its way.
    const totals = await page.locator("table").evaluateAll((tables) =>
      tables.map((table) => [...table.querySelectorAll("tbody tr td:nth-child(2)")].reduce((sum, cell) => sum + Number(cell.textContent.replace(/\D/g, "")), 0)),
    );
    expect(new Set(totals).size).toBe(1);
    expect(totals[0]).toBeGreaterThan(20);
    expect(await violations(page)).toEqual([]);
    await page.locator(".way-back").click();

    await page.getByRole("button", { name: "Les lignes" }).click();
    await page.locator(".lines > li").first().waitFor();
    expect(await page.locator(".lines > li").count()).toBe(25);
    expect(plain(await page.locator("main .count").innerText())).toBe(`${totals[0]} lignes`);
    const first = await page.locator(".lines > li").first().innerText();
    await page.getByRole("button", { name: "Plus anciennes" }).click();
    expect(await page.locator(".lines > li").first().innerText()).not.toBe(first);
    await page.getByLabel("Acte").selectOption("deposit");
    const deposits = await page.locator(".lines > li").allInnerTexts();
    expect(deposits.length).toBeGreaterThan(0);
    for (const line of deposits) expect(line).toContain("Papier ajouté");
    expect(await violations(page)).toEqual([]);

    const csv = await saved(page, () => page.getByRole("button", { name: "Fichier CSV" }).click());
    expect(csv.name).toBe("journal.csv");
    expect(csv.text.trim().split("\r\n").length).toBe(deposits.length + 1);
    await page.getByLabel("Acte").selectOption("");
    const json = await saved(page, () => page.getByRole("button", { name: "Fichier JSON" }).click());
    expect((JSON.parse(json.text) as { lines: unknown[] }).lines.length).toBe(totals[0]);
    const proof = await saved(page, () => page.getByRole("button", { name: "La preuve" }).click());
    const shown = await page.locator("body").innerText();
    for (const { name } of Object.values(demo.people)) for (const text of [csv.text, json.text, proof.text, shown]) expect(text).not.toContain(name);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("finds nothing on a day of the future, and says so", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await logIn(page, demo.people.auditor);
    await verified(page);
    await page.getByRole("button", { name: "Les refus" }).click();
    await page.locator(".lines > li").first().waitFor();
    for (const line of await page.locator(".lines > li").allInnerTexts()) expect(line).toContain("Refusé");
    expect(plain(await page.locator(".lines").innerText())).toContain("Refusé : mauvais code");
    await page.getByLabel("Du", { exact: true }).fill("2090-01-01");
    await expect.poll(() => page.locator("main .count").innerText()).toBe("Aucune ligne");
    await page.getByRole("button", { name: "Voir toutes les lignes" }).click();
    await page.locator(".lines > li").first().waitFor();
    await context.close();
  });

  it("is offered no file on a shared computer", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await page.goto("/borne");
    await page.locator("h1").waitFor();
    await readCard(page, demo.people.auditor.card);
    await page.locator(".code-field").fill(demo.people.auditor.pin);
    await page.keyboard.press("Enter");
    await verified(page);
    await page.getByRole("button", { name: "Les lignes" }).click();
    await page.locator(".lines > li").first().waitFor();
    expect(await page.locator("main").innerText()).toContain("Aucun fichier n’est écrit ici");
    expect(await page.getByRole("button", { name: "Fichier CSV" }).count()).toBe(0);
    await context.close();
  });
});

describe("on the way", () => {
  it("a cut of the network is told, and the reading can be begun again", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    const cut = demo.line.cut(ENTRIES);
    await logIn(page, demo.people.auditor);
    await page.locator("main .failure").waitFor();
    expect(await page.locator("main .failure").innerText()).toContain("réseau");
    cut.lift();
    await page.getByRole("button", { name: "Vérifier encore" }).click();
    await verified(page);
    await context.close();
  });

  it("an auditor who goes elsewhere at once finds the log read all the same", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    // In the very moment in which the auditor's home appears, before the browser has drawn it.
    await page.addInitScript(() => {
      const seen = new MutationObserver(() => {
        if (location.pathname !== "/accueil" || document.querySelector("main p + .progress") === null) return;
        seen.disconnect();
        history.pushState({ rank: 1 }, "", "/affichage");
        dispatchEvent(new PopStateEvent("popstate"));
      });
      seen.observe(document, { childList: true, subtree: true });
    });
    await page.goto(`/#${demo.people.auditor.card}`);
    await page.locator(".code-field").fill(demo.people.auditor.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/affichage");
    await page.locator("h1").waitFor();
    await page.goBack();
    await verified(page);
    await context.close();
  });

  it("home tells nothing before its words are there, and everything once they are", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    const held = demo.line.hold({ path: /\/assets\/audit-[^/]+\.js$/ });
    await logIn(page, demo.people.auditor);
    await expect.poll(() => held.calls.length).toBeGreaterThan(0);
    await page.locator("main .progress").waitFor();
    expect(await page.locator("main").innerText()).not.toContain("page-");
    held.lift();
    await verified(page);
    expect(await page.locator("main").innerText()).not.toContain("page-");
    await context.close();
  });

  it("« Je quitte vite » leaves nothing of the log behind Back and Forward", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.auditor);
    await verified(page);
    await page.getByRole("button", { name: "Les lignes" }).click();
    await page.locator(".lines > li").first().waitFor();
    await page.locator(".quick-leave").click();
    await page.waitForURL("**/calme");
    for (const way of ["goBack", "goForward", "goBack", "goBack", "goForward", "goForward"] as const) {
      await page[way]({ waitUntil: "commit" }).catch(() => null);
      await page.waitForTimeout(150);
      expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toMatch(/coffre|journal|ligne/i);
    }
    await context.close();
  });
});

describe("a log that is not what it was", () => {
  /** Lets the browser read the log through somebody who changes the answers. */
  function through(change: (told: Told) => void): void {
    demo.line.mend();
    demo.line.change(ENTRIES, (body) => {
      const told = JSON.parse(body.toString()) as Told;
      change(told);
      return JSON.stringify(told);
    });
  }

  it("is refused when one entry is missing or was changed, and nothing of it is shown", async () => {
    const changes: ((told: Told) => void)[] = [
      (told) => void told.entries.splice(3, 1),
      // Nothing follows the last one: the tree alone shows that it is missing, or another.
      (told) => void told.entries.pop(),
      ({ entries }) => {
        const [one, last] = [entries[0], entries.at(-1)];
        if (one !== undefined && last !== undefined) last.salt = one.salt;
      },
      ({ entries: [one, other] }) => {
        if (one !== undefined && other !== undefined) [one.body, other.body] = [other.body, one.body];
      },
    ];
    for (const change of changes) {
      const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
      through(change);
      await logIn(page, demo.people.auditor);
      await page.locator("main .failure").waitFor();
      expect(await page.locator("main .failure").innerText()).toContain("Rien n’a été ouvert");
      expect(await page.locator(".audit-sign").count()).toBe(0);
      await context.close();
    }
  });

  it("is held to a proof that was kept: the same log continues it, and a proof of another log is refused", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.auditor);
    await verified(page);
    await page.getByRole("button", { name: "Les lignes" }).click();
    const proof = await saved(page, () => page.getByRole("button", { name: "La preuve" }).click());
    await context.close();

    const again = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(again.page, demo.people.auditor);
    await verified(again.page);
    expect(await again.page.locator(".audit-sign").innerText()).toContain("première lecture");
    const give = (text: string): Promise<void> =>
      again.page.locator(".audit-file input").setInputFiles({ name: "preuve.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await give(proof.text);
    await expect.poll(() => again.page.locator(".audit-sign").innerText().catch(() => "")).toContain("C’est bien la suite");
    const kept = JSON.parse(proof.text) as { checkpoint: string };
    await give(JSON.stringify({ ...kept, checkpoint: kept.checkpoint.replace(/\n(\d+)\n/, "\n1$1\n") }));
    await again.page.locator("main .failure").waitFor();
    await again.page.getByRole("button", { name: "Vérifier encore" }).click();
    await verified(again.page);
    await again.context.close();
  });

  it("that was cut back to an earlier moment is refused once a later proof is given, though it is signed", async () => {
    let earlier: Told | undefined;
    const before = await openWindow(browser, demo.origin, "desk", "fr-FR");
    through((told) => (earlier = structuredClone(told)));
    await logIn(before.page, demo.people.auditor);
    await verified(before.page);
    await before.context.close();
    demo.line.mend();

    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.auditor);
    await verified(page);
    await page.getByRole("button", { name: "Les lignes" }).click();
    const proof = await saved(page, () => page.getByRole("button", { name: "La preuve" }).click());
    await context.close();

    const later = await openWindow(browser, demo.origin, "desk", "fr-FR");
    through((told) => void Object.assign(told, earlier));
    await logIn(later.page, demo.people.auditor);
    // By itself it holds together: this browser has no memory.
    await verified(later.page);
    await later.page.locator(".audit-file input").setInputFiles({ name: "preuve.json", mimeType: "application/json", buffer: Buffer.from(proof.text) });
    await later.page.locator("main .failure").waitFor();
    expect(await later.page.locator(".audit-sign").count()).toBe(0);
    await later.context.close();
  });
});
