// What stays on the computer of a reception after a session: the folder that the browser keeps, with its cache, its history and
// whatever else it writes, is searched byte by byte, compressed files included.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startKeeping } from "./harness/browser.ts";
import { type Demo, startDemo, type Who } from "./harness/demo.ts";
import { sheet } from "./harness/pdf.ts";
import { readCard } from "./harness/people.ts";
import { home } from "./harness/vault.ts";
import { goWithin } from "./harness/within.ts";

const SCREENS = JSON.parse(readFileSync(join(import.meta.dirname, "../screens.json"), "utf8")) as string[];

let demo: Demo;
let folder: string;

/** What stands in a PDF that is opened, drawn and given back. */
const WRITTEN = "SPECIMEN loyer 731 euros, 4 rue des Jardins";

beforeAll(async () => {
  demo = await startDemo();
  const paper = join(demo.folder, "quittance.pdf");
  writeFileSync(paper, sheet({ draw: `BT /F 12 Tf 50 50 Td (${WRITTEN}) Tj ET` }));
  demo.coffre("desk", "deposit", "--vault", demo.vault, "--folder", "Ressources", "--type", "other", "--title", "quittance", paper);
  folder = mkdtempSync(join(tmpdir(), "coffre-profile-"));
});

afterAll(async () => {
  await demo?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

function files(root: string): string[] {
  return readdirSync(root).flatMap((name) => {
    const path = join(root, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? [] : stat.isDirectory() ? files(path) : stat.isFile() ? [path] : [];
  });
}

/** A file as it is, and as it would be if what it holds was compressed. */
function readings(path: string): Buffer[] {
  const raw = readFileSync(path);
  const opened = [brotliDecompressSync, gunzipSync, inflateSync].flatMap((open) => {
    try {
      return [open(raw)];
    } catch {
      return [];
    }
  });
  // The browser's cache puts a head before a compressed body.
  const at = raw.indexOf(Buffer.from([0x1f, 0x8b, 0x08]));
  if (at > 0) {
    try {
      opened.push(gunzipSync(raw.subarray(at)));
    } catch {
      // Not a body after all.
    }
  }
  return [raw, ...opened];
}

/** The forms in which a text may lie in a file: as it is, as a browser's two-byte strings, in base64. */
function forms(text: string): Buffer[] {
  const utf8 = Buffer.from(text);
  return [utf8, Buffer.from(text, "utf16le"), Buffer.from(utf8.toString("base64").replace(/=+$/, "").slice(0, -1))];
}

/** Which of these texts lie where. */
function found(root: string, texts: readonly string[]): string[] {
  return files(root).flatMap((path) => {
    const contents = readings(path);
    return texts.filter((text) => forms(text).some((form) => contents.some((content) => content.includes(form)))).map((text) => `${text} in ${path}`);
  });
}

/**
 * What a person holds, knows and sees and that may stay nowhere. A code of four digits alone is in any file of numbers: it is searched
 * as a browser would write it, as the whole of a value.
 */
function secretsOf(who: Who): string[] {
  const { card, pin } = demo.people[who];
  const groups = card.replace(/(.{4})(?=.)/g, "$1 ");
  const names = Object.values(demo.people).map(({ name }) => name);
  return [WRITTEN, card, card.slice(0, 26), card.slice(26), groups, card.toLowerCase(), `"${pin}"`, `=${pin}&`, ...names, ...demo.ids];
}

/** A session at the kiosk: every screen is seen. */
async function visit(context: BrowserContext, who: Who): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(10_000);
  await page.goto("/borne");
  await page.locator("h1").waitFor();
  await readCard(page, `${demo.origin}/#${demo.people[who].card}`);
  await page.locator(".code-field").fill(demo.people[who].pin);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/accueil");
  for (const path of SCREENS.filter((path) => !["/", "/borne", "/fini"].includes(path))) {
    await goWithin(page, path);
    await page.waitForLoadState("networkidle");
  }
  if (who === "beneficiary") {
    await home(page);
    await page.locator(".tile", { hasText: "quittance" }).click();
    await expect.poll(() => page.locator("canvas.paper-picture").evaluate((canvas: HTMLCanvasElement) => canvas.width), { timeout: 20_000 }).toBe(1240);
  }
  return page;
}

describe("after a session at the kiosk", () => {
  for (const who of ["beneficiary", "auditor"] as const) {
    for (const end of ["finished", "left quickly", "closed with its window"] as const) {
      it(`of the ${who}, ${end}, the browser's folder holds nothing of it`, async () => {
        const profile = join(folder, `${who}-${end.replaceAll(" ", "-")}`);
        const context = await startKeeping(demo, profile);
        const page = await visit(context, who);
        if (end === "finished") {
          await page.locator(".kiosk-bar .button").click();
          await page.waitForURL("**/fini?borne");
        } else if (end === "left quickly") {
          await page.locator(".quick-leave").click();
          await page.waitForURL("**/calme");
        }
        await page.waitForTimeout(500);
        await context.close();
        // The history and the cache were written, so that a search of them means something.
        expect(files(profile).some((path) => path.endsWith("/History"))).toBe(true);
        expect(found(profile, [new URL(demo.origin).host]).length).toBeGreaterThan(0);
        expect(found(profile, secretsOf(who))).toEqual([]);
      });
    }
  }

  it("a card that came by its link stays in the browser's own history, as SECURITY.md tells, and in nothing that a page writes", async () => {
    const profile = join(folder, "by-link");
    const context = await startKeeping(demo, profile);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`/#${demo.people.beneficiary.card}`);
    await page.getByLabel("Cet appareil n’est pas à moi").check();
    expect(await page.locator(".remark").innerText()).toContain("historique de cet appareil");
    await page.locator(".code-field").fill(demo.people.beneficiary.pin);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/accueil");
    await page.waitForTimeout(1200);
    await context.close();
    const { card } = demo.people.beneficiary;
    const [ofCard, ofRest] = [found(profile, [card]), found(profile, secretsOf("beneficiary").filter((text) => !card.includes(text)))];
    expect(ofRest).toEqual([]);
    expect(ofCard.some((where) => where.endsWith("/History"))).toBe(true);
    for (const where of ofCard) expect(where).not.toMatch(/Local Storage|Session Storage|IndexedDB|Cache|Service Worker|Cookies|Login Data/);
  });

  it("a secret that is planted in any of the ways in which a page could leave it is found", async () => {
    const { card } = demo.people.beneficiary;
    const ways: Record<string, (page: Page) => Promise<unknown>> = {
      "in the history": (page) => page.goto(`/nulle-part?${card}`),
      "in the title of the window": (page) => page.evaluate((text) => void (document.title = text), card),
      "in local storage": (page) => page.evaluate((text) => localStorage.setItem("planted", text), card),
      "in a database": (page) =>
        page.evaluate(
          (text) =>
            new Promise<void>((done, fail) => {
              const opening = indexedDB.open("planted", 1);
              opening.onupgradeneeded = () => void opening.result.createObjectStore("planted");
              opening.onsuccess = () => {
                const turn = opening.result.transaction("planted", "readwrite");
                turn.objectStore("planted").put(text, 1);
                turn.oncomplete = () => done();
                turn.onerror = () => fail(new Error("not written"));
              };
            }),
          card,
        ),
      "in a cache": (page) => page.evaluate(async (text) => (await caches.open("planted")).put("/planted", new Response(text)), card),
    };
    const value = JSON.stringify({ pin: demo.people.beneficiary.pin });
    const code = `"${demo.people.beneficiary.pin}"`;
    ways["of the code, in local storage"] = (page) => page.evaluate((text) => localStorage.setItem("planted", text), value);
    for (const [name, plant] of Object.entries(ways)) {
      const profile = join(folder, `planted-${name.replaceAll(" ", "-")}`);
      const context = await startKeeping(demo, profile);
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto("/aide");
      await page.locator("h1").waitFor();
      await plant(page);
      await page.waitForTimeout(1200);
      await context.close();
      expect(found(profile, [name.includes("code") ? code : card]).length, name).toBeGreaterThan(0);
    }
  });

  it("a secret in a file is found in each of the forms that are searched", () => {
    const { card } = demo.people.beneficiary;
    const root = join(folder, "forms");
    mkdirSync(root);
    for (const [i, form] of forms(`before ${card} after`).entries()) {
      writeFileSync(join(root, "file"), form);
      if (i < 2) expect(found(root, [card]).length).toBe(1);
    }
    writeFileSync(join(root, "file"), Buffer.from(card).toString("base64"));
    expect(found(root, [card]).length).toBe(1);
    expect(existsSync(join(root, "file"))).toBe(true);
  });
});
