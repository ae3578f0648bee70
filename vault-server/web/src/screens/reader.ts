// A reader that types: held before a card, it sends the characters as a keyboard would, and Enter. It works without a touch,
// on whatever the screen shows.
import { useEffect } from "preact/hooks";
import { CARD_LENGTH, isWholeCard } from "../app/card.ts";

/** Longest pause between two keys of a reader, in milliseconds. People pause longer. */
const PAUSE_MS = 150;

/** What was read, put together from keys and their times. */
export class Reading {
  #text = "";
  #last = 0;

  /** Takes a key; gives the card when Enter ends a whole one. */
  key(key: string, atMs: number): string | undefined {
    if (atMs - this.#last > PAUSE_MS) this.#text = "";
    this.#last = atMs;
    if (key === "Enter") {
      const read = this.#text;
      this.#text = "";
      return isWholeCard(read) ? read : undefined;
    }
    // A link is longer than the characters alone; nothing sensible is longer than this.
    if (key.length === 1 && this.#text.length < CARD_LENGTH + 300) this.#text += key;
    return undefined;
  }
}

/** Listens for a reader while `listens`. Fields get their own keys. */
export function useReader(listens: boolean, onCard: (card: string) => void): void {
  useEffect(() => {
    if (!listens) return undefined;
    const reading = new Reading();
    const listen = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement && event.target.type !== "checkbox") return;
      if (event.target instanceof HTMLTextAreaElement) return;
      const card = reading.key(event.key, event.timeStamp);
      if (card === undefined) return;
      // Enter would also press the button that has the focus.
      event.preventDefault();
      onCard(card);
    };
    addEventListener("keydown", listen, { capture: true });
    return () => removeEventListener("keydown", listen, { capture: true });
  }, [listens, onCard]);
}
