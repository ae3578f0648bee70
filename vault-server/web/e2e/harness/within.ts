// Within an open session: to a screen, to another language.
import type { Page } from "playwright-core";

/** Goes to a screen within the open session: an address alone would begin anew, without a session. */
export async function goWithin(page: Page, path: string): Promise<void> {
  // As a hand would: on a shared computer, which `/borne` makes of this one, a session ends when nobody touches anything.
  await page.keyboard.press("Shift");
  await page.evaluate((to) => {
    const entry = history.state as { rank: number } | null;
    history.pushState({ rank: (entry?.rank ?? 0) + 1 }, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await page.locator("main h1").waitFor();
  await page.locator("main .progress").first().waitFor({ state: "detached" });
}

/** Speaks another language, by its button. */
export async function speak(page: Page, tag: string): Promise<void> {
  await page.locator(`.languages button[lang=${tag}]`).click();
  await page.locator(`html[lang=${tag}]`).waitFor({ state: "attached" });
}
