/** The server at the other end: signed requests to one origin, bounded answers, streams. */

import { type Bytes, fromUtf8, toBase64Url, toHex, utf8 } from "../core/bytes.ts";
import type { Entropy } from "../core/entropy.ts";
import { type AccountId, type Hash, newId } from "../core/ids.ts";
import type { SigningKey } from "../core/keys.ts";
import type { Origin } from "../core/origin.ts";
import { type Method, REQUEST_HEADER, signRequest, toHeader } from "../core/request.ts";
import { sha256 } from "../core/suite.ts";
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
    const response = await this.#send(method, path, content, caller, onProgress);
    const text = await body(response);
    return (text === "" ? undefined : parse(text)) as T;
  }

  /** Asks for bytes, and gives them as they come. What is longer than `limit` is an error. */
  async *download(path: string, limit: number, caller: Caller): AsyncGenerator<Uint8Array> {
    const response = await this.#send("GET", path, undefined, caller);
    let left = limit;
    const reader = response.body?.getReader();
    try {
      for (;;) {
        const next = await reader?.read().catch((cause: unknown) => {
          throw new Unreachable(cause);
        });
        if (next?.value === undefined) return;
        left -= next.value.length;
        if (left < 0) throw new AnswerUnreadable("longer than announced");
        yield next.value;
      }
    } finally {
      await reader?.cancel().catch(() => undefined);
    }
  }

  async #send(method: Method, path: string, content: Content, caller?: Caller, onProgress?: OnProgress): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json, application/octet-stream" };
    const sent = content === undefined ? undefined : "json" in content ? utf8(JSON.stringify(content.json)) : content.object;
    if (content !== undefined) headers["Content-Type"] = "json" in content ? "application/json" : "application/octet-stream";
    if (caller !== undefined) {
      const hash = content !== undefined && "hash" in content ? content.hash : toHex(sha256((sent ?? new Uint8Array(0)) as Bytes));
      headers[REQUEST_HEADER] = await this.#sign(method, path, hash, caller);
      headers["Authorization"] = `Bearer ${caller.token}`;
    }
    const response = onProgress !== undefined && sent instanceof Blob && typeof XMLHttpRequest === "function"
      ? await upload(this.origin.text + path, method, headers, sent, onProgress)
      : await this.#fetch(path, { method, headers, body: sent ?? null });
    if (response.ok) return response;
    throw refusal(response.status, await body(response));
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const quiet: RequestInit = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" };
    try {
      return await this.desk.fetch(this.origin.text + path, { ...quiet, ...init });
    } catch (cause) {
      throw new Unreachable(cause);
    }
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

async function body(response: Response): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new Unreachable(cause);
  }
  const text = bytes.length > MAX_ANSWER ? undefined : fromUtf8(bytes);
  if (text === undefined) throw new AnswerUnreadable("too long, or no text");
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

/** The one way in which a browser tells how much of a body has gone. */
function upload(url: string, method: string, headers: Record<string, string>, sent: Blob, onProgress: OnProgress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = request.onabort = () => reject(new Unreachable());
    request.send(sent);
  });
}
