// Something that is asked for when a screen appears: it comes, or it fails in a sentence and can be asked for again.
import { useEffect, useState } from "preact/hooks";
import { Failure } from "./failure.ts";

/** What was asked for, as far as it is known. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
  /** Asks anew. What is shown stays until the answer comes. */
  readonly again: () => void;
}

/** Asks once when the screen appears. */
export function useLoad<T>(ask: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value?: T; failure?: Failure }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let watched = true;
    ask().then(
      (value) => watched && setState({ value }),
      (thrown: unknown) => watched && setState(({ value }) => ({ ...(value === undefined ? {} : { value }), failure: Failure.of(thrown) })),
    );
    return () => {
      watched = false;
    };
  }, [round]);
  const again = (): void => {
    setState(({ value }) => (value === undefined ? {} : { value }));
    setRound((before) => before + 1);
  };
  return { value: state.value, failure: state.failure, again };
}
