// `npm run measure`: how heavy and how fast the page is on this machine, into docs/BENCHMARKS.md. A real server, a real vault that
// `coffre` filled, Debian's Chromium. SPECIMEN.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { it } from "vitest";
import { openWindow, startBrowser } from "./harness/browser.ts";
import { type Demo, startDemo } from "./harness/demo.ts";
import { logIn } from "./harness/people.ts";
import { SPECIMEN_CARD } from "./harness/screens.ts";
import { home, settled } from "./harness/vault.ts";
import { startPlain } from "./measure/plain.ts";
import { type Figure, median, write } from "./measure/report.ts";

const TIMES = Number(process.env["TIMES"] ?? 7);
const RECORDS = 500;
const LONG_TITLE = "Photo SPECIMEN";
/** 4 × CPU, 400 kbit/s, 400 ms: a cheap phone where the network is poor. */
const SLOW = { rate: 4, bytesPerSecond: 50_000, latencyMs: 400 };

it("the figures", async () => {
  const demo = await startDemo();
  // Nothing in between.
  const browser = await startBrowser({ ...demo, front: demo.behind }, ["--enable-blink-features=ForceEagerMeasureMemory"]);
  const photo = await makePhoto(browser);
  const plain = await startPlain(join(demo.folder, "demo/tls"), photo);
  try {
    fill(demo, photo);
    const figures: Figure[] = [];
    figures.push(...(await weight(browser, demo)), ...(await slowed(browser, demo)));
    figures.push(...(await records(browser, demo, plain.address)), ...(await opening(browser, demo, plain.address, photo)));
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg().map((load) => load.toFixed(1)).join(" ")}`;
    const to = process.env["COFFRE_BENCHMARKS"] ?? resolve(import.meta.dirname, "../../../docs/BENCHMARKS.md");
    write(to, `Chromium ${browser.version()}`, machine, TIMES, figures);
  } finally {
    plain.stop();
    await browser.close();
    await demo.stop();
  }
});

/** A photograph's weight: 12 million points of noise, at least 10 MB of JPEG. */
async function makePhoto(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  const address = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [4000, 3000];
    const pen = canvas.getContext("2d");
    if (pen === null) return "";
    const noise = pen.createImageData(4000, 3000);
    for (let i = 0, seed = 1; i < noise.data.length; i++) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      noise.data[i] = i % 4 === 3 ? 255 : seed >>> 24;
    }
    pen.putImageData(noise, 0, 0);
    pen.font = "200px sans-serif";
    pen.fillText("SPECIMEN", 200, 400);
    for (let quality = 0.5; ; quality += 0.02) {
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (blob === null || blob.size < 10_000_000) continue;
      return new Promise<string>((done) => {
        const reader = new FileReader();
        reader.onload = () => done(String(reader.result));
        reader.readAsDataURL(blob);
      });
    }
  });
  await page.close();
  return Buffer.from(address.split(",")[1] ?? "", "base64");
}

/** Papers until there are 500, with `coffre`; the photograph is one of them. */
function fill(demo: Demo, photo: Buffer): void {
  const folder = join(demo.folder, "papers");
  mkdirSync(folder);
  const there = (demo.coffre("beneficiary", "list") as readonly unknown[]).length;
  const files = Array.from({ length: RECORDS - there - 1 }, (_, i) => join(folder, `papier-${i}.txt`));
  for (const [i, file] of files.entries()) writeFileSync(file, `SPECIMEN ${i}\n`);
  demo.coffre("beneficiary", "deposit", "--folder", "Divers", "--type", "other", ...files);
  writeFileSync(join(folder, "photo.jpg"), photo);
  demo.coffre("beneficiary", "deposit", "--folder", "Divers", "--type", "other", "--title", LONG_TITLE, join(folder, "photo.jpg"));
}

/** What a first visit loads, up to an open session. */
async function weight(browser: Browser, demo: Demo): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const locale of ["fr-FR", "ar"]) {
    const { page, context } = await openWindow(browser, demo.origin, "phone", locale);
    const sum = (): Promise<number> => page.evaluate(() => performance.getEntries().reduce((all, entry) => all + (entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0), 0));
    await page.goto(`/#${SPECIMEN_CARD}`);
    await page.locator(".keypad").waitFor();
    const door = await sum();
    await logIn(page, demo.people.beneficiary);
    await page.waitForTimeout(2000);
    figures.push({ what: `first visit up to an open session, ${locale.slice(0, 2)}`, unit: "KB", values: [(await sum()) / 1000], target: 120, beside: `the door alone ${(door / 1000).toFixed(0)} KB` });
    await context.close();
  }
  return figures;
}

