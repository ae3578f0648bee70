// Ends: what is on the screen and in memory goes first, then the place, then the server is told.
import { render } from "preact";
import { shared } from "./idle.ts";
import { leaveTo } from "./place.ts";
import { session } from "./vault.ts";

/** Tells the last screen that the next person comes to the same computer. */
export const AT_KIOSK = "?borne";

/** Longest wait, in milliseconds, for the server to hear that a session is over. Without it, it ends there by itself. */
const PATIENCE_MS = 1500;

/** Forgets the session without going anywhere. */
export async function forget(): Promise<void> {
  const open = session.value;
  session.set(undefined);
  await open?.end();
}

/** Empties the window at once, whatever takes longer. */
function empty(): void {
  const page = document.getElementById("page");
  if (page !== null) {
    render(null, page);
    page.remove();
  }
  document.title = "\u2601";
  globalThis.speechSynthesis?.cancel();
}

/** « Je quitte vite »: a neutral page, without a mark of the vault, and Back does not come here. Waits for nothing. */
export function leaveQuickly(): void {
  empty();
  const open = session.value;
  session.set(undefined);
  open?.leave();
  leaveTo("/calme");
}

/** The end of a session: a new document, so that nothing of this one stays in memory. */
export function finish(): void {
  empty();
  const patience = new Promise((done) => setTimeout(done, PATIENCE_MS));
  void Promise.race([forget(), patience]).then(() => leaveTo(shared.value ? `/fini${AT_KIOSK}` : "/fini"));
}
