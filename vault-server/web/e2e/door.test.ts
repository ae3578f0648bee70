// The door in a real browser: what the server says is what the browser holds to, and everyone gets in front of the keypad.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow, startBrowser } from "./harness/browser.ts";
import { lost, tooSmall } from "./harness/layout.ts";
import { readCard } from "./harness/people.ts";
import { reach, SHOWN, SPECIMEN_CARD } from "./harness/screens.ts";
import { type Server, startServer } from "./harness/server.ts";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  // Nothing in between: the browser and the server speak as they do in life.
  browser = await startBrowser({ ...server, front: undefined });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Chromium says of a 404 and of a refused login that a resource failed; those are expected where a screen is made to show them. */
function unexpected(complaints: string[]): string[] {
  return complaints.filter((complaint) => !/status of (401|404)/.test(complaint));
}

describe("headers", () => {
  it("every answer that the browser gets carries them", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    const answers: Record<string, string>[] = [];
    page.on("response", (response) => void response.allHeaders().then((headers) => answers.push({ url: response.url(), ...headers })));
    await page.goto("/");
    await page.locator("h1").waitFor();
    await page.goto("/nulle-part");
    await page.waitForLoadState("networkidle");
    expect(answers.length).toBeGreaterThan(4);
    for (const headers of answers) {
      expect(headers["content-security-policy"], headers["url"]).toContain("default-src 'none'");
      expect(headers["cross-origin-opener-policy"], headers["url"]).toBe("same-origin");
      expect(headers["cross-origin-embedder-policy"], headers["url"]).toBe("require-corp");
      expect(headers["x-content-type-options"], headers["url"]).toBe("nosniff");
      expect(headers["referrer-policy"], headers["url"]).toBe("no-referrer");
      expect(headers["cache-control"], headers["url"]).toMatch(new URL(headers["url"] ?? "").pathname.startsWith("/assets/") ? /immutable/ : /^no-store$/);
    }
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    await context.close();
  });
});

describe("policy", () => {
  /** Puts something in the page by a way that the policy does not stand in, and tells whether it ran. */
  async function ran(page: Page, attempt: () => void): Promise<boolean> {
    await page.goto("/");
    await page.locator("h1").waitFor();
    await page.evaluate(attempt).catch(() => undefined);
    await page.waitForTimeout(200);
    return page.evaluate(() => (globalThis as { injected?: boolean }).injected === true);
  }

  const attempts: Record<string, () => void> = {
    "an inline script": () => {
      const script = document.createElement("script");
      script.append("globalThis.injected = true");
      document.body.append(script);
    },
    "an inline handler": () => {
      const picture = document.createElement("img");
      picture.setAttribute("onerror", "globalThis.injected = true");
      picture.src = "/no-picture.svg";
      document.body.append(picture);
    },
    // Later, on the page's own account: what the test itself evaluates may do so whatever the policy says.
    "eval": () => {
      setTimeout(() => globalThis.eval("globalThis.injected = true"), 0);
    },
    "a function made of text": () => {
      setTimeout(() => new Function("globalThis.injected = true")(), 0);
    },
    "a timer with text": () => {
      setTimeout("globalThis.injected = true" as unknown as () => void, 0);
    },
    "markup by innerHTML": () => {
      document.body.innerHTML = "<img src=x onerror='globalThis.injected = true'>";
    },
    "a script of another place": () => {
      const script = document.createElement("script");
      script.setAttribute("src", "data:text/javascript,globalThis.injected=true");
      document.body.append(script);
    },
    "a worker of text": () => {
      new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))).onmessage = () => {
        (globalThis as { injected?: boolean }).injected = true;
      };
    },
    "a script in a title": () => {
      document.title = "<script>globalThis.injected = true</script>";
      location.hash = "<img src=x onerror=globalThis.injected=true>";
    },
  };

  for (const [name, attempt] of Object.entries(attempts)) {
    it(`${name} does not run`, async () => {
      const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
      expect(await ran(page, attempt)).toBe(false);
      await context.close();
    });
  }

  it("the same attempts run where there is no policy, so the test sees something", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await page.goto("about:blank");
    await page.evaluate(attempts["an inline script"] as () => void);
    expect(await page.evaluate(() => (globalThis as { injected?: boolean }).injected)).toBe(true);
    await context.close();
  });

  it("nothing is asked of anybody else, and the console has nothing to say", async () => {
    const { page, context, complaints } = await openWindow(browser, server.origin, "phone", "fr-FR");
    for (const shown of SHOWN) await reach(page, shown);
    await page.waitForTimeout(1700);
    expect(unexpected(complaints)).toEqual([]);
    await context.close();
  });
});

