// Debian's Firefox ESR, headless, over WebDriver BiDi: the browser's own remote control, with nothing in between. It is told to
// accept the test server's certificate and to call nobody else by itself.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { Demo } from "./demo.ts";

const PROGRAM = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";
const WITHIN_MS = 30_000;
/** The key Enter, as WebDriver writes it. */
export const ENTER = "\uE007";

/** What an element is to the browser. */
interface Shared {
  readonly sharedId: string;
}

/** One window of Firefox. */
export interface Fox {
  readonly version: string;
  /** Where the browser keeps the files that it is given. */
  readonly downloads: string;
  /** Errors, of the policy too, and requests that left for another place. */
  readonly complaints: string[];
  /** Every address that was asked for. */
  readonly asked: string[];
  /** Goes to an address and waits until it is loaded. */
  goto(url: string): Promise<void>;
  /** Runs a function of the page's window; what it gives is plain data. */
  run<T>(what: string): Promise<T>;
  /** Waits until the page shows an element; gives its text. `text`: only one that says this. */
  wait(selector: string, text?: string): Promise<string>;
  /** Clicks as a hand does. */
  click(selector: string, text?: string): Promise<void>;
  /** Types where the focus is. */
  type(keys: string): Promise<void>;
  /** Clicks a field, and types. */
  fill(selector: string, keys: string): Promise<void>;
  /** Chooses files. */
  choose(selector: string, ...files: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts Firefox with one window of a phone's size, for the demonstration. */
export async function startFirefox(demo: Pick<Demo, "origin" | "front">): Promise<Fox> {
  if (!existsSync(PROGRAM)) throw new Error("Firefox is missing: run scripts/install-browser.sh");
  const folder = mkdtempSync(join(tmpdir(), "coffre-firefox-"));
  const downloads = join(folder, "downloads");
  mkdirSync(downloads);
  const tunnel = await startTunnel(demo);
  const profile = join(folder, "profile");
  mkdirSync(profile);
  writeFileSync(join(profile, "user.js"), preferences(downloads, portOf(tunnel)));
  const child = spawn(PROGRAM, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], {
    env: { ...process.env, HOME: folder, MOZ_CRASHREPORTER_DISABLE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const gone = new Promise((done) => child.once("exit", done));
  const wire = await Wire.open(await listening(child));
  const { capabilities } = await wire.send<{ capabilities: { browserVersion: string } }>("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  const { contexts } = await wire.send<{ contexts: readonly { context: string }[] }>("browsingContext.getTree", {});
  const context = contexts[0]?.context ?? "";
  await wire.send("browsingContext.setViewport", { context, viewport: { width: 360, height: 740 } });
  const [complaints, asked] = [[] as string[], [] as string[]];
  wire.on("log.entryAdded", ({ level, text }) => void (level === "error" && complaints.push(String(text))));
  wire.on("network.beforeRequestSent", ({ request }) => {
    const { url } = request as { url: string };
    asked.push(url);
    if (!/^(blob|data|about):/.test(url) && new URL(url).origin !== demo.origin) complaints.push(`request to ${url}`);
  });
  await wire.send("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
  const violated = "() => addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))";
  await wire.send("script.addPreloadScript", { functionDeclaration: violated });
  const close = async (): Promise<void> => {
    await wire.send("browser.close", {}).catch(() => undefined);
    child.kill("SIGTERM");
    await gone;
    tunnel.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { version: capabilities.browserVersion, downloads, complaints, asked, close, ...hands(wire, context, demo.origin) };
}

/** Waits until an element stands still in the middle of the window, and nothing lies over it. */
const STEADY = `async (element) => {
  const place = () => { const { x, y, width, height } = element.getBoundingClientRect(); return [x + width / 2, y + height / 2]; };
  for (let i = 0; i < 200; i++) {
    element.scrollIntoView({ block: "center" });
    const before = place();
    await new Promise((done) => setTimeout(done, 50));
    const now = place();
    if (before.join() === now.join() && !element.disabled && element.contains(document.elementFromPoint(...now))) return;
  }
}`;

/** What one does in a window. */
function hands(wire: Wire, context: string, origin: string): Pick<Fox, "goto" | "run" | "wait" | "click" | "type" | "fill" | "choose"> {
  const evaluate = async (declaration: string, args: readonly unknown[] = []): Promise<{ value?: unknown } & Partial<Shared>> => {
    const told = { functionDeclaration: declaration, arguments: args.map((value) => ({ type: "string", value })), awaitPromise: true, target: { context } };
    const answer = await wire.send<{ type: string; result: { value?: unknown } & Partial<Shared>; exceptionDetails?: { text: string } }>("script.callFunction", told);
    if (answer.type !== "success") throw new Error(answer.exceptionDetails?.text ?? declaration);
    return answer.result;
  };
  const find = async (selector: string, text = ""): Promise<Shared> => {
    const seek = "(selector, text) => [...document.querySelectorAll(selector)].find((element) => (element.textContent ?? '').includes(text)) ?? null";
    for (const end = Date.now() + WITHIN_MS; Date.now() < end; await pause(100)) {
      const { sharedId } = await evaluate(seek, [selector, text]).catch(() => ({ sharedId: undefined }));
      if (sharedId !== undefined) return { sharedId };
    }
    const { value } = await evaluate("() => document.body.innerText");
    throw new Error(`${selector} "${text}" is not there:\n${String(value)}`);
  };
  const on = (functionDeclaration: string, element: Shared): Promise<{ result: { value?: unknown } }> =>
    wire.send("script.callFunction", { functionDeclaration, arguments: [element], awaitPromise: true, target: { context } });
  const press = (keys: string): readonly unknown[] => [...keys].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
  const type = async (keys: string): Promise<void> => {
    await wire.send("input.performActions", { context, actions: [{ type: "key", id: "keys", actions: press(keys) }] });
  };
  const click = async (selector: string, text?: string): Promise<void> => {
    const element = await find(selector, text);
    await on(STEADY, element);
    const there = { type: "pointerMove", x: 0, y: 0, origin: { type: "element", element } };
    const actions = [there, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
    await wire.send("input.performActions", { context, actions: [{ type: "pointer", id: "hand", actions }] });
  };
  return {
    goto: (url) => wire.send("browsingContext.navigate", { context, url: new URL(url, origin).href, wait: "complete" }),
    run: async <T>(what: string) => JSON.parse(String((await evaluate(`async () => JSON.stringify(await (${what})())`)).value)) as T,
    wait: async (selector, text) => String((await on("(element) => element.innerText ?? ''", await find(selector, text))).result.value),
    click,
    type,
    async fill(selector, keys) {
      await click(selector);
      await type(keys);
    },
    async choose(selector, ...files) {
      await wire.send("input.setFiles", { context, element: await find(selector), files });
    },
  };
}

/** The one connection to the browser: commands and their answers, and what it tells unasked. */
class Wire {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
  readonly #heard = new Map<string, (told: Record<string, unknown>) => void>();
  #next = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => this.#hear(JSON.parse(data.toString()) as Heard));
    socket.on("close", () => this.#waiting.forEach(({ failed }) => failed(new Error("Firefox has gone"))));
  }

  static async open(address: string): Promise<Wire> {
    const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
    await new Promise((done, failed) => socket.once("open", done).once("error", failed));
    return new Wire(socket);
  }

  send<T = void>(method: string, params: object): Promise<T> {
    return new Promise<T>((done, failed) => {
      const id = this.#next++;
      this.#waiting.set(id, { done, failed });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  on(method: string, then: (told: Record<string, unknown>) => void): void {
    this.#heard.set(method, then);
  }

  #hear(told: Heard): void {
    if (told.type === "event") return this.#heard.get(told.method)?.(told.params);
    const found = this.#waiting.get(told.id);
    this.#waiting.delete(told.id);
    if (told.type === "success") found?.done(told.result as never);
    else found?.failed(new Error(`${told.error}: ${told.message}`));
  }
}

type Heard =
  | { readonly type: "event"; readonly method: string; readonly params: Record<string, unknown> }
  | { readonly type: "success"; readonly id: number; readonly result: unknown }
  | { readonly type: "error"; readonly id: number; readonly error: string; readonly message: string };

/** Leads every connection to the server, also when the page that is tested stands before it at another port; to nowhere else. */
async function startTunnel({ origin, front }: Pick<Demo, "origin" | "front">): Promise<Server> {
  const { host, port } = new URL(origin);
  const tunnel = createServer((from: Socket) => {
    from.on("error", () => undefined).once("data", (first) => {
      if (!first.toString("latin1").startsWith(`CONNECT ${host} `)) return from.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      const to = connect(front ?? Number(port), "127.0.0.1", () => {
        from.write("HTTP/1.1 200 OK\r\n\r\n");
        from.pipe(to).pipe(from);
      });
      to.on("error", () => from.destroy());
      from.on("close", () => to.destroy());
      return undefined;
    });
  });
  await new Promise<void>((done) => tunnel.listen(0, "127.0.0.1", done));
  return tunnel;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Everything through the tunnel; no call of the browser's own; files are kept without a question. */
function preferences(downloads: string, tunnel: number): string {
  const wanted: Record<string, string | number | boolean> = {
    "network.proxy.type": 1,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": tunnel,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": tunnel,
    "network.proxy.allow_hijacking_localhost": true,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "app.update.enabled": false,
    "app.normandy.enabled": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "browser.safebrowsing.malware.enabled": false,
    "browser.safebrowsing.phishing.enabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "browser.aboutwelcome.enabled": false,
    "browser.startup.page": 0,
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.always_ask_before_handling_new_types": false,
    "browser.download.alwaysOpenPanel": false,
    "extensions.update.enabled": false,
    "intl.accept_languages": "fr-FR, fr",
    "remote.active-protocols": 1,
    "ui.prefersReducedMotion": 1,
  };
  return Object.entries(wanted).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join("");
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let told = "";
    const late = setTimeout(() => fail(new Error(`Firefox does not answer: ${told}`)), WITHIN_MS);
    child.stderr?.on("data", (piece: Buffer) => {
      told += piece.toString();
      const address = /WebDriver BiDi listening on (ws:\/\/[\d.:]+)/.exec(told)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      done(address);
    });
    child.once("exit", (code) => fail(new Error(`Firefox ended with ${code}: ${told}`)));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => void setTimeout(done, ms));
}
