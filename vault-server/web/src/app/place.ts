// Where one is in the page. Addresses hold the screen's name and nothing else: no id, no title, nothing that a browser's history
// could keep. What a screen needs besides stays in memory.
import { Store } from "./store.ts";

/** A screen that is asked for. */
export interface Place {
  /** One of `screens.json`. */
  readonly path: string;
  /** What the screen was given; gone after a reload. */
  readonly given: unknown;
}

/** What the browser keeps of an entry: its rank, so that leaving knows how far to go back. */
interface Entry {
  readonly rank: number;
}

const given = new Map<number, unknown>();

/** The screen that is shown. */
export const place = new Store<Place>({ path: "/", given: undefined });

function rank(): number {
  const entry = history.state as Entry | null;
  return entry?.rank ?? 0;
}

function show(): void {
  place.set({ path: location.pathname, given: given.get(rank()) });
}

/** Begins to follow the address. */
export function followPlace(): void {
  if (history.state === null) history.replaceState({ rank: 0 } satisfies Entry, "");
  addEventListener("popstate", show);
  // A page that comes back from the browser's cache would show what was on it.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  show();
}

/** Goes to a screen. */
export function go(path: string, what?: unknown): void {
  const next = rank() + 1;
  given.set(next, what);
  history.pushState({ rank: next } satisfies Entry, "", path);
  show();
}

/** Goes to a screen, in the place of this one. */
export function goInstead(path: string, what?: unknown): void {
  given.set(rank(), what);
  history.replaceState({ rank: rank() } satisfies Entry, "", path);
  show();
}

/** Whether Back stays in the page. */
export function canGoBack(): boolean {
  return rank() > 0;
}

/** As the browser's Back. */
export function goBack(): void {
  if (canGoBack()) history.back();
  else goInstead("/");
}

/** Goes back to the first entry of the page and puts another document in its place. What lay ahead is then cut off by it. */
export function leaveTo(path: string): void {
  given.clear();
  removeEventListener("popstate", show);
  const replace = (): void => location.replace(path);
  const back = rank();
  if (back === 0) {
    replace();
    return;
  }
  // Going back within the document is announced at once; should it not be, leaving comes first. Never both: the second would cut the
  // first short.
  const late = setTimeout(replace, 250);
  const arrived = (): void => {
    clearTimeout(late);
    replace();
  };
  addEventListener("popstate", arrived, { once: true });
  history.go(-back);
}
