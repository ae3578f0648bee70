// The log that an auditor reads: once for a session, verified, in memory only. Every screen of the auditor looks at the same.
import { useEffect } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { Store, useStore } from "../../app/store.ts";
import type { Session } from "../../app/vault.ts";

/** The whole log, as the worker verified it. */
export type Log = Awaited<ReturnType<Session["client"]["readWholeLog"]>>;
/** One entry: numbers and ids, never a name or a content. */
export type Line = Log["entries"][number];

/** How far the reading is. */
export type Reading =
  | { readonly state: "reads"; readonly share: number | undefined }
  | { readonly state: "verified"; readonly log: Log }
  | { readonly state: "failed"; readonly failure: Failure };

const readings = new WeakMap<Session, Store<Reading>>();
/** Sessions in which the reading has begun. A screen that is left before it was drawn begins nothing: the next one does. */
const begun = new WeakSet<Session>();

/** Reads and verifies everything; `proof`: a file kept from an earlier visit, that the log must continue. */
export async function readAll(open: Session, proof?: Blob): Promise<void> {
  const store = storeOf(open);
  begun.add(open);
  store.set({ state: "reads", share: undefined });
  try {
    if (proof !== undefined) await open.client.holdToProof("self", proof);
    const log = await open.client.readWholeLog("self", (done, of) => store.set({ state: "reads", share: of === 0 ? 1 : done / of }));
    store.set({ state: "verified", log });
  } catch (thrown) {
    store.set({ state: "failed", failure: Failure.of(thrown) });
  }
}

/** The reading of this session; it begins by itself. */
export function useLog(open: Session): Reading {
  const reading = useStore(storeOf(open));
  useEffect(() => {
    if (!begun.has(open)) void readAll(open);
  }, [open]);
  return reading;
}

function storeOf(open: Session): Store<Reading> {
  let store = readings.get(open);
  if (store === undefined) readings.set(open, (store = new Store<Reading>({ state: "reads", share: undefined })));
  return store;
}
