// Code in what people and servers write: in a paper's title, in a file's name, in a person's or an organisation's name, in what fills
// a sentence. It is shown as the text that it is. Every screen is looked at, so that a new one is held to it by being listed.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { logIn } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { goWithin } from "./harness/within.ts";

const SCREENS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../screens.json"), "utf8")) as string[];
const CODE = "<img src=x onerror=\"globalThis.injected=true\"><script>globalThis.injected=true<\/script>{ $injected }";

let demo: Demo;
let browser: Browser;

withDemo((stage) => {
  ({ demo, browser } = stage);
  const paper = join(demo.folder, "<img src=x onerror=globalThis.injected=true>.pdf");
  writeFileSync(paper, "%PDF-1.4\n% SPECIMEN\n");
  demo.coffre("desk", "deposit", "--vault", demo.ids[0] ?? "", "--folder", "Ressources", "--type", "other", "--title", CODE, paper);
});

/** What ran, and what stands in the document as an element that should be text. */
async function found(page: Page): Promise<string[]> {
  await page.waitForTimeout(100);
  return page.evaluate(() => {
    const ran = (globalThis as { injected?: boolean }).injected === true ? ["it ran"] : [];
    return [...ran, ...[...document.querySelectorAll("[onerror], script:not([src]), img[src='x']")].map((element) => element.outerHTML)];
  });
}

describe("code in what others write", () => {
  for (const who of ["beneficiary", "professional", "referent", "auditor"] as const) {
    it(`does not run on any screen of a ${who}`, async () => {
      const { page, context, complaints } = await openWindow(browser, demo.origin, "desk", "fr-FR");
      let changed = 0;
      demo.line.change({ path: /^\/v1\// }, (body, type) => {
        if (!type.includes("json")) return body;
        // The same name everywhere: an organisation that is called otherwise under its own certificate is a lie, and told as one.
        return body.toString().replace(/"(display_name|organisation_name|name)":"[^"]*"/g, (_, name: string) => {
          changed += 1;
          return `"${name}":${JSON.stringify(CODE)}`;
        });
      });
      await logIn(page, demo.people[who]);
      for (const path of SCREENS) {
        await goWithin(page, path);
        await page.waitForLoadState("networkidle");
        expect(await found(page), path).toEqual([]);
        // Whatever can be opened in place is opened.
        for (const summary of await page.locator("main summary").all()) await summary.click();
        expect(await found(page), path).toEqual([]);
      }
      if (who === "auditor") {
        expect(changed).toBeGreaterThan(0);
        // The lines are shown once the whole log is verified, which home tells.
        await goWithin(page, "/accueil");
        await page.locator(".audit-sign .remark").waitFor();
        await goWithin(page, "/lignes");
        expect(await page.locator(".lines").innerText()).toContain("<img src=x onerror");
      }
      expect(complaints.filter((complaint) => /Content Security Policy|Trusted/.test(complaint))).toEqual([]);
      await context.close();
    });
  }

  it("does not run in what fills a sentence, nor is a blank of it filled", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    const body = JSON.stringify({ code: "wrong-credential", status: 403, tries_left: CODE, detail: CODE, limit: CODE });
    const lie = demo.line.answer({ path: /^\/v1\/logins$/ }, { status: 403, type: "application/problem+json", body });
    await page.goto(`/#${demo.people.beneficiary.card}`);
    await page.locator(".code-field").fill("4071");
    await page.keyboard.press("Enter");
    await page.locator(".failure").waitFor();
    expect(lie.calls.length).toBe(1);
    expect(await found(page)).toEqual([]);
    await context.close();
  });

  it("is found by this test where it does stand", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR", { bypassCSP: true });
    await page.goto("about:blank");
    await page.setContent(`<p>${CODE}</p>`);
    expect(await found(page)).toContain("it ran");
    await context.close();
  });
});
