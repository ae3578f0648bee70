// What takes time and may fail: an act that somebody asks for, and what a screen fetches when it appears.
import { useEffect, useState } from "preact/hooks";
import { Failure } from "./failure.ts";

/** An act that takes time and may fail. */
export interface Act {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  run(act: () => Promise<void>): void;
}

/** One act at a time: whether it goes on, and how it failed. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const run = (act: () => Promise<void>): void => {
    setBusy(true);
    setFailure(undefined);
    act().catch((thrown: unknown) => setFailure(Failure.of(thrown))).finally(() => setBusy(false));
  };
  return { busy, failure, run };
}

/** What is fetched when a screen appears. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
  again(): void;
}

/** Fetches once, and again when asked. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ value?: T; failure?: Failure }>({});
  useEffect(() => {
    let watched = true;
    const keep = (next: { value?: T; failure?: Failure }): void => {
      if (watched) setState(next);
    };
    load().then((value) => keep({ value }), (thrown: unknown) => keep({ failure: Failure.of(thrown) }));
    return () => {
      watched = false;
    };
  }, [round]);
  return { value: state.value, failure: state.failure, again: () => setRound(round + 1) };
}
