// The line between the browser and the server: it passes everything on as it is, headers and all, until a test asks it to cut, to
// change, to answer by itself or to wait. The browser knows nothing of it, and no driver has to hold a request.
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { REQUEST_HEADER } from "../../src/core/request.ts";
import { type Breaking, type Change, relay } from "./relay.ts";
import { freePort } from "./port.ts";

/** Which calls. */
export interface Where {
  /** Held against the path with what follows `?`. */
  readonly path: RegExp;
  /** Any, when left out. */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
}

/** What the line answers by itself. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A rule of the line, from when it is made until it is lifted or the line is mended. */
export interface Rule {
  /** The paths of the calls that fitted, in their order. */
  readonly calls: readonly string[];
  /** Takes this rule away; what it held goes on. */
  lift(): void;
}

/** The line. Where several rules fit a call, the first that was made acts, and each counts it. */
export interface Line {
  /** The port where the browser really goes. */
  readonly front: number;
  /** Counts the calls that fit, and does nothing to them. */
  watch(where: Where): Rule;
  /** Breaks the connection before the server hears of the call: always, or for the first so many calls. */
  cut(where: Where, times?: number): Rule;
  /** Gives another body than the server's, which is asked for it uncompressed. */
  change(where: Where, change: Change): Rule;
  /** Answers in the server's place. */
  answer(where: Where, answer: Answer): Rule;
  /** Lets the call wait before the server hears of it: until the rule is lifted, for so many milliseconds, or as long as something else takes. */
  hold(where: Where, until?: number | ((asked: IncomingMessage) => Promise<unknown>)): Rule;
  /** The next call that fits breaks in the middle, and from then on there is no network at all, until {@link mend}. */
  breakAt(next: Where & Breaking): void;
  /** Resolves once the line is broken. */
  broken(): Promise<void>;
  /** Takes every rule away, and the network is back. */
  mend(): void;
  stop(): void;
}

/** What a rule does to a call that fits: all of it, a change of the answer, or nothing more. */
type Act = (asked: IncomingMessage, answer: ServerResponse) => "done" | Change | undefined | Promise<undefined>;

interface Made {
  readonly where: Where;
  readonly act: Act | undefined;
  readonly calls: string[];
  release(): void;
}

const fits = ({ path, method }: Where, asked: IncomingMessage): boolean => (method ?? asked.method) === asked.method && path.test(asked.url ?? "/");

/** What tells a call from another, when it is signed. */
function signatureOf({ headers }: IncomingMessage): string | undefined {
  const header = headers[REQUEST_HEADER.toLowerCase()];
  return typeof header === "string" ? header : undefined;
}

/** Starts a line to a port of this machine, under the certificate and the key of a folder. */
export async function startLine(tls: string, port: number): Promise<Line> {
  let rules: readonly Made[] = [];
  let [next, isDown, tell] = [undefined as (Where & Breaking) | undefined, false, undefined as (() => void) | undefined];
  const signatures = new Set<string>();
  const broken = (): void => {
    [next, isDown] = [undefined, true];
    server.closeAllConnections();
    tell?.();
  };
  const serve = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const fitting = rules.filter(({ where }) => fits(where, asked));
    // On a connection that served before, a browser sends a lost call again by itself, under the same signature: still the same call.
    const signature = signatureOf(asked);
    if (signature === undefined || !signatures.has(signature)) for (const { calls } of fitting) calls.push(asked.url ?? "/");
    if (signature !== undefined) signatures.add(signature);
    if (isDown) return void asked.destroy();
    const done = await fitting.find(({ act }) => act !== undefined)?.act?.(asked, answer);
    // Whoever asked may have gone meanwhile.
    if (done === "done" || answer.destroyed) return;
    relay(asked, answer, port, { change: done, breaking: next !== undefined && fits(next, asked) ? next : undefined, broken });
  };
  const server = createServer({ cert: readFileSync(join(tls, "server.pem")), key: readFileSync(join(tls, "server.key")) }, (asked, answer) => void serve(asked, answer));
  // Nothing is closed because it is old: only because a test says so.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
  const front = await freePort();
  await new Promise<void>((done) => server.listen(front, "127.0.0.1", done));
  const rule = (where: Where, act?: Act, release: () => void = () => undefined): Rule => {
    const made: Made = { where, act, calls: [], release };
    rules = [...rules, made];
    const lift = (): void => {
      rules = rules.filter((one) => one !== made);
      release();
    };
    return { calls: made.calls, lift };
  };
  return {
    front,
    watch: (where) => rule(where),
    cut: (where, times) => rule(where, cutting(times)),
    change: (where, change) => rule(where, () => change),
    answer: (where, given) => rule(where, answering(given)),
    hold: (where, until) => rule(where, ...holding(until)),
    breakAt: (one) => void (next = one),
    broken: () => (isDown ? Promise.resolve() : new Promise<void>((done) => (tell = done))),
    mend() {
      for (const { release } of rules) release();
      [rules, next, isDown, tell] = [[], undefined, false, undefined];
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function cutting(times = Infinity): Act {
  const cut = new Set<string | symbol>();
  return (asked) => {
    const call = signatureOf(asked) ?? Symbol();
    if (!cut.has(call) && cut.size >= times) return undefined;
    cut.add(call);
    asked.destroy();
    return "done";
  };
}

function answering({ status, type, body }: Answer): Act {
  return (asked, answer) => {
    asked.resume();
    answer.writeHead(status, { "content-type": type }).end(body);
    return "done";
  };
}

function holding(until: Parameters<Line["hold"]>[1]): [Act, () => void] {
  let release = (): void => undefined;
  const released = new Promise<void>((done) => (release = done));
  const over = (asked: IncomingMessage): Promise<unknown> => {
    if (until === undefined) return released;
    return typeof until === "number" ? new Promise((done) => void setTimeout(done, until)) : until(asked);
  };
  return [async (asked) => void (await Promise.race([released, over(asked)])), () => release()];
}