/** From the address to a keypad that can be used, on a slowed phone. */
async function slowed(browser: Browser, demo: Demo): Promise<Figure[]> {
  const values: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await watch(page);
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: SLOW.latencyMs, downloadThroughput: SLOW.bytesPerSecond, uploadThroughput: SLOW.bytesPerSecond });
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOW.rate });
    await page.goto(`/#${SPECIMEN_CARD}`);
    values.push(await page.evaluate(() => until(() => document.querySelector(".keypad button") !== null)));
    await context.close();
  }
  return [{ what: "ready for the code on a slowed phone (4 × CPU, 400 kbit/s, 400 ms)", unit: "ms", values, target: 5000 }];
}

/** From the home screen's beginning to 500 tiles that are drawn. */
async function records(browser: Browser, demo: Demo, plain: string): Promise<Figure[]> {
  const [values, blocks, raws] = [[] as number[], [] as number[], [] as number[]];
  for (let i = 0; i < TIMES; i++) {
    raws.push(await onPlain(browser, plain, (count) => (globalThis as unknown as { openings(count: number): Promise<number> }).openings(count), RECORDS));
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await watch(page);
    await page.goto(`/#${demo.people.beneficiary.card}`);
    await page.locator(".code-field").fill(demo.people.beneficiary.pin);
    const shown = page.evaluate(async (count) => {
      const begin = await until(() => location.pathname === "/accueil");
      return { begin, took: (await until(() => document.querySelectorAll(".tile").length >= count)) - begin };
    }, RECORDS);
    await page.locator(".keypad .button.first").click();
    const { begin, took } = await shown;
    values.push(took);
    blocks.push(await longest(page, begin));
    await context.close();
  }
  return [
    { what: `${RECORDS} papers read, verified, opened and drawn`, unit: "ms", values, target: 2000, beside: ratio(values, raws, `${RECORDS} HPKE openings alone`) },
    { what: "meanwhile, the longest time in which the window did not answer", unit: "ms", values: blocks },
  ];
}

/** A tap on a paper of 10 MB, until its picture is drawn; then back, and what memory is given back. */
async function opening(browser: Browser, demo: Demo, plain: string, photo: Buffer): Promise<Figure[]> {
  const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
  await watch(page);
  await logIn(page, demo.people.beneficiary);
  await settled(page);
  const [drawn, verified, blocks, raws] = [[] as number[], [] as number[], [] as number[], [] as number[]];
  const memory = { before: await held(page, browser), shown: [] as Held[], after: [] as Held[] };
  for (let i = 0; i < TIMES; i++) {
    raws.push(await onPlain(browser, plain, fetched, photo.length));
    const tile = page.locator(".tile", { hasText: LONG_TITLE });
    await tile.scrollIntoViewIfNeeded();
    const shown = page.evaluate(async () => {
      const begin = await new Promise<number>((done) => addEventListener("click", (event) => done(event.timeStamp), { capture: true, once: true }));
      const picture = (): HTMLImageElement | null => document.querySelector(".paper-picture");
      const there = (await until(() => picture() !== null)) - begin;
      await until(() => (picture()?.naturalWidth ?? 0) > 0);
      await picture()?.decode();
      return { begin, there, drawn: (await until(() => true)) - begin };
    });
    await tile.click();
    const took = await shown;
    drawn.push(took.drawn);
    verified.push(took.there);
    blocks.push(await longest(page, took.begin));
    memory.shown.push(await held(page, browser));
    await home(page);
    memory.after.push(await held(page, browser));
  }
  await ask(page);
  const asked = await held(page, browser);
  await context.close();
  const alone = await pictureOnPlain(browser, plain);
  const size = `${(photo.length / 1e6).toFixed(1)} MB`;
  const last = memory.after.at(-1) ?? asked;
  const all = (of: (one: Held) => number): string => `${of(memory.before).toFixed(0)} before, ${median(memory.shown.map(of)).toFixed(0)} while it is shown`;
  return [
    { what: `a photograph of ${size}, from the tap until it is verified and in the page`, unit: "ms", values: verified, target: 1500, beside: ratio(verified, raws, "the same bytes fetched and hashed") },
    { what: "the same until its 12 million points are drawn (no graphics card)", unit: "ms", values: drawn, target: 1500 },
    { what: "meanwhile, the longest time in which the window did not answer", unit: "ms", values: blocks },
    { what: "memory of scripts and documents, the photograph closed again", unit: "MB", values: memory.after.map((one) => one.scriptMb), beside: all((one) => one.scriptMb) },
    { what: "the browser's main process, where opened papers lie, closed again", unit: "MB", values: memory.after.map((one) => one.mainMb), beside: all((one) => one.mainMb) },
    { what: `the window's process after ${TIMES} openings`, unit: "MB", values: [last.windowMb], beside: all((one) => one.windowMb) },
    { what: "the same once the system asks for memory", unit: "MB", values: [asked.windowMb], beside: `the same photograph ${TIMES} times in an empty page: ${alone.map((one) => one.toFixed(0)).join(", then ")}` },
  ];
}

