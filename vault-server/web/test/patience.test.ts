/** A network that says nothing: what stands still is given up after a while, what still moves never is. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Patience, SILENCE_MS, UPLOAD_SILENCE_MS } from "../src/api/patience.ts";
import { Unreachable } from "../src/api/problem.ts";
import { type Caller, Remote } from "../src/api/remote.ts";
import { SigningKey } from "../src/core/keys.ts";
import { Origin } from "../src/core/origin.ts";

const ORIGIN = Origin.parse("https://coffre.example");
const OBJECT = { object: new Blob(["SPECIMEN"]), hash: "0".repeat(64) };
const caller: Caller = { token: "SPECIMEN", account: "d".repeat(32), signing: await SigningKey.of(new Uint8Array(32).fill(7)) };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server whose answer a test gives when it wants, and what was asked of it. */
function server() {
  const asked: RequestInit[] = [];
  let answer = (_: Response): void => undefined;
  const answered = new Promise<Response>((done) => (answer = done));
  const fetch = (_: unknown, init: RequestInit = {}): Promise<Response> => {
    asked.push(init);
    return answered;
  };
  const remote = new Remote(ORIGIN, { entropy: (dst) => void dst.fill(9), now: () => 1_780_000_000_000, fetch: fetch as typeof globalThis.fetch });
  return { remote, asked, answer };
}

/** A body whose pieces a test gives when it wants. */
function body() {
  let give: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (give = controller) });
  return { response: new Response(stream), give: (text: string) => give?.enqueue(new TextEncoder().encode(text)), end: () => give?.close() };
}

/** What became of a promise, without waiting for it. */
function fate(promise: Promise<unknown>): { value?: unknown; error?: unknown } {
  const found: { value?: unknown; error?: unknown } = {};
  void promise.then((value) => (found.value = value), (error: unknown) => (found.error = error));
  return found;
}

describe("a call", () => {
  it("that is never answered is given up after a while, not before, and the browser is told to stop", async () => {
    const { remote, asked } = server();
    const found = fate(remote.call("GET", "/v1/server", undefined));
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(found).toEqual({});
    expect(asked[0]?.signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(found.error).toBeInstanceOf(Unreachable);
    expect(asked[0]?.signal?.aborted).toBe(true);
  });

  it("whose answer comes slowly is read to its end, and not stopped", async () => {
    const { remote, asked, answer } = server();
    const found = fate(remote.call("GET", "/v1/server", undefined));
    const { response, give, end } = body();
    answer(response);
    for (const piece of ["{", '"slow"', ":", "true", "}"]) {
      await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
      give(piece);
    }
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(found).toEqual({});
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(found).toEqual({ value: { slow: true } });
    // What was heard in time is not called late afterwards.
    expect(vi.getTimerCount()).toBe(0);
    expect(asked[0]?.signal?.aborted).toBe(false);
  });

  it("whose answer stops in the middle is given up", async () => {
    const { remote, answer } = server();
    const found = fate(remote.call("GET", "/v1/server", undefined));
    const { response, give } = body();
    answer(response);
    give("{");
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    expect(found.error).toBeInstanceOf(Unreachable);
  });
});

describe("patience", () => {
  it("outlasts the server's own, which is half a minute, and not a person's", () => {
    expect(SILENCE_MS).toBeGreaterThan(30_000);
    expect(SILENCE_MS).toBeLessThanOrEqual(60_000);
    expect(UPLOAD_SILENCE_MS).toBeGreaterThan(SILENCE_MS);
    expect(UPLOAD_SILENCE_MS).toBeLessThanOrEqual(180_000);
  });

  it("tells a network that fails as no network, with what it said", async () => {
    const cause = new TypeError("SPECIMEN: no route");
    const found = fate(new Patience(SILENCE_MS).for(Promise.reject(cause)));
    await vi.advanceTimersByTimeAsync(0);
    expect(found.error).toBeInstanceOf(Unreachable);
    expect((found.error as Unreachable).cause).toBe(cause);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("an object that comes", () => {
  it("is waited for as long as bytes come, however long whoever reads takes, and no longer", async () => {
    const { remote, answer, asked } = server();
    const { response, give } = body();
    answer(response);
    const object = remote.download("/v1/openings/a/object", 1000, caller);
    for (let i = 0; i < 5; i++) {
      const next = fate(object.next());
      await vi.waitUntil(() => asked.length === 1);
      await vi.advanceTimersByTimeAsync(SILENCE_MS - 100);
      expect(next).toEqual({});
      give("SPECIMEN");
      await vi.advanceTimersByTimeAsync(0);
      expect(next.value).toMatchObject({ done: false });
      // Decrypting and drawing is no silence of the network.
      await vi.advanceTimersByTimeAsync(2 * SILENCE_MS);
    }
    const last = fate(object.next());
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    expect(last.error).toBeInstanceOf(Unreachable);
    expect(asked[0]?.signal?.aborted).toBe(true);
  });
});

describe("an object that goes", () => {
  /** The browser's one way to tell of progress, played. */
  class Played {
    static last: Played;
    readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    onload?: () => void;
    onabort?: () => void;
    onloadend?: () => void;
    aborted = false;
    readonly [name: string]: unknown;
    constructor() {
      Played.last = this;
    }
    open(): void {}
    setRequestHeader(): void {}
    send(): void {}
    abort(): void {
      this.aborted = true;
      this.onabort?.();
      this.onloadend?.();
    }
  }

  it("is waited for as long as bytes leave, and no longer", async () => {
    vi.stubGlobal("XMLHttpRequest", Played);
    const { remote } = server();
    const found = fate(remote.call("PUT", "/v1/vaults/a/uploads/b", OBJECT));
    for (let loaded = 1; loaded <= 5; loaded++) {
      await vi.advanceTimersByTimeAsync(UPLOAD_SILENCE_MS - 1);
      expect(found).toEqual({});
      Played.last.upload.onprogress?.({ loaded, total: 8 });
    }
    await vi.advanceTimersByTimeAsync(UPLOAD_SILENCE_MS - 1);
    expect(Played.last.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(Played.last.aborted).toBe(true);
    expect(found.error).toBeInstanceOf(Unreachable);
    expect(vi.getTimerCount()).toBe(0);
  });
});
