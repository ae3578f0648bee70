// Pictures of every screen, at both sizes, in French and in Arabic, into `e2e/artefacts/`. `npm run screenshots`; with COFFRE_PAGE,
// of a page that is already served there.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { it } from "vitest";
import { openWindow, SIZES, startBrowser } from "./harness/browser.ts";
import { invite, logIn } from "./harness/people.ts";
import { reach, SHOWN } from "./harness/screens.ts";
import { startServer } from "./harness/server.ts";

const folder = resolve(import.meta.dirname, "artefacts");

it("every screen has its picture", async () => {
  mkdirSync(folder, { recursive: true });
  const served = process.env["COFFRE_PAGE"];
  const own = served === undefined ? await startServer() : undefined;
  const server = own ?? { origin: served ?? "", pin: "", front: undefined, stop: async () => undefined };
  const person = own === undefined ? undefined : invite(own, "referent", "Nadia SPECIMEN");
  const browser = await startBrowser(server);
  try {
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) {
      for (const locale of ["fr-FR", "ar"]) {
        for (const shown of SHOWN) {
          const { context, page } = await openWindow(browser, server.origin, size, locale);
          await reach(page, shown);
          await page.screenshot({ path: resolve(folder, `${shown.name}-${size}-${locale.slice(0, 2)}.png`), fullPage: true });
          await context.close();
        }
        if (person === undefined) continue;
        const { context, page } = await openWindow(browser, server.origin, size, locale);
        await logIn(page, person);
        await page.screenshot({ path: resolve(folder, `home-${size}-${locale.slice(0, 2)}.png`) });
        await page.locator(".quick-leave").click();
        await page.waitForURL("**/calme");
        await page.screenshot({ path: resolve(folder, `calm-${size}-${locale.slice(0, 2)}.png`) });
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
});
