// People of the tests, invited by the operator as in life. SPECIMEN.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { cardIn } from "./card.ts";
import { programs, type Server } from "./server.ts";

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

/** Lets an invited référent create an organisation, with `coffre`. */
export async function createOrganisation(server: Server, person: Person, name: string): Promise<void> {
  const home = join(server.folder, `home-${person.pin}-${name.length}`);
  const at = (file: string): string => join(home, file);
  mkdirSync(home, { recursive: true });
  writeFileSync(at("card.txt"), `${person.card}\n`, { mode: 0o600 });
  writeFileSync(at("pin.txt"), `${person.pin}\n`, { mode: 0o600 });
  // Without blocking: what stands before the server may live in this very process.
  const run = (...args: string[]) => promisify(execFile)(join(programs(), "coffre"), ["--json", ...args], { env: { ...process.env, COFFRE_HOME: home } });
  await run("login", "--server", server.origin, "--ca", server.authority, "--credential-file", at("card.txt"), "--pin-file", at("pin.txt"));
  await run("org", "create", name);
  await run("logout");
}

/** Holds a card, or the link on it, before the reader that types; once more when a busy machine made it pause as a person would. */
export async function readCard(page: Page, card: string): Promise<void> {
  await page.getByText("Passez la carte devant").waitFor();
  await page.locator("h1").evaluate((element: HTMLElement) => element.focus());
  const keypad = page.locator(".keypad");
  for (let i = 0; i < 5 && (await keypad.count()) === 0; i += 1) {
    await page.keyboard.type(card);
    await page.keyboard.press("Enter");
    await keypad.waitFor({ timeout: 1500 }).catch(() => undefined);
  }
  await keypad.waitFor();
}

/** Shows a card to the reader, then types its code, or another. */
export async function showCard(page: Page, person: Person, code = person.pin): Promise<void> {
  await readCard(page, person.card);
  await typeCode(page, code);
}

/** Types a code and sends it. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.locator(".code-field").fill(code);
  await page.locator(".keypad .button.first").click();
}
