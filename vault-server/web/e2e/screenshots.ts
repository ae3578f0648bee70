// Pictures of every screen, at both sizes, in French and in Arabic, into `e2e/artefacts/`: those that anyone may see, in each of
// their states, then every one of `screens.json` as each kind of account sees it. `npm run screenshots`.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { openWindow, SIZES, startBrowser } from "./harness/browser.ts";
import { startDemo } from "./harness/demo.ts";
import { logIn } from "./harness/people.ts";
import { takePicture } from "./harness/picture.ts";
import { reach, SHOWN } from "./harness/screens.ts";
import { enter, STATES } from "./harness/states.ts";
import { VAULT_SHOWN } from "./harness/vault.ts";
import { goWithin, speak } from "./harness/within.ts";

const folder = resolve(import.meta.dirname, "artefacts");
const SCREENS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../screens.json"), "utf8")) as string[];
/** Screens that are the same for everyone, and have their pictures already. */
const COMMON = ["/", "/borne", "/fini", "/affichage", "/aide", "/accessibilite"];

it("every screen has its picture", async () => {
  const demo = await startDemo();
  const browser = await startBrowser(demo);
  const picture = (page: Page, name: string, size: string, language: string): Promise<void> => takePicture(page, resolve(folder, `${name}-${size}-${language}.png`));
  try {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const language of ["fr", "ar"]) {
        for (const shown of SHOWN) {
          const { context, page } = await openWindow(browser, demo.origin, size, language);
          await reach(page, shown);
          await picture(page, shown.name, size, language);
          await context.close();
        }
        for (const who of ["beneficiary", "professional", "desk", "referent", "auditor"] as const) {
          const { context, page } = await openWindow(browser, demo.origin, size, "fr-FR");
          await logIn(page, demo.people[who]);
          await speak(page, language);
          const seen = new Set<string>();
          for (const path of SCREENS.filter((path) => !COMMON.includes(path))) {
            await goWithin(page, path);
            await page.waitForLoadState("networkidle");
            // What this kind may not see is one screen, whatever its address.
            const told = await page.locator("main").innerText();
            if (seen.has(told)) continue;
            seen.add(told);
            await picture(page, `${who}-${path.slice(1).replaceAll("/", "-")}`, size, language);
          }
          await page.locator(".quick-leave").click();
          await page.waitForURL("**/calme");
          if (who === "auditor") await picture(page, "calm", size, language);
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
});

it("and every screen of the person's vault, and states that one seldom sees", async () => {
  const demo = await startDemo();
  const browser = await startBrowser(demo);
  try {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const locale of ["fr-FR", "ar"]) {
        const { context, page } = await openWindow(browser, demo.origin, size, locale);
        await logIn(page, demo.people.beneficiary);
        for (const shown of VAULT_SHOWN) {
          await shown.reach(page);
          await takePicture(page, resolve(folder, `${shown.name}-${size}-${locale.slice(0, 2)}.png`));
          await page.keyboard.press("Escape");
          await page.waitForTimeout(900);
        }
        await context.close();
        for (const state of STATES) {
          const { context, page } = await openWindow(browser, demo.origin, size, "fr-FR");
          await enter(page, demo, state, locale.slice(0, 2));
          await takePicture(page, resolve(folder, `${state.name}-${size}-${locale.slice(0, 2)}.png`));
          await context.close();
        }
      }
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
});

// Four of them for the README, small enough for a page of text.
it("and the README's pictures", async () => {
  const pictures = resolve(import.meta.dirname, "../../../docs/pictures");
  const demo = await startDemo();
  const browser = await startBrowser(demo);
  const keep = async (page: Page, name: string): Promise<void> => {
    const path = resolve(pictures, `${name}.png`);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    // Taller than a screen, so that more than the beginning is seen.
    await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: 960 });
    await page.screenshot({ path });
    expect(statSync(path).size, name).toBeLessThanOrEqual(120 * 1024);
  };
  const id = (file: string): string => demo.documents.find((one) => one.file.includes(file))?.document_id ?? "";
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  try {
    mkdirSync(pictures, { recursive: true });
    demo.coffre("beneficiary", "document", "rename", id("carte-identite"), "--title", "Carte d’identité", "--expires", "2031-05-09");
    demo.coffre("beneficiary", "document", "rename", id("avis-impot"), "--title", "Avis d’impôt");
    demo.coffre("beneficiary", "document", "rename", id("attestation"), "--title", "Attestation de droits", "--expires", soon);
    demo.coffre("professional", "open", id("avis-impot"), "--purpose", "rsa", "--output", join(demo.folder, "avis-impot.pdf"));

    const person = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await logIn(person.page, demo.people.beneficiary);
    await person.page.locator(".tile").nth(2).waitFor();
    await keep(person.page, "person-home");
    await person.page.locator(".way").nth(1).click();
    await person.page.locator(".line").first().waitFor();
    await person.page.getByLabel("Seulement les autres").check();
    await keep(person.page, "who-looked");
    await person.context.close();

    const desk = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(desk.page, demo.people.professional);
    await desk.page.getByLabel("Nom, prénom").fill("diarra");
    await desk.page.locator(".tile", { hasText: "Diarra" }).first().click();
    await desk.page.getByRole("button", { name: "Demander une autorisation" }).click();
    for (const box of ["Logement", "Ressources"]) await desk.page.getByLabel(box).check();
    await desk.page.getByLabel("Pour quelle démarche ?").selectOption("rsa");
    await desk.page.getByRole("button", { name: "Continuer" }).click();
    await desk.page.getByRole("button", { name: "L’écran est tourné" }).click();
    await desk.page.locator(".consent").waitFor();
    await keep(desk.page, "side-by-side");
    await desk.context.close();

    const auditor = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(auditor.page, demo.people.auditor);
    await auditor.page.getByRole("button", { name: "Les chiffres" }).click();
    await auditor.page.locator(".chart").nth(2).waitFor();
    await keep(auditor.page, "figures");
    await auditor.context.close();
  } finally {
    await browser.close();
    await demo.stop();
  }
});
