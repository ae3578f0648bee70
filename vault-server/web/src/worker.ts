/** The worker's beginning: what the browser gives enters the code here, and nowhere else. The page never freezes, and never holds a key. */

import { type Handlers, makeHandlers } from "./worker/handlers.ts";
import { type Ask, type Say, tell } from "./worker/protocol.ts";

/** What this file uses of a worker's global object. */
interface WorkerScope {
  postMessage(message: Say): void;
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;

const desk = {
  entropy: (dst: Uint8Array<ArrayBuffer>): void => {
    // The browser gives at most 65,536 bytes at once; nothing here asks for more.
    crypto.getRandomValues(dst);
  },
  now: (): number => Date.now(),
  fetch: (...args: Parameters<typeof fetch>): Promise<Response> => fetch(...args),
};

const handlers = makeHandlers(desk, (keep) => scope.postMessage({ keep }));

scope.onmessage = ({ data }) => {
  void answer(data).then((say) => scope.postMessage(say));
};

async function answer({ id, name, args, progress }: Ask): Promise<Say> {
  try {
    const handler = Object.hasOwn(handlers, name) ? handlers[name as keyof Handlers] : undefined;
    if (handler === undefined) throw new Error(`no such act: ${name}`);
    const onProgress = (done: number, of: number): void => scope.postMessage({ id, progress: [done, of] });
    const all = progress ? [...args, onProgress] : args;
    return { id, value: await (handler as (...all: unknown[]) => unknown)(...all) };
  } catch (error) {
    return { id, error: tell(error) };
  }
}