describe("the card", () => {
  it("leaves the address at once and is kept nowhere", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto(`/#${SPECIMEN_CARD}`);
    await page.locator(".keypad").waitFor();
    expect(page.url()).toBe(`${server.origin}/`);
    const kept = await page.evaluate(async () => {
      const stores = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, JSON.stringify(history.state), document.body.innerText];
      return [...stores, ...(await caches.keys())].join("\n");
    });
    expect(kept).not.toContain(SPECIMEN_CARD.slice(0, 20));
    await context.close();
  });

  it("is read from a reader that types, without a touch", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await page.goto("/borne");
    await page.locator("h1").waitFor();
    await readCard(page, `${server.origin}/#${SPECIMEN_CARD}`);
    await context.close();
  });

  it("is not read from something else that types", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await page.goto("/borne");
    await page.locator("h1").waitFor();
    await page.keyboard.type(`${SPECIMEN_CARD.slice(0, 51)}1`, { delay: 2 });
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    expect(await page.locator(".keypad").count()).toBe(0);
    await context.close();
  });

  it("that no server knows is refused in a sentence", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto(`/#${SPECIMEN_CARD}`);
    await page.locator(".code-field").fill("4071");
    await page.keyboard.press("Enter");
    const told = await page.locator(".failure").innerText();
    expect(told).toMatch(/\.\s/);
    expect(told).not.toMatch(/problem-|page-|undefined|coffre login/);
    await context.close();
  });
});

describe("keyboard alone", () => {
  it("leads from the address to the code, each thing seen as it is reached", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await page.goto("/");
    await page.locator("h1").waitFor();
    const reached: string[] = [];
    const here = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement: element } = document;
        if (element === null || element === document.body) return "";
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        if (style.outlineStyle === "none") return `unseen: ${element.outerHTML}`;
        if (box.bottom < 0 || box.top > innerHeight) return `outside: ${element.outerHTML}`;
        return (element.textContent ?? "").trim();
      });
    for (let i = 0; i < 30 && !reached.at(-1)?.startsWith("Taper ma carte"); i += 1) {
      await page.keyboard.press("Tab");
      reached.push(await here());
    }
    expect(reached[0]).toBe("Aller au contenu");
    expect(reached).toContain("Je quitte vite");
    expect(reached.filter((name) => /^(unseen|outside)/.test(name))).toEqual([]);
    await page.keyboard.press("Enter");
    await page.locator("textarea").waitFor();
    for (let i = 0; i < 30 && (await page.evaluate(() => document.activeElement?.tagName)) !== "TEXTAREA"; i += 1) await page.keyboard.press("Tab");
    await page.keyboard.insertText(SPECIMEN_CARD);
    await page.keyboard.press("Enter");
    await page.locator(".keypad").waitFor();
    for (let i = 0; i < 30 && !(await page.evaluate(() => document.activeElement?.classList.contains("code-field"))); i += 1) await page.keyboard.press("Tab");
    await page.keyboard.type("40x71");
    expect(await page.locator(".code-field").inputValue()).toBe("4071");
    await page.keyboard.press("Enter");
    await page.locator(".failure").waitFor();
    await context.close();
  });
});

describe("leaving", () => {
  it("goes to a page without a mark, and Back and Forward do not come here", async () => {
    const { page, context } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto("about:blank");
    await page.goto("/");
    await page.locator("footer .button").first().click();
    await page.getByRole("heading", { level: 1, name: "Aide" }).waitFor();
    await page.locator(".tools > .button").last().click();
    await page.getByRole("heading", { level: 1, name: "Affichage" }).waitFor();
    await page.locator(".quick-leave").click();
    await page.waitForURL("**/calme");
    await page.locator("#clock").waitFor();
    for (const way of ["goBack", "goForward", "goBack", "goForward", "goForward"] as const) {
      await page[way]({ waitUntil: "commit" }).catch(() => null);
      await page.waitForTimeout(150);
      expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toMatch(/coffre|vault/i);
    }
    for (let i = 0; i < 3; i += 1) await page.goBack({ waitUntil: "commit" }).catch(() => null);
    expect(page.url()).not.toContain(server.origin + "/aide");
    expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toMatch(/coffre|vault/i);
    await context.close();
  });

  it("Escape twice does the same", async () => {
    const { page, context } = await openWindow(browser, server.origin, "desk", "fr-FR");
    await page.goto("/");
    await page.locator("h1").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForURL("**/calme");
    await context.close();
  });
});

describe("each screen", () => {
  for (const locale of ["fr-FR", "ar"]) {
    for (const shown of SHOWN) {
      it(`${shown.name} in ${locale}: axe finds nothing, and nothing is lost at 200 %`, async () => {
        const { page, context } = await openWindow(browser, server.origin, "phone", locale);
        await reach(page, shown);
        expect(await page.evaluate(() => document.documentElement.dir)).toBe(locale === "ar" ? "rtl" : "ltr");
        expect(await violations(page)).toEqual([]);
        expect(await tooSmall(page)).toEqual([]);
        await page.evaluate(() => document.documentElement.setAttribute("data-size", "200"));
        await page.waitForTimeout(100);
        expect(await lost(page)).toEqual([]);
        await context.close();
      });
    }
  }
});
