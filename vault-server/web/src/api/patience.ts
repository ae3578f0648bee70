/** How long one waits for a network that says nothing. What still moves is never cut; what stands still is, and then is told as no network. */

import { Unreachable } from "./problem.ts";

/** Without a byte of an answer, in milliseconds. Longer than what the server gives itself for a call (30 s), so that its own refusal arrives first. */
export const SILENCE_MS = 45_000;

/** While an object is sent: what the browser calls sent may still wait for minutes in the device when the line is slow. */
export const UPLOAD_SILENCE_MS = 150_000;

/** One call's patience. */
export class Patience {
  readonly #end = new AbortController();
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Aborts the call once patience is lost. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Waits for the next sign of life, from now on; throws {@link Unreachable} when none comes, or when it is a failure. */
  async for<T>(next: Promise<T>): Promise<T> {
    let late: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, fail) => {
      late = setTimeout(() => {
        fail(new Unreachable());
        this.#end.abort();
      }, this.#ms);
    });
    try {
      return await Promise.race([next, silence]);
    } catch (cause) {
      throw cause instanceof Unreachable ? cause : new Unreachable(cause);
    } finally {
      clearTimeout(late);
    }
  }
}
