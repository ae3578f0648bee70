// The camera at the desk: pages of a paper filmed by Chromium's pretended camera, added for the person, and opened by `coffre`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow, startBrowser } from "./harness/browser.ts";
import { type Demo, startDemo } from "./harness/demo.ts";
import { film } from "./harness/film.ts";
import { lost, tooSmall } from "./harness/layout.ts";
import { logIn } from "./harness/people.ts";
import { takePicture } from "./harness/picture.ts";
import { picture } from "./harness/vault.ts";

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo();
}, 180_000);

afterAll(async () => {
  await demo?.stop();
});

/** To the person's papers, as the professional. */
async function enter(browser: Browser, locale = "fr-FR") {
  const window = await openWindow(browser, demo.origin, "phone", locale);
  const { page } = window;
  await logIn(page, demo.people.professional);
  await page.locator("input[type=search]").fill(demo.people.beneficiary.name.split(" ")[0] ?? "");
  await page.locator(".tile", { hasText: demo.people.beneficiary.name.split(" ")[0] ?? "" }).first().click();
  await page.locator(".drop").waitFor();
  return window;
}

const shoot = (page: Page) => page.locator(".drop .button").nth(1);

/** What lies in the vault under a title, opened by `coffre`. */
function openedBy(title: string): { record: Record<string, unknown>; content: Buffer } {
  const all = demo.coffre("beneficiary", "list") as { document_id: string; title: string }[];
  const found = all.find((one) => one.title === title) as { document_id: string } & Record<string, unknown>;
  const out = join(demo.folder, `${found.document_id}.out`);
  demo.coffre("beneficiary", "open", "--output", out, found.document_id);
  return { record: found, content: readFileSync(out) };
}

it("films two pages, one of them from a file: one paper, and the camera is let go", async () => {
  const path = join(demo.folder, "page.y4m");
  film(path);
  const browser = await startBrowser(demo, ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`]);
  try {
    const { page, complaints } = await enter(browser);
    await page.evaluate(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (asked) => {
        const stream = await real(asked);
        (globalThis as { stream?: MediaStream }).stream = stream;
        return stream;
      };
    });
    await page.getByLabel("Quel papier ?").selectOption({ label: "Attestation de domiciliation" });
    await shoot(page).click();
    await page.getByRole("button", { name: "Prendre la photo" }).click();
    await page.getByText("L’image est nette.").waitFor();
    expect(await page.evaluate(() => (globalThis as { stream?: MediaStream }).stream?.getTracks().map((track) => track.readyState))).toEqual(["ended"]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Tourner" }).click();
    await page.getByRole("button", { name: "Oui, garder cette page" }).click();
    await page.locator("input[type=file]").setInputFiles({ name: "verso.jpg", mimeType: "image/jpeg", buffer: await picture(page, 0) });
    await page.getByRole("button", { name: "Oui, garder cette page" }).click();
    await page.getByRole("button", { name: "Non, c’est tout" }).click();
    await page.locator(".upload[data-state=done]", { hasText: "Attestation de domiciliation" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("drop");
    expect(complaints).toEqual([]);
    const { record, content } = openedBy("Attestation de domiciliation");
    expect(record).toMatchObject({ media_type: "application/pdf" });
    expect(content.subarray(0, 5).toString()).toBe("%PDF-");
    expect(content.toString("latin1").match(/\/Subtype *\/Image/g)).toHaveLength(2);
  } finally {
    await browser.close();
  }
}, 120_000);

it("that is refused says what to do, in each language, and a file serves as well", async () => {
  const browser = await startBrowser(demo, ["--use-fake-device-for-media-stream", "--deny-permission-prompts"]);
  try {
    for (const locale of ["ar", "fr-FR"]) {
      const { page, context } = await enter(browser, locale);
      await shoot(page).click();
      await page.locator("main .failure").waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
      const folder = process.env["COFFRE_PICTURES"];
      if (folder !== undefined) await takePicture(page, join(folder, `desk-photo-refused-phone-${locale.slice(0, 2)}.png`));
      await page.evaluate(() => document.documentElement.setAttribute("data-size", "200"));
      expect(await lost(page)).toEqual([]);
      await page.evaluate(() => document.documentElement.setAttribute("data-size", "100"));
      if (locale === "fr-FR") {
        expect(await page.locator("main .failure").innerText()).toContain("L’appareil photo n’est pas autorisé.");
        const jpeg = await picture(page, 0);
        await page.locator("input[type=file]").setInputFiles({ name: "certificat SPECIMEN.jpg", mimeType: "image/jpeg", buffer: jpeg });
        await page.getByRole("button", { name: "Oui, garder cette page" }).click();
        await page.getByRole("button", { name: "Non, c’est tout" }).click();
        await page.locator(".upload[data-state=done]", { hasText: "certificat SPECIMEN" }).waitFor();
        // Nothing was turned nor cut: the file arrives as it is.
        expect(openedBy("certificat SPECIMEN").content.equals(jpeg)).toBe(true);
      } else {
        await page.locator("main section .button").last().click();
        await page.locator(".drop").waitFor();
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
}, 120_000);