async function fetched(length: number): Promise<number> {
  const begin = performance.now();
  const bytes = await (await fetch("/file", { cache: "no-store" })).arrayBuffer();
  await crypto.subtle.digest("SHA-256", bytes);
  if (bytes.byteLength !== length) throw new Error("another file");
  return performance.now() - begin;
}

async function onPlain<A>(browser: Browser, address: string, run: (given: A) => Promise<number>, given: A): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "load" });
  const took = await page.evaluate(run as (given: unknown) => Promise<number>, given);
  await context.close();
  return took;
}

declare global {
  /** In the page: waits until something is so and was drawn; when that was, in the page's milliseconds. */
  function until(so: () => boolean): Promise<number>;
  /** In the page: every task that kept the window from answering, when and how long. */
  var busy: { readonly at: number; readonly ms: number }[];
}

/** Puts the stopwatch into every document of a window. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.busy = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => globalThis.busy.push({ at: entry.startTime, ms: entry.duration }))).observe({ type: "longtask", buffered: true });
    globalThis.until = async (so) => {
      const frame = (): Promise<number> => new Promise((done) => void requestAnimationFrame(done));
      while (!so()) await frame();
      await frame();
      return performance.now();
    };
  });
}

/** The longest task of a window since a moment; what is under 50 ms is not told by browsers, and counts as 0. */
async function longest(page: Page, since: number): Promise<number> {
  await page.waitForTimeout(300);
  return page.evaluate((from) => globalThis.busy.filter(({ at }) => at >= from).reduce((most, { ms }) => Math.max(most, ms), 0), since);
}

interface Held {
  /** Scripts and documents of the window and its worker, as the browser tells after collecting. */
  readonly scriptMb: number;
  /** The browser's main process, in which opened papers lie, as the kernel tells. */
  readonly mainMb: number;
  /** The window's process, with what the browser keeps of drawn pictures. */
  readonly windowMb: number;
}

async function held(page: Page, browser: Browser): Promise<Held> {
  await page.waitForTimeout(500);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.detach();
  const told = await page.evaluate(() => (performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }).measureUserAgentSpecificMemory());
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  await system.detach();
  const most = (wanted: string): number => Math.max(...processInfo.filter(({ type }) => type === wanted).map(({ id }) => proportionalMb(id)));
  return { scriptMb: told.bytes / 1e6, mainMb: most("browser"), windowMb: most("renderer") };
}

function proportionalMb(process: number): number {
  return Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1000;
}

/** As when the system has little memory left: the browser lets go of what it can make again. */
async function ask(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Memory.simulatePressureNotification", { level: "critical" });
  await cdp.detach();
}

/** The same photograph in a window without anything of ours: what the browser keeps of it by itself. */
async function pictureOnPlain(browser: Browser, address: string): Promise<readonly [before: number, after: number, asked: number]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const window = async (): Promise<number> => {
    await page.waitForTimeout(500);
    const system = await browser.newBrowserCDPSession();
    const { processInfo } = await system.send("SystemInfo.getProcessInfo");
    await system.detach();
    return Math.max(...processInfo.filter(({ type }) => type === "renderer").map(({ id }) => proportionalMb(id)));
  };
  const before = await window();
  for (let i = 0; i < TIMES; i++) {
    await page.evaluate(async () => {
      const url = URL.createObjectURL(await (await fetch("/file")).blob());
      const picture = document.createElement("img");
      picture.src = url;
      document.body.append(picture);
      await picture.decode();
      await new Promise((done) => setTimeout(done, 300));
      picture.remove();
      URL.revokeObjectURL(url);
    });
  }
  const after = await window();
  await ask(page);
  const asked = await window();
  await context.close();
  return [before, after, asked];
}

function ratio(values: readonly number[], raws: readonly number[], than: string): string {
  const [of, raw] = [median(values), median(raws)];
  return `${(of / raw).toFixed(1)} × ${than} (${raw.toFixed(0)} ms)`;
}
