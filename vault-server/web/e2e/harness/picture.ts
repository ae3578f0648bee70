// A whole screen at once, as if the window were tall enough: what sticks to the window's foot then stands at the page's foot, and
// covers nothing.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Page } from "playwright-core";

/** Does something while the window is as tall as the page. */
export async function whole<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const before = page.viewportSize();
  if (before === null) return work();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: before.width, height: Math.max(before.height, height) });
  try {
    return await work();
  } finally {
    await page.setViewportSize(before);
  }
}

/** Writes a picture of it, as a PNG. */
export async function takePicture(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await whole(page, () => page.screenshot({ path }));
}
