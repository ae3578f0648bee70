// A PDF from elsewhere in the page: drawn as it should be, page by page, and given back. What harms is in hostile.test.ts.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { pdf, sheet, stream } from "./harness/pdf.ts";
import { logIn, readCard, typeCode } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { home } from "./harness/vault.ts";

/** A dark picture of 16 by 16 pixels, as JPEG 2000. */
const JPEG_2000 = Buffer.from("/0//UQApAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABBwEB/1IADAAAAAEABAQEAAH/XAAQQEBISFBISFBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAAXAAH/k8+0CAmXgICAgP/Z", "base64");

const mask = (light: number, form: number): string => `<< /Type /ExtGState /SMask << /S /Luminosity /G ${form} 0 R >> >> % ${light}`;
const form = (light: number) => stream(`${light} g 0 0 595 842 re f`, "/Type /XObject /Subtype /Form /BBox [ 0 0 595 842 ] /Group << /S /Transparency /CS /DeviceGray >>");

/** Words in a font that is not in the file; below, from left to right: a JPEG 2000, a square under a dark mask, one under a light mask, a field that was filled in. */
const DRAWN = sheet({
  catalog: "/AcroForm << /Fields [ 11 0 R ] >>",
  page: "/Annots [ 11 0 R ]",
  resources: "/XObject << /J 6 0 R >> /ExtGState << /D 7 0 R /L 8 0 R >>",
  draw: "q 100 0 0 100 50 200 cm /J Do Q q /D gs 0 g 200 200 100 100 re f Q q /L gs 0 g 320 200 100 100 re f Q",
  objects: [
    { entries: "/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /JPXDecode", bytes: JPEG_2000 },
    mask(0, 9),
    mask(1, 10),
    form(0),
    form(1),
    "<< /Type /Annot /Subtype /Widget /F 4 /FT /Tx /T (a) /V (b) /Rect [ 440 200 540 300 ] /AP << /N 12 0 R >> >>",
    stream("0 g 0 0 100 100 re f", "/Type /XObject /Subtype /Form /BBox [ 0 0 100 100 ]"),
  ],
});

/** Pages and pages. */
const LONG = pdf(
  "<< /Type /Catalog /Pages 2 0 R >>",
  `<< /Type /Pages /Count 40 /Kids [ ${Array.from({ length: 40 }, (_, i) => `${i + 4} 0 R`).join(" ")} ] >>`,
  "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
  ...Array.from({ length: 40 }, (_, i) => `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources << /Font << /F 3 0 R >> >> /Contents ${i + 44} 0 R >>`),
  ...Array.from({ length: 40 }, (_, i) => stream(`BT /F 90 Tf 60 400 Td (SPECIMEN ${i + 1}) Tj ET`)),
);

const LOCKED = Buffer.from(
  sheet()
    .toString("latin1")
    .replace("/Root 1 0 R", `/Root 1 0 R /ID [ <${"00".repeat(16)}> <${"00".repeat(16)}> ] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"11".repeat(32)}> /U <${"22".repeat(32)}> >>`),
  "latin1",
);

let demo: Demo;
let browser: Browser;

withDemo((stage) => {
  ({ demo, browser } = stage);
  for (const [title, content] of Object.entries({ dessin: DRAWN, long: LONG, secret: LOCKED })) {
    const path = join(demo.folder, `${title}.pdf`);
    writeFileSync(path, content);
    demo.coffre("desk", "deposit", "--vault", demo.vault, "--folder", "Ressources", "--type", "other", "--title", title, path);
  }
});

async function open(page: Page, title: string): Promise<void> {
  await home(page);
  await page.locator(".tile").filter({ has: page.getByText(title, { exact: true }) }).click();
  await page.locator("main .progress").first().waitFor();
  await page.locator("main .progress").first().waitFor({ state: "detached", timeout: 30_000 });
}

/** How dark a part of the first page is, from 0 to 1. In points, from the bottom, as in the file. */
function darkness(page: Page, x: number, y: number, width: number, height: number): Promise<number> {
  return page.evaluate(
    ([left, low, wide, high]) => {
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.paper-picture");
      if (canvas === null) return -1;
      const scale = canvas.width / 595;
      const { data } = canvas.getContext("2d")!.getImageData(left * scale, canvas.height - (low + high) * scale, wide * scale, high * scale);
      let dark = 0;
      for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 90) dark += 1;
      return dark / (data.length / 4);
    },
    [x, y, width, height] as const,
  );
}

/** What a screen reader says of it. */
async function labelOf(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).first().getAttribute("aria-label")) ?? "").replace(/[\u2066-\u2069]/g, "");
}

/** Pixels of each page that is listed. */
function sizes(page: Page): Promise<number[]> {
  return page.locator("canvas.paper-picture").evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).width * (canvas as HTMLCanvasElement).height));
}

