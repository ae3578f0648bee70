// What was just done, told once on the screen that follows.
import { Store } from "../../app/store.ts";
import type { Args } from "../../i18n/words.ts";
import { place } from "../../app/place.ts";
import { session } from "../../app/vault.ts";

/** A sentence by its id, and what fills it. */
export interface News {
  readonly id: string;
  readonly args?: Args;
}

/** The last thing that was done. */
export const news = new Store<News | undefined>(undefined);

/** Tells it on the home screen, and there only. */
export function tellNews(told: News): void {
  news.set(told);
}

let shownAt: string | undefined;
place.watch(({ path }) => {
  if (shownAt === "/accueil" && path !== "/accueil") news.set(undefined);
  shownAt = path;
});
session.watch(() => news.set(undefined));
