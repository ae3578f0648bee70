// « Me rappeler » in a real browser: what the page sets, `coffre` lists, and the other way round.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "./harness/browser.ts";
import { type Demo, startDemo } from "./harness/demo.ts";
import { home, openVault, REMIND } from "./harness/vault.ts";

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo();
  // Nothing in between: the browser and the server speak as they do in life.
  browser = await startBrowser({ ...demo, front: demo.behind });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

interface Listed {
  readonly reminder_id: string;
  readonly document_id: string;
  readonly on: string;
  readonly text: string;
}

const listed = (): Listed[] => demo.coffre("beneficiary", "reminder", "list") as Listed[];

const ahead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const document = (part: string): string => demo.documents.find(({ file }) => file.includes(part))?.document_id ?? "";

/** Lets `coffre` set one, as the person or as the professional. */
function set(who: "beneficiary" | "professional", paper: string, day: string, text: string): void {
  const file = join(demo.folder, "rappel.txt");
  writeFileSync(file, text, { mode: 0o600 });
  demo.coffre(who, "reminder", "set", "--vault", demo.vault, "--on", day, "--text-file", file, "--document", document(paper));
}

const enter = () => openVault(browser, demo, demo.people.beneficiary);

async function open(page: Page, paper: string): Promise<void> {
  await home(page);
  await page.locator(".tile", { hasText: paper }).first().click();
  await page.locator(REMIND).or(page.locator(".sheet")).first().waitFor();
}

async function fill(page: Page, day: string, text: string): Promise<void> {
  await page.locator("main input[type=date]").fill(day);
  await page.locator("main textarea").fill(text);
  await page.getByRole("button", { name: "Garder ce rappel" }).click();
}

describe("a reminder", () => {
  it("set in the page is read by `coffre`, and nobody but readers learns the words", async () => {
    const { page, context, complaints } = await enter();
    const sent: string[] = [];
    page.on("request", (request) => void (request.method() === "POST" && sent.push(request.postData() ?? "")));
    await open(page, "carte-identite");
    await page.locator(REMIND).click();
    await fill(page, ahead(40), "Prendre rendez-vous à la mairie SPECIMEN\navec deux photos");
    await page.locator(".done-now", { hasText: "Le rappel est noté" }).waitFor();
    await page.locator(".reminder-text", { hasText: "avec deux photos" }).waitFor();
    const [one, ...others] = listed();
    expect(others).toEqual([]);
    expect(one).toMatchObject({ document_id: document("carte-identite"), on: ahead(40), text: "Prendre rendez-vous à la mairie SPECIMEN\navec deux photos" });
    expect(sent.some((body) => body.includes("due_ms"))).toBe(true);
    expect(sent.join()).not.toContain("mairie");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("set by `coffre` is shown in the page with who wrote it, and removed there", async () => {
    set("professional", "carte-identite", ahead(10), "Apporter l’ancienne carte SPECIMEN");
    const { page, context } = await enter();
    await open(page, "carte-identite");
    const sheet = page.locator(".sheet", { hasText: "Apporter l’ancienne carte SPECIMEN" });
    await sheet.getByText(/Noté par .Claire Morel/).waitFor();
    const before = listed().length;
    await sheet.getByRole("button", { name: /Retirer ce rappel/ }).click();
    // A no changes nothing.
    await page.getByRole("button", { name: "Non, je laisse" }).click();
    expect(listed().length).toBe(before);
    await sheet.getByRole("button", { name: /Retirer ce rappel/ }).click();
    await page.locator("dialog .button.grave").click();
    await page.locator(".done-now", { hasText: "Le rappel est retiré" }).waitFor();
    await sheet.waitFor({ state: "detached" });
    expect(listed().map(({ text }) => text)).not.toContain("Apporter l’ancienne carte SPECIMEN");
    await context.close();
  });

  it("follows its paper to another folder", async () => {
    const before = listed().filter(({ document_id }) => document_id === document("carte-identite")).map(({ text }) => text);
    expect(before.length).toBeGreaterThan(0);
    const { page, context } = await enter();
    await open(page, "carte-identite");
    await page.getByRole("button", { name: "Mettre dans Privé" }).click();
    await page.locator("dialog .button.first").click();
    await page.waitForURL("**/accueil");
    await page.locator(".tile", { hasText: /carte-identite[\s\S]*Privé/ }).waitFor();
    await open(page, "carte-identite");
    expect(await page.locator(".reminder-text").allInnerTexts()).toEqual(before);
    expect(listed().filter(({ document_id }) => document_id === document("carte-identite")).map(({ text }) => text)).toEqual(before);
    await context.close();
  });

  it("stands first on its day, in words", async () => {
    set("beneficiary", "avis-impot", ahead(3), "Refaire l’avis SPECIMEN");
    const { page, context } = await enter();
    expect(await page.locator(".tile").first().innerText()).not.toContain("À renouveler");
    await open(page, "avis-impot");
    await page.clock.setFixedTime(Date.now() + 5 * 86_400_000);
    await home(page);
    const first = page.locator(".tile").first();
    await first.getByText("À renouveler").waitFor();
    expect(await first.innerText()).toMatch(/Refaire l’avis SPECIMEN/);
    await context.close();
  });
});

describe("what cannot be", () => {
  it("is told in plain words, and nothing is sent", async () => {
    const { page, context } = await enter();
    await open(page, "carte-identite");
    await page.locator(REMIND).click();
    const before = listed().length;
    for (const [day, words, told] of [
      ["", "x", "Il manque le jour."],
      [ahead(-1), "x", "Ce jour est déjà passé."],
      [ahead(17 * 366), "x", "Ce jour est trop loin."],
      [ahead(5), "   ", "Ces mots ne peuvent pas être gardés."],
      [ahead(5), "x".repeat(501), "Ces mots ne peuvent pas être gardés."],
    ] as const) {
      await fill(page, day, words);
      await page.locator(".failure", { hasText: told }).waitFor();
    }
    expect(listed().length).toBe(before);
    await context.close();
  });

  it("is told when the server alone refuses: a device that lives in the past, and a sixth one", async () => {
    const { page, context } = await enter();
    await open(page, "carte-identite");
    await page.locator(REMIND).click();
    await page.clock.setFixedTime(Date.now() - 90 * 86_400_000);
    await fill(page, ahead(-30), "SPECIMEN");
    await page.locator(".failure", { hasText: "Le serveur ne prend pas ce jour." }).waitFor();
    await page.clock.setFixedTime(Date.now());
    // Meanwhile others fill the place.
    const full = listed().filter(({ document_id }) => document_id === document("carte-identite")).length;
    for (let n = full; n < 5; n++) set("beneficiary", "carte-identite", ahead(20 + n), `SPECIMEN ${n}`);
    await fill(page, ahead(30), "SPECIMEN");
    await page.locator(".failure", { hasText: "Ce papier a déjà trop de rappels." }).waitFor();
    await context.close();

    const later = await enter();
    await open(later.page, "carte-identite");
    await later.page.getByText(/Ce papier a .?5.? rappels/).waitFor();
    expect(await later.page.locator(REMIND).count()).toBe(0);
    await later.context.close();
  });
});
