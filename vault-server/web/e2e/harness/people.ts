// People of the tests, invited by the operator as in life. SPECIMEN.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { cardIn } from "./card.ts";
import type { Server } from "./server.ts";

/** What somebody holds and knows. */
export interface Person {
  readonly card: string;
  readonly pin: string;
}

/** Lets the operator invite somebody with a role: `referent` or `auditor`. */
export function invite(server: Server, role: "referent" | "auditor", name: string): Person {
  const folder = join(server.folder, name.replaceAll(" ", "-"));
  mkdirSync(folder, { recursive: true });
  const [card, pin] = [join(folder, "credential"), join(folder, "pin")];
  server.administer("admin", "invite", "--role", role, "--display-name", name, "--credential-out", card, "--pin-out", pin);
  return { card: cardIn(readFileSync(card, "utf8")), pin: readFileSync(pin, "utf8").trim() };
}

/** Comes in by the link of the card, as with a phone's camera, and types the code. */
export async function logIn(page: Page, person: Person): Promise<void> {
  await page.goto(`/#${person.card}`);
  await page.locator(".code-field").fill(person.pin);
  await page.locator(".keypad .button.first").click();
  await page.waitForURL("**/accueil");
  await page.locator("h1").waitFor();
}

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
