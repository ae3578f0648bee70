// The person's screens, and how one gets there once the vault is open.
import type { Browser, Page } from "playwright-core";
import { openWindow, type Window } from "./browser.ts";
import type { Demo } from "./demo.ts";
import { logIn, type Person } from "./people.ts";
import type { Shown } from "./screens.ts";

/** The file of the work behind the door. */
export const WORKER = { path: /\/assets\/worker-[^/]+\.js$/ };

/** A window in which a person of the demonstration has just come home, with the card and the code they hold now. */
export async function openVault(browser: Browser, demo: Demo, person: Person, size: "phone" | "desk" = "phone", locale = "fr-FR"): Promise<Window> {
  const window = await openWindow(browser, demo.origin, size, locale);
  await logIn(window.page, person);
  await settled(window.page);
  return window;
}

/** Waits for a sentence. */
export async function says(page: Page, sentence: string): Promise<void> {
  await page.locator("main", { hasText: sentence }).waitFor();
}

interface Told {
  readonly type: string;
  readonly document_id: string | null;
  readonly title?: string;
}

/** How often the server let go of its share of this paper, or of any, as `coffre` tells the journal. */
export function openings(demo: Demo, document?: string): number {
  const told = demo.coffre("beneficiary", "log", "show") as readonly Told[];
  return told.filter((entry) => entry.type === "opening" && (document ?? entry.document_id) === entry.document_id).length;
}

/** The papers of a name, as `coffre` lists them. */
export function named(demo: Demo, title: string): readonly Told[] {
  return (demo.coffre("beneficiary", "list") as readonly Told[]).filter((one) => one.title === title);
}

/** Waits until nothing loads. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.locator("main .progress").first().waitFor({ state: "detached", timeout: 20_000 });
  await page.waitForTimeout(100);
}

/** Back to the first screen of the vault. */
export async function home(page: Page): Promise<void> {
  while (new URL(page.url()).pathname !== "/accueil") {
    await page.locator(".way-back").click();
    await page.waitForTimeout(50);
  }
  await settled(page);
}

/** Goes a way of the home screen: 0 add, 1 who looked, 2 who may look, 3 account. */
export async function way(page: Page, order: number): Promise<void> {
  await home(page);
  await page.locator(".way").nth(order).click();
  await settled(page);
}

const account = (order: number) => async (page: Page): Promise<void> => {
  await way(page, 3);
  await page.locator(".tile").nth(order).click();
};

/** The button « Ajouter un rappel », in whatever language. */
export const REMIND = "main section:has(> [role=status]) > .button";

/** One page of made-up text, drawn in the window itself: `sharp` or not. SPECIMEN. */
export async function picture(page: Page, blur: number): Promise<Buffer> {
  const bytes = await page.evaluate(async (blurred) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 1600];
    const pen = canvas.getContext("2d");
    if (pen === null) return "";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 1200, 1600);
    pen.filter = `blur(${blurred}px)`;
    pen.fillStyle = "#222";
    pen.font = "26px sans-serif";
    for (let i = 0; i < 44; i++) pen.fillText(`SPECIMEN ligne ${i} : attestation de droits, numéro ${i * 7919}`, 60, 80 + 34 * i);
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1] ?? "";
  }, blur);
  return Buffer.from(bytes, "base64");
}

/** The list. */
export const VAULT_SHOWN: readonly Shown[] = [
  { name: "vault-home", reach: home },
  {
    name: "vault-paper",
    reach: async (page) => {
      await home(page);
      await page.locator(".tile", { hasText: "carte-identite" }).first().click();
      await page.locator(".paper-picture").waitFor();
    },
  },
  {
    name: "vault-reminder",
    reach: async (page) => {
      await home(page);
      await page.locator(".tile", { hasText: "carte-identite" }).first().click();
      await page.locator(".paper-picture").waitFor();
      await page.locator(REMIND).click();
      await page.locator("main textarea").waitFor();
    },
  },
  {
    name: "vault-paper-pdf",
    reach: async (page) => {
      await home(page);
      await page.locator(".tile", { hasText: "avis-impot" }).first().click();
      await page.locator("canvas.paper-picture").waitFor();
      await settled(page);
    },
  },
  { name: "vault-log", reach: (page) => way(page, 1) },
  { name: "vault-mandates", reach: (page) => way(page, 2) },
  {
    name: "vault-mandate-stop",
    reach: async (page) => {
      await way(page, 2);
      await page.locator(".sheet .button.grave").first().click();
      await page.locator("dialog").waitFor();
    },
  },
  { name: "vault-add", reach: (page) => way(page, 0) },
  {
    name: "vault-add-page",
    reach: async (page) => {
      await way(page, 0);
      await page.locator("input[type=file]").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: await picture(page, 0) });
      await page.locator("canvas").waitFor();
      await page.locator("summary").click();
      await page.waitForTimeout(600);
    },
  },
  {
    name: "vault-add-describe",
    reach: async (page) => {
      await way(page, 0);
      await page.locator("input[type=file]").setInputFiles({ name: "x.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 SPECIMEN") });
      await page.locator("select").first().waitFor();
    },
  },
  { name: "vault-account", reach: (page) => way(page, 3) },
  { name: "vault-account-pin", reach: account(0) },
  { name: "vault-account-card", reach: account(1) },
  { name: "vault-account-close", reach: account(4) },
  {
    name: "vault-export",
    reach: async (page) => {
      await account(3)(page);
      await page.locator(".remark").waitFor();
    },
  },
];
