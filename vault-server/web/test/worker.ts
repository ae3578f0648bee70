/** The worker in this same process; whatever crosses is cloned, as between a page and a worker. */

import { vi } from "vitest";
import { type Client, connect, type Port } from "../src/worker/client.ts";
import type { Ask, Say } from "../src/worker/protocol.ts";

/** A page that speaks with a worker of its own. */
export async function newWorker(keep?: (text: string) => void): Promise<Client> {
  const port: Port = { onmessage: null, postMessage: () => undefined, terminate: () => undefined };
  const scope = globalThis as unknown as { onmessage: ((event: { data: Ask }) => void) | null };
  vi.stubGlobal("postMessage", (message: Say) => port.onmessage?.({ data: structuredClone(message) } as MessageEvent<Say>));
  vi.stubGlobal("onmessage", null);
  vi.resetModules();
  await import("../src/worker.ts");
  const heard = scope.onmessage;
  port.postMessage = (message) => heard?.({ data: structuredClone(message) });
  return connect(port, keep);
}
