// The card before the camera: Chromium pretends one that films a card, or one that is refused.
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWindow, startBrowser } from "./harness/browser.ts";
import { film } from "./harness/film.ts";
import { type Server, startServer } from "./harness/server.ts";

let server: Server;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server?.stop();
});

it("reads the card, and lets the camera go", async () => {
  const path = join(server.folder, "card.y4m");
  film(path);
  const flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`];
  const browser = await startBrowser(server, flags);
  try {
    const { page, complaints } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto("/");
    await page.locator("h1").waitFor();
    // The camera's own tracks, so that the test sees them end.
    await page.evaluate(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (asked) => {
        const stream = await real(asked);
        (globalThis as { stream?: MediaStream }).stream = stream;
        return stream;
      };
    });
    await page.locator(".tile").first().click();
    await page.locator(".keypad").waitFor();
    expect(await page.evaluate(() => (globalThis as { stream?: MediaStream }).stream?.getTracks().map((track) => track.readyState))).toEqual(["ended"]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});

it("that is refused says what to do, and the card can still be typed", async () => {
  const browser = await startBrowser(server, ["--use-fake-device-for-media-stream", "--deny-permission-prompts"]);
  try {
    const { page } = await openWindow(browser, server.origin, "phone", "fr-FR");
    await page.goto("/");
    await page.locator("h1").waitFor();
    await page.locator(".tile").first().click();
    expect(await page.locator(".failure").innerText()).toContain("pas autorisé");
    await page.locator(".failure .button").click();
    await page.locator("textarea").waitFor();
  } finally {
    await browser.close();
  }
});
