// Ends: what is on the screen and in memory goes first, then the place, then the server is told.
import { render } from "preact";
import { shared } from "./idle.ts";
import { leaveTo } from "./place.ts";
import { session } from "./vault.ts";

/** Tells the last screen that the next person comes to the same computer. */
export const AT_KIOSK = "?borne";

/** Forgets the session without going anywhere. */
export function forget(): void {
  const open = session.value;
  session.set(undefined);
  void open?.end();
}

/** Empties the window at once, then leaves for another document, from which Back does not come here. */
function leave(path: string): void {
  const page = document.getElementById("page");
  if (page !== null) {
    render(null, page);
    page.remove();
  }
  document.title = "\u2601";
  globalThis.speechSynthesis?.cancel();
  forget();
  leaveTo(path);
}

/** « Je quitte vite »: a neutral page, without a mark of the vault. */
export function leaveQuickly(): void {
  leave("/calme");
}

/** The end of a session: a new document, so that nothing of this one stays in memory. */
export function finish(): void {
  leave(shared.value ? `/fini${AT_KIOSK}` : "/fini");
}
