// Hands on a keyboard and nothing else: Tab, Shift-Tab, Enter, Space, arrows, letters. Wherever the focus comes by, it must be drawn,
// and nothing may stand before it (WCAG 2.4.7, 2.4.11).
import type { Page } from "playwright-core";

/** Most presses of Tab that any screen may ask for. */
const MOST = 90;

/** What has the focus: its name, and what is wrong with how it is seen. */
interface Focus {
  readonly name: string;
  readonly fault: string | undefined;
}

function focused(page: Page): Promise<Focus | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement;
    // A heading takes the focus when its screen appears, whenever that is; Tab does not come there.
    if (element === null || element === document.body || element.getAttribute("tabindex") === "-1") return undefined;
    const labels = "labels" in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
    const name = element.getAttribute("aria-label") ?? (labels.map((label) => label.textContent).join(" ") || (element.textContent ?? ""));
    const told = name.replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
    // A field that is not drawn itself shows the focus on what stands for it.
    const drawn = [element, element.parentElement].find((one) => one !== null && getComputedStyle(one).outlineStyle !== "none");
    if (drawn === undefined || drawn === null) return { name: told, fault: "no outline" };
    const box = element.getBoundingClientRect();
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (bottom <= top || box.right <= 0 || box.left >= innerWidth) return { name: told, fault: "outside the window" };
    const over = document.elementFromPoint((Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, (top + bottom) / 2);
    const isFree = over !== null && (element.contains(over) || over.contains(element) || labels.some((label) => label.contains(over)));
    return { name: told, fault: isFree ? undefined : `under ${over?.outerHTML.slice(0, 80) ?? "nothing"}` };
  });
}

/** Goes on with Tab, or back with Shift-Tab, until something of this name has the focus. */
export async function reach(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  // As a person would: once the screen stands still.
  await page.waitForTimeout(100);
  await page.locator("main .progress").first().waitFor({ state: "detached" });
  await page.waitForTimeout(50);
  const met: string[] = [];
  for (let i = 0; i < MOST; i += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now === undefined) continue;
    if (now.fault !== undefined) throw new Error(`« ${now.name} » has the focus, and is not seen: ${now.fault}`);
    met.push(now.name);
    if (name.test(now.name)) return;
  }
  throw new Error(`the keyboard does not come to ${name.source}, only to: ${met.slice(0, 30).join(" | ")}`);
}

/** Goes to something and presses Enter, or Space. */
export async function press(page: Page, name: RegExp, key: "Enter" | "Space" = "Enter"): Promise<void> {
  await reach(page, name);
  await page.keyboard.press(key);
}

/** Goes to a field and types. */
export async function type(page: Page, name: RegExp, letters: string): Promise<void> {
  await reach(page, name);
  await page.keyboard.type(letters);
}

/** Comes in by hand: the card's characters, then the code. */
export async function comeIn(page: Page, { card, pin }: { readonly card: string; readonly pin: string }): Promise<void> {
  // From the beginning: the browser must know that its window for files is not to be drawn.
  page.on("filechooser", () => undefined);
  await page.goto("/");
  await page.locator("h1").waitFor();
  await press(page, /^Taper ma carte/);
  await page.locator("textarea").waitFor();
  await type(page, /52 caractères/, card);
  await page.keyboard.press("Enter");
  await page.locator(".keypad").waitFor();
  await type(page, /Votre code/, pin);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/accueil");
  await page.locator("h1").waitFor();
}

/** Opens the browser's own window for files by a button, and chooses there; the window is the browser's, not the page's. */
export async function choose(page: Page, name: RegExp, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await reach(page, name);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles(file);
}
