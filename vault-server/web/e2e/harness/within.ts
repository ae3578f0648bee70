// Within an open session: to a screen, to another language, a card before the reader.
import type { Page } from "playwright-core";

/** Goes to a screen within the open session: an address alone would begin anew, without a session. */
export async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const entry = history.state as { rank: number } | null;
    history.pushState({ rank: (entry?.rank ?? 0) + 1 }, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await page.locator("main h1").waitFor();
  await page.locator("main .progress").waitFor({ state: "detached" });
}

/** Speaks another language, by its button. */
export async function speak(page: Page, tag: string): Promise<void> {
  await page.locator(`.languages button[lang=${tag}]`).click();
  await page.locator(`html[lang=${tag}]`).waitFor({ state: "attached" });
}

/** Holds a card before a reader that types. A busy machine may be slower than a reader: then once more, as one does at a desk. */
export async function showToReader(page: Page, card: string): Promise<void> {
  const read = page.locator(".code-field");
  for (let i = 0; i < 5 && !(await read.isVisible()); i += 1) {
    await page.keyboard.type(card);
    await page.keyboard.press("Enter");
    await read.waitFor({ timeout: 1500 }).catch(() => undefined);
  }
  await read.waitFor();
}
