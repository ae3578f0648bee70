// Debian's Chromium, headless, told to accept the test server's certificate and to speak to nobody else.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Server } from "./server.ts";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** The two sizes that everything must hold in: a cheap phone, a desk. */
export const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } } as const;

/** A server, and where the browser really goes when it is not there itself. */
type Reached = Pick<Server, "pin" | "origin"> & { readonly front?: number | undefined };

/** Starts the browser for a server. */
export async function startBrowser(server: Reached, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: find(), args: flags(server, more) });
}

/** Starts it with a folder that stays, as on a computer of a reception: what it keeps can be looked at afterwards. */
export async function startKeeping(server: Reached, folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: find(), args: flags(server, []), viewport: SIZES.desk, locale: "fr-FR", baseURL: server.origin });
}

function find(): string {
  const program = process.env["CHROMIUM"] ?? PROGRAMS.find((path) => existsSync(path));
  if (program === undefined) throw new Error("Chromium is missing: run scripts/install-browser.sh");
  return program;
}

function flags({ pin, origin, front }: Reached, more: readonly string[]): string[] {
  const elsewhere = front === undefined ? [] : [`--host-resolver-rules=MAP ${new URL(origin).host} 127.0.0.1:${front}`];
  return [
    ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"],
    ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    `--ignore-certificate-errors-spki-list=${pin}`,
    ...elsewhere,
    ...more,
  ];
}

/** What a test looks at. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the console said of errors and of the policy, and requests that left for another place. */
  readonly complaints: string[];
}

/** Opens a window of a size, in a language. */
export async function openWindow(browser: Browser, origin: string, size: keyof typeof SIZES, locale: string, more: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: SIZES[size], locale, baseURL: origin, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol !== "blob:" && asked !== origin) complaints.push(`request to ${asked}`);
  });
  return { context, page, complaints };
}
