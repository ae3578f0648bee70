import { it } from "vitest";
import { openWindow, SIZES, startBrowser } from "/work/wt/vault/vault-server/web/e2e/harness/browser.ts";
import { startDemo } from "/work/wt/vault/vault-server/web/e2e/harness/demo.ts";
import { logIn } from "/work/wt/vault/vault-server/web/e2e/harness/people.ts";
import { VAULT_SHOWN, home, settled } from "/work/wt/vault/vault-server/web/e2e/harness/vault.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
const only = (process.env.ONLY ?? "").split(",");
it("shots", async () => {
  const demo = await startDemo();
  const browser = await startBrowser(demo);
  try {
    const file = join(demo.folder, "r.txt");
    writeFileSync(file, "Prendre rendez-vous à la mairie SPECIMEN", { mode: 0o600 });
    const day = (n: number) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);
    demo.coffre("professional", "reminder", "set", "--vault", demo.vault, "--on", day(9), "--text-file", file, "--document", demo.documents.find((d) => d.file.includes("carte-identite"))!.document_id);
    for (const size of Object.keys(SIZES) as (keyof typeof SIZES)[]) for (const locale of ["fr-FR", "ar"]) {
      const { context, page } = await openWindow(browser, demo.origin, size, locale);
      await logIn(page, demo.people.beneficiary);
      for (const shown of VAULT_SHOWN.filter((s) => only.includes(s.name))) {
        await shown.reach(page);
        await page.screenshot({ path: `/tmp/vshots/${shown.name}-${size}-${locale.slice(0, 2)}.png`, fullPage: true });
        await page.keyboard.press("Escape");
        await page.waitForTimeout(900);
      }
      if (only.includes("due")) {
        await home(page);
        await page.locator(".tile", { hasText: "carte-identite" }).first().click();
        await settled(page);
        await page.clock.setFixedTime(Date.now() + 12 * 86400000);
        await home(page);
        await page.screenshot({ path: `/tmp/vshots/due-${size}-${locale.slice(0, 2)}.png`, fullPage: true });
      }
      await context.close();
    }
  } finally { await browser.close(); await demo.stop(); }
}, 400000);
