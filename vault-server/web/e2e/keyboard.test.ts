// Three journeys by the keyboard alone, from the address to the thing done: the person's, the professional's, the auditor's. SPECIMEN.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { expect, it } from "vitest";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { choose, comeIn, press, reach, type } from "./harness/keys.ts";
import { withDemo } from "./harness/stage.ts";
import { picture } from "./harness/vault.ts";

let demo: Demo;
let browser: Browser;

withDemo((stage) => void ({ demo, browser } = stage));

/** In `main`, by its words. */
const seen = (page: Page, words: string | RegExp): Promise<void> => page.locator("main").getByText(words).first().waitFor();
const back = async (page: Page): Promise<void> => {
  await press(page, /^Retour$/);
  await page.waitForURL("**/accueil");
  await page.locator("main .progress").first().waitFor({ state: "detached" });
};

it("the person opens a paper, holds it up, reads who looked, stops an authorisation, adds a paper and ends", async () => {
  const { page, context, complaints } = await openWindow(browser, demo.origin, "desk", "fr-FR");
  const file = { name: "quittance.jpg", mimeType: "image/jpeg", buffer: await picture(page, 0) };
  await comeIn(page, demo.people.beneficiary);
  await page.locator(".tile").first().waitFor();

  await press(page, /^carte-identite/);
  await page.locator(".paper-picture").waitFor();
  await press(page, /^Montrer en grand/);
  await page.locator("dialog.held-up img").waitFor();
  await press(page, /fini de montrer/);
  await page.locator("dialog.held-up").waitFor({ state: "detached" });
  // What had the focus before has it again, and Shift-Tab leads back up.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Montrer en grand");
  await reach(page, /^Retour$/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/accueil");

  await press(page, /^Qui a regardé/);
  await page.locator(".line").first().waitFor();
  const before = await page.locator(".line").count();
  await press(page, /^Seulement les autres/, "Space");
  await expect.poll(() => page.locator(".line").count()).toBeLessThan(before);
  await back(page);

  await press(page, /^Qui peut regarder/);
  await page.locator("main > .sheet").first().waitFor();
  const mandates = await page.locator("main > .sheet").count();
  // First a no, by Escape, then the stop.
  await press(page, /^Arrêter/);
  await page.locator("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  // Escape twice leaves the page: not here.
  await page.waitForTimeout(900);
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor();
  await press(page, /^Arrêter/);
  await page.locator(".done-now", { hasText: "C’est arrêté" }).waitFor();
  await expect.poll(() => page.locator("main > .sheet").count()).toBe(mandates - 1);
  await back(page);

  await press(page, /^Ajouter un papier/);
  await choose(page, /^Choisir un fichier/, file);
  await page.getByText("L’image est nette.").waitFor();
  await press(page, /^Oui, garder cette page/);
  await press(page, /^Non, c’est tout/);
  // A list answers to letters, as every list of the browser.
  await type(page, /^Quel papier/, "quitt");
  await type(page, /^Son nom/, "Quittance SPECIMEN");
  await press(page, /^Ajouter à mon coffre/);
  await page.locator(".done-now", { hasText: "Quittance SPECIMEN" }).waitFor();
  await page.locator(".tile", { hasText: "Quittance SPECIMEN" }).waitFor();

  await press(page, /^J’ai fini$/);
  await page.waitForURL("**/fini");
  expect(complaints).toEqual([]);
  await context.close();
});

it("the professional opens a vault with a person, gets an authorisation, adds a paper, opens it and ends", async () => {
  const { page, context, complaints } = await openWindow(browser, demo.origin, "desk", "fr-FR");
  const step = (name: string | RegExp): Promise<void> => page.getByRole("heading", { name, level: 2 }).waitFor();
  const twice = async (code: string): Promise<void> => {
    for (const label of [/^Votre nouveau code/, /^Encore le même code/]) {
      await type(page, label, code);
      await page.keyboard.press("Enter");
    }
  };
  await comeIn(page, demo.people.professional);
  await page.getByLabel("Nom, prénom").waitFor();
  await press(page, /^Ouvrir un coffre avec une personne/);
  await type(page, /^Prénom/, "Zoé");
  await type(page, /^Nom de famille/, "SPECIMEN");
  await type(page, /^Date de naissance/, "04231987");
  expect(await page.getByLabel("Date de naissance").inputValue()).toBe("1987-04-23");
  await press(page, /^Continuer$/);
  await press(page, /^L’écran est tourné/);
  await press(page, /^J’accepte/);
  await twice("7306");
  await step("Imprimer la carte");
  const card = (await page.locator(".card-of-paper .paper-code").innerText()).replace(/\s/g, "");
  await press(page, /^La carte est imprimée/);
  await press(page, /^C’est imprimé/);
  await step("Le coffre est ouvert");
  await press(page, /^Revenir à l’accueil/);

  await page.getByLabel("Nom, prénom").waitFor();
  await type(page, /^Nom, prénom/, "zoe");
  await press(page, /^Zoé SPECIMEN/);
  await seen(page, "Vous n’avez pas d’autorisation");
  await press(page, /^Demander une autorisation/);
  for (const box of [/^Logement$/, /^ajouter$/]) await press(page, box, "Space");
  await type(page, /^Pour quelle démarche/, "dossier rsa");
  await press(page, /^Continuer$/);
  await press(page, /^L’écran est tourné/);
  await press(page, /^J’accepte/);
  await press(page, /^Taper la carte/);
  await type(page, /52 caractères/, card);
  await page.keyboard.press("Enter");
  await page.locator(".keypad").waitFor();
  await type(page, /Votre code/, "7306");
  await page.keyboard.press("Enter");
  await step("L’autorisation est donnée");
  await press(page, /^Revenir au coffre de la personne/);

  await seen(page, "Il n’y a pas encore de papier ici.");
  await choose(page, /^Choisir des fichiers/, { name: "attestation.txt", mimeType: "text/plain", buffer: Buffer.from("Attestation. SPECIMEN.\n") });
  await page.locator(".upload[data-state=done]").waitFor();
  await press(page, /^attestation/);
  await step("attestation");
  await type(page, /^Pour quelle démarche/, "loge");
  await press(page, /^Ouvrir ce papier/);
  await expect.poll(() => page.locator("pre.opened").innerText()).toContain("SPECIMEN");
  await press(page, /^Fermer ce papier/);
  await step("Zoé SPECIMEN");

  await press(page, /^J’ai fini$/);
  await page.waitForURL("**/fini");
  expect(complaints).toEqual([]);
  await context.close();
});

it("the auditor verifies the log, reads the figures as tables, chooses lines, takes them along and ends", async () => {
  const { page, context, complaints } = await openWindow(browser, demo.origin, "desk", "fr-FR");
  await comeIn(page, demo.people.auditor);
  await page.locator(".audit-sign .remark").waitFor();
  await press(page, /^Vérifier encore/);
  await page.locator(".audit-sign .remark").waitFor();
  await press(page, /^Les chiffres/);
  await press(page, /^En tableau/);
  await page.locator("table").first().waitFor();
  expect(await page.locator("table").first().isVisible()).toBe(true);
  await back(page);

  await press(page, /^Les lignes/);
  await page.locator(".lines > li").first().waitFor();
  await type(page, /^Acte/, "papier aj");
  await expect.poll(async () => (await page.locator(".lines > li").allInnerTexts()).every((line) => line.includes("Papier ajouté"))).toBe(true);
  const chosen = await page.locator(".lines > li").count();
  expect(chosen).toBeGreaterThan(0);
  await reach(page, /^Fichier CSV/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(readFileSync(await download.path(), "utf8").trim().split("\r\n").length).toBe(chosen + 1);

  await press(page, /^J’ai fini$/);
  await page.waitForURL("**/fini");
  expect(complaints).toEqual([]);
  await context.close();
});
