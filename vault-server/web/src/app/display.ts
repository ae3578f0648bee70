// How the page is shown: size of the text, contrast, spacing, movement. It lives in memory; an account keeps it sealed (`profile.ts`).
import type { DisplayProfile } from "../core/display_profile.ts";
import { Store } from "./store.ts";

/** A way of showing the page, whatever its language. */
export type Display = Omit<DisplayProfile, "language">;

/** As the browser is set. */
export const USUAL: Display = { size: 100, contrast: false, spacing: false, still: false };

/** The way in use. */
export const display = new Store<Display>(USUAL);

/** Shows the page this way. */
export function show(next: Display): void {
  const { dataset } = document.documentElement;
  dataset["size"] = String(next.size);
  dataset["contrast"] = next.contrast ? "high" : "usual";
  dataset["spacing"] = next.spacing ? "wide" : "usual";
  dataset["motion"] = next.still ? "still" : "usual";
  display.set(next);
}
