// Every screen of `screens.json`, as each kind of account sees it: a new screen is held to all of this by being listed. What only
// one kind may see is no screen for the others, and says so.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { lost, tooSmall } from "./harness/layout.ts";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { logIn } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { enter, STATES } from "./harness/states.ts";
import { goWithin, speak } from "./harness/within.ts";

const SCREENS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../screens.json"), "utf8")) as string[];

let demo: Demo;
let browser: Browser;

withDemo((stage) => void ({ demo, browser } = stage));

describe("every screen", () => {
  for (const who of ["beneficiary", "professional", "desk", "referent", "auditor"] as const) {
    for (const language of ["fr", "ar"]) {
      it(`as ${who} in ${language}: axe finds nothing, nothing is small, nothing is lost at 200 %, the console is silent`, async () => {
        const { page, context, complaints } = await openWindow(browser, demo.origin, "phone", "fr-FR");
        await logIn(page, demo.people[who]);
        await speak(page, language);
        for (const path of SCREENS) {
          await goWithin(page, path);
          await page.waitForLoadState("networkidle");
          const heading = (await page.locator("main h1").innerText()).trim();
          expect(heading, path).not.toMatch(/^$|page-/);
          expect(await page.locator("main").innerText(), path).not.toMatch(/(?:page|problem|result)-[a-z]+-[a-z]+|undefined/);
          expect(await violations(page), path).toEqual([]);
          expect(await tooSmall(page), path).toEqual([]);
          await page.evaluate(() => document.documentElement.setAttribute("data-size", "200"));
          await page.waitForTimeout(100);
          expect(await lost(page), path).toEqual([]);
          await page.evaluate(() => document.documentElement.removeAttribute("data-size"));
        }
        expect(complaints).toEqual([]);
        await context.close();
      });
    }
  }
});

describe("every state", () => {
  for (const state of STATES) {
    it(`${state.name}: axe finds nothing, nothing is small, nothing is lost at 200 %`, async () => {
      for (const language of ["fr", "ar"]) {
        const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
        await enter(page, demo, state, language);
        expect(await page.locator("body").innerText(), language).not.toMatch(/(?:page|problem|result)-[a-z]+-[a-z]+|undefined/);
        expect(await violations(page), language).toEqual([]);
        expect(await tooSmall(page), language).toEqual([]);
        await page.evaluate(() => document.documentElement.setAttribute("data-size", "200"));
        await page.waitForTimeout(100);
        expect(await lost(page), language).toEqual([]);
        await context.close();
      }
    });
  }
});

describe("every answer", () => {
  it("carries the headers, on screens, files, calls and refusals", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    const answers: { url: string; told: Promise<Record<string, string>> }[] = [];
    page.on("response", (response) => {
      if (response.url().startsWith("https:")) answers.push({ url: response.url(), told: response.allHeaders() });
    });
    for (const path of [...SCREENS, "/calme", "/nulle-part", "/page.json"]) await page.goto(path);
    await logIn(page, demo.people.auditor);
    await page.locator(".audit-sign .remark").waitFor();
    await page.evaluate(async () => {
      for (const path of ["/v1/server", "/v1/session", "/v1/nulle-part", "/v1/log/tile/0/000", "/openapi.json"]) await (await fetch(path)).text();
    });
    expect(answers.some(({ url }) => url.includes("/v1/log/entries"))).toBe(true);
    expect(answers.length).toBeGreaterThan(25);
    for (const { url, told } of answers) {
      const headers = await told;
      expect(headers["content-security-policy"], url).toMatch(/^default-src 'none'; script-src 'self';.*require-trusted-types-for 'script'/);
      expect(headers["content-security-policy"], url).not.toContain("unsafe");
      expect(headers["x-content-type-options"], url).toBe("nosniff");
      expect(headers["referrer-policy"], url).toBe("no-referrer");
      expect(headers["permissions-policy"], url).toContain("microphone=()");
      expect(headers["cross-origin-opener-policy"], url).toBe("same-origin");
      expect(headers["cross-origin-embedder-policy"], url).toBe("require-corp");
      expect(headers["cross-origin-resource-policy"], url).toBe("same-origin");
      expect(headers["cache-control"], url).toMatch(new URL(url).pathname.startsWith("/assets/") ? /immutable/ : /no-store/);
    }
    await context.close();
  });

  it("and the foot of each page names the build that the list of files has", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await page.goto("/");
    const told = (await page.locator("footer .build bdi").innerText()).trim();
    const hash = await page.evaluate(async () => {
      const bytes = await (await fetch("/page.json")).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    });
    expect(told).toMatch(/^[0-9a-f]{16}$/);
    expect(hash.startsWith(told)).toBe(true);
    // Each file that the browser was given is the one of the list.
    const wrong = await page.evaluate(async () => {
      const { files } = (await (await fetch("/page.json")).json()) as { files: Record<string, string> };
      const found: string[] = [];
      for (const [path, expected] of Object.entries(files)) {
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await (await fetch(path)).arrayBuffer()));
        if ([...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") !== expected) found.push(path);
      }
      return found;
    });
    expect(wrong).toEqual([]);
    await context.close();
  });
});
