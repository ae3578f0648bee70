/** The page's side of the worker: every handler as a function that gives a promise. */

import type { Handlers, Progress } from "./handlers.ts";
import { type Ask, hear, type Say } from "./protocol.ts";

/** A handler as the page calls it: the function for progress, where there is one, comes last and may be left out. */
export type Remote<T> = T extends (...args: infer A) => infer R
  ? A extends [...infer B, Progress]
    ? (...args: [...B, progress?: Progress]) => Promise<Awaited<R>>
    : (...args: A) => Promise<Awaited<R>>
  : never;

/** Everything that the page may ask. */
export type Client = { readonly [K in keyof Handlers]: Remote<Handlers[K]> } & {
  /** Stops the worker at once: every key in it is gone. */
  readonly stop: () => void;
};

/** The part of `Worker` that is used. */
export interface Port {
  postMessage(message: Ask): void;
  onmessage: ((event: MessageEvent<Say>) => void) | null;
  terminate(): void;
}

interface Waiting {
  readonly done: (value: unknown) => void;
  readonly failed: (error: Error) => void;
  readonly progress: Progress | undefined;
}

/** Speaks with a worker. `keep`: given what was seen to be true, to keep until the next visit. */
export function connect(worker: Port, keep: (text: string) => void = () => undefined): Client {
  const waiting = new Map<number, Waiting>();
  let next = 1;
  worker.onmessage = ({ data }) => {
    if ("keep" in data) {
      keep(data.keep);
      return;
    }
    const found = waiting.get(data.id);
    if ("progress" in data) {
      found?.progress?.(...data.progress);
      return;
    }
    waiting.delete(data.id);
    if ("error" in data) found?.failed(hear(data.error));
    else found?.done(data.value);
  };
  const ask = (name: string, all: readonly unknown[]): Promise<unknown> =>
    new Promise((done, failed) => {
      const last = all.at(-1);
      const progress = typeof last === "function" ? (last as Progress) : undefined;
      const args = progress === undefined ? all : all.slice(0, -1);
      const id = next++;
      waiting.set(id, { done, failed, progress });
      worker.postMessage({ id, name, args, progress: progress !== undefined });
    });
  const stop = (): void => {
    worker.terminate();
    for (const one of waiting.values()) one.failed(new Error("stopped"));
    waiting.clear();
  };
  return new Proxy({ stop } as Client, {
    get: (target, name) => (name === "stop" ? target.stop : name === "then" ? undefined : (...args: unknown[]) => ask(String(name), args)),
  });
}
