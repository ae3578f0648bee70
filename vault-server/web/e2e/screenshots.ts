// Pictures of every screen, at both sizes, in French and in Arabic, into `e2e/artefacts/`: those that anyone may see, in each of
// their states, then every one of `screens.json` as each kind of account sees it. `npm run screenshots`.
import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { it } from "vitest";
import { openWindow, SIZES, startBrowser } from "./harness/browser.ts";
import { startDemo } from "./harness/demo.ts";
import { logIn } from "./harness/people.ts";
import { reach, SHOWN } from "./harness/screens.ts";
import { VAULT_SHOWN } from "./harness/vault.ts";
import { goWithin, speak } from "./harness/within.ts";

const folder = resolve(import.meta.dirname, "artefacts");
const SCREENS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../screens.json"), "utf8")) as string[];
/** Screens that are the same for everyone, and have their pictures already. */
const COMMON = ["/", "/borne", "/fini", "/affichage", "/aide", "/accessibilite"];

it("every screen has its picture", async () => {
  mkdirSync(folder, { recursive: true });
  const demo = await startDemo();
  const browser = await startBrowser(demo);
  const picture = (page: Page, name: string, size: string, language: string): Promise<unknown> =>
    page.screenshot({ path: resolve(folder, `${name}-${size}-${language}.png`), fullPage: true });
  try {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const language of ["fr", "ar"]) {
        for (const shown of SHOWN) {
          const { context, page } = await openWindow(browser, demo.origin, size, language);
          await reach(page, shown);
          await picture(page, shown.name, size, language);
          await context.close();
        }
        for (const who of ["beneficiary", "professional", "referent", "auditor"] as const) {
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

it("and every screen of the person's vault", async () => {
  mkdirSync(folder, { recursive: true });
  const demo = await startDemo();
  const browser = await startBrowser(demo);
  try {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const locale of ["fr-FR", "ar"]) {
        const { context, page } = await openWindow(browser, demo.origin, size, locale);
        await logIn(page, demo.people.beneficiary);
        for (const shown of VAULT_SHOWN) {
          await shown.reach(page);
          await page.screenshot({ path: resolve(folder, `${shown.name}-${size}-${locale.slice(0, 2)}.png`), fullPage: true });
          await page.keyboard.press("Escape");
          await page.waitForTimeout(900);
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
});