describe("a PDF from elsewhere", () => {
  it("is drawn: words, pictures, masks, and what was written in its fields", async () => {
    const { page, context, complaints } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.beneficiary);
    await open(page, "dessin");
    expect(await labelOf(page, "canvas.paper-picture")).toBe("dessin, page 1 sur 1");
    expect(await darkness(page, 100, 695, 200, 30)).toBeGreaterThan(0.05);
    expect(await darkness(page, 60, 210, 80, 80)).toBeGreaterThan(0.95);
    expect(await darkness(page, 210, 210, 80, 80)).toBeLessThan(0.05);
    expect(await darkness(page, 330, 210, 80, 80)).toBeGreaterThan(0.95);
    expect(await darkness(page, 450, 210, 80, 80)).toBeGreaterThan(0.95);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("of many pages is drawn where one looks, and given back behind", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await logIn(page, demo.people.beneficiary);
    await open(page, "long");
    const drawn = async (): Promise<number[]> => (await sizes(page)).flatMap((size, i) => (size > 100_000 ? [i + 1] : []));
    expect((await sizes(page)).length).toBe(40);
    expect((await drawn())[0]).toBe(1);
    await page.locator("canvas.paper-picture").nth(30).scrollIntoViewIfNeeded();
    await expect.poll(async () => (await drawn()).includes(31), { timeout: 20_000 }).toBe(true);
    await expect.poll(async () => (await drawn()).includes(1)).toBe(false);
    expect((await drawn()).length).toBeLessThan(8);
    // What is left ends with its reader.
    const workers = page.workers().length;
    await page.evaluate(() => ((globalThis as { kept?: unknown }).kept = [...document.querySelectorAll("canvas")]));
    await page.locator(".way-back").click();
    await expect.poll(() => page.workers().length).toBe(workers - 1);
    const left = await page.evaluate(() => (globalThis as unknown as { kept: HTMLCanvasElement[] }).kept.map((canvas) => canvas.width * canvas.height));
    expect(Math.max(...left)).toBeLessThan(30_000);
    await context.close();
  });

  it("is held up, enlarged and printed", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await logIn(page, demo.people.beneficiary);
    await open(page, "long");
    await page.getByRole("button", { name: "Montrer en grand" }).click();
    const held = page.locator(".held-up canvas");
    await expect.poll(() => held.evaluate((canvas: HTMLCanvasElement) => canvas.width), { timeout: 20_000 }).toBeGreaterThan(1500);
    await page.getByRole("button", { name: "Page suivante" }).click();
    expect(await labelOf(page, ".held-up canvas")).toBe("long, page 2 sur 40");
    await page.keyboard.press("Escape");
    await held.waitFor({ state: "detached" });
    const wide = async (): Promise<number> => (await page.locator("canvas.paper-picture").first().boundingBox())?.width ?? 0;
    const before = await wide();
    await page.getByRole("button", { name: "Plus grand" }).click();
    expect(await wide()).toBeGreaterThan(1.4 * before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.getByRole("button", { name: "Plus petit" }).click();
    expect(await wide()).toBe(before);
    await page.evaluate(() => {
      globalThis.print = () => {
        const all = [...document.querySelectorAll<HTMLCanvasElement>("canvas.paper-picture")];
        (globalThis as { printed?: number }).printed = all.filter((canvas) => canvas.width > 1000 && canvas.closest(".not-printed") === null).length;
      };
    });
    await page.getByRole("button", { name: "Imprimer" }).click();
    await expect.poll(() => page.evaluate(() => (globalThis as { printed?: number }).printed), { timeout: 60_000 }).toBe(20);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await expect.poll(async () => (await sizes(page)).filter((size) => size > 100_000).length).toBeLessThan(8);
    await page.getByText(/imprimer les .20. premières pages/).waitFor();
    await context.close();
  });

  it("that asks for a password is told, and can be kept, but not at the kiosk", async () => {
    const own = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await logIn(own.page, demo.people.beneficiary);
    await open(own.page, "secret");
    expect(await own.page.locator("main").innerText()).toContain("Un mot de passe ferme ce papier");
    expect(await own.page.locator("main").innerText()).toContain("Vous pouvez enregistrer le fichier");
    await own.page.getByRole("button", { name: "Garder une copie" }).waitFor();
    await own.context.close();
    const kiosk = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await kiosk.page.goto("/borne");
    await readCard(kiosk.page, demo.people.beneficiary.card);
    await typeCode(kiosk.page, demo.people.beneficiary.pin);
    await kiosk.page.waitForURL("**/accueil");
    await open(kiosk.page, "secret");
    expect(await kiosk.page.locator("main").innerText()).toContain("demandez à votre structure");
    expect(await kiosk.page.getByRole("button", { name: "Garder une copie" }).count()).toBe(0);
    await open(kiosk.page, "dessin");
    expect(await darkness(kiosk.page, 60, 210, 80, 80)).toBeGreaterThan(0.95);
    await kiosk.context.close();
  });
});
