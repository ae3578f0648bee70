// The sentences, inside components.
import { useEffect, useState } from "preact/hooks";
import { useStore } from "../app/store.ts";
import { type Args, type Part, type Words, words } from "./words.ts";

/** The language in use. Screens are drawn only once there is one. */
export function useWords(): Words {
  const now = useStore(words);
  if (now === undefined) throw new Error("a screen was drawn before its words");
  return now;
}

/** The function that tells a sentence by its id. */
export function useText(): (id: string, args?: Args) => string {
  const now = useWords();
  return (id, args) => now.text(id, args);
}

/** Loads a part; true once it is there. Without network it stays away, and the screen says less. */
export function usePart(part: Part): boolean {
  const now = useWords();
  // Which language it is there in: another one has to load it anew.
  const [ready, setReady] = useState<Words>();
  useEffect(() => {
    let watched = true;
    const done = (): void => {
      if (watched && now.has(part)) setReady(now);
    };
    now.add(part).then(done, done);
    return () => {
      watched = false;
    };
  }, [now, part]);
  return ready === now || now.has(part);
}
