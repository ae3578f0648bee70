/** The server at the other end: signed requests to one origin, bounded answers, streams. */

import { type Bytes, concat, fromUtf8, toBase64Url, toHex, utf8 } from "../core/bytes.ts";
import type { Entropy } from "../core/entropy.ts";
import { type AccountId, type Hash, newId } from "../core/ids.ts";
import type { SigningKey } from "../core/keys.ts";
import type { Origin } from "../core/origin.ts";
import { type Method, REQUEST_HEADER, signRequest, toHeader } from "../core/request.ts";
import { sha256 } from "../core/suite.ts";
import { Patience, SILENCE_MS, UPLOAD_SILENCE_MS } from "./patience.ts";
import { AnswerUnreadable, ServerRefusal, Unreachable } from "./problem.ts";

/** Longest JSON answer that is read. */
const MAX_ANSWER = 16 * 1024 * 1024;

/** What the page takes from its surroundings: passed in, so that tests pass their own. */
export interface Desk {
  readonly entropy: Entropy;
  /** Unix milliseconds. */
  now(): number;
  readonly fetch: typeof fetch;
}

/** Who asks. */
export interface Caller {
  readonly token: string;
  readonly account: AccountId;
  readonly signing: SigningKey;
}

/** What is sent. */
export type Content = { readonly json: unknown } | { readonly object: Blob; readonly hash: Hash } | undefined;

/** An answer whose body is still to come, and how long one waits for it. */
interface Heard {
  readonly response: Response;
  readonly patience: Patience;
}

/** How much of an object has gone, and of how much. */
export type OnProgress = (sent: number, of: number) => void;

/** One server. */
export class Remote {
  readonly origin: Origin;
  readonly desk: Desk;

  constructor(origin: Origin, desk: Desk) {
    this.origin = origin;
    this.desk = desk;
  }

  /** Asks, and reads an answer in JSON; `undefined` when there is none. */
  async call<T>(method: Method, path: string, content: Content, caller?: Caller, onProgress?: OnProgress): Promise<T> {
    const text = await body(await this.#send(method, path, content, caller, onProgress));
    return (text === "" ? undefined : parse(text)) as T;
  }

  /** Asks for bytes, and gives them as they come. What is longer than `limit` is an error. */
  async *download(path: string, limit: number, caller: Caller): AsyncGenerator<Uint8Array> {
    let left = limit;
    for await (const piece of pieces(await this.#send("GET", path, undefined, caller))) {
      left -= piece.length;
      if (left < 0) throw new AnswerUnreadable("longer than announced");
      yield piece;
    }
  }

  async #send(method: Method, path: string, content: Content, caller?: Caller, onProgress?: OnProgress): Promise<Heard> {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json, application/octet-stream" };
    const sent = content === undefined ? undefined : "json" in content ? utf8(JSON.stringify(content.json)) : content.object;
    if (content !== undefined) headers["Content-Type"] = "json" in content ? "application/json" : "application/octet-stream";
    if (caller !== undefined) {
      const hash = content !== undefined && "hash" in content ? content.hash : toHex(sha256((sent ?? new Uint8Array(0)) as Bytes));
      headers[REQUEST_HEADER] = await this.#sign(method, path, hash, caller);
      headers["Authorization"] = `Bearer ${caller.token}`;
    }
    const patience = new Patience(sent instanceof Blob ? UPLOAD_SILENCE_MS : SILENCE_MS);
    const response = sent instanceof Blob && typeof XMLHttpRequest === "function"
      ? await upload(this.origin.text + path, method, headers, sent, onProgress)
      : await patience.for(this.#fetch(path, { method, headers, body: sent ?? null, signal: patience.signal }));
    const heard = { response, patience };
    if (response.ok) return heard;
    throw refusal(response.status, await body(heard));
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const quiet: RequestInit = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" };
    return this.desk.fetch(this.origin.text + path, { ...quiet, ...init });
  }

  async #sign(method: Method, path: string, body: Hash, caller: Caller): Promise<string> {
    const { account, signing } = caller;
    const nonce = newId(this.desk.entropy);
    const request = { account, origin: toHex(this.origin.hash), unixMs: this.desk.now(), nonce, body, method, path };
    return toHeader(await signRequest(request, signing));
  }
}

/** The token as it travels. */
export function tokenText(token: Bytes): string {
  return toBase64Url(token);
}

/** The body, as it comes. Whoever stops reading, or loses patience, closes it. */
async function* pieces({ response, patience }: Heard): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const next = reader === undefined ? undefined : await patience.for(reader.read());
      if (next?.value === undefined) return;
      yield next.value;
    }
  } finally {
    void reader?.cancel().catch(() => undefined);
  }
}

async function body(heard: Heard): Promise<string> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces(heard)) {
    all.push(piece);
    length += piece.length;
    if (length > MAX_ANSWER) throw new AnswerUnreadable("too long");
  }
  const text = fromUtf8(concat(...all));
  if (text === undefined) throw new AnswerUnreadable("no text");
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AnswerUnreadable("no JSON");
  }
}

function refusal(status: number, text: string): Error {
  let problem: unknown;
  try {
    problem = JSON.parse(text);
  } catch {
    problem = undefined;
  }
  if (typeof problem === "object" && problem !== null && "code" in problem) return new ServerRefusal(status, { ...problem });
  return status >= 500 || status === 429 ? new Unreachable() : new AnswerUnreadable(`HTTP ${status}`);
}

/** The one way in which a browser tells how much of a body has gone: for who waits, and to know that it still moves. */
function upload(url: string, method: string, headers: Record<string, string>, sent: Blob, onProgress?: OnProgress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let late: ReturnType<typeof setTimeout> | undefined;
    const moves = (): void => {
      clearTimeout(late);
      late = setTimeout(() => request.abort(), UPLOAD_SILENCE_MS);
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      moves();
      onProgress?.(event.loaded, event.total);
    };
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = request.onabort = () => reject(new Unreachable());
    request.onloadend = () => clearTimeout(late);
    moves();
    request.send(sent);
  });
}
