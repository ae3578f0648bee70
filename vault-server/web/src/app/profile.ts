// The display profile of whoever is logged in: taken over when a session opens, kept with the account at each change, and undone
// when the session ends, so that the next person at this computer does not see how the one before reads.
import type { DisplayProfile } from "../core/display_profile.ts";
import { languages, speak, words } from "../i18n/words.ts";
import { display, show, USUAL } from "./display.ts";
import { Failure } from "./failure.ts";
import { Store } from "./store.ts";
import { type Session, session } from "./vault.ts";

/** Why the last change could not be kept, and what tries again; nothing while all is well. */
export const notKept = new Store<{ readonly failure: Failure; readonly again: () => void } | undefined>(undefined);

/** How the page is shown now. */
function current(): DisplayProfile | undefined {
  const language = words.value?.language.tag;
  return language === undefined ? undefined : { ...display.value, language };
}

function same(one: DisplayProfile | undefined, other: DisplayProfile | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Shows the page that way. False when somebody chose another language meanwhile. */
async function take({ language, ...how }: DisplayProfile): Promise<boolean> {
  show(how);
  const found = languages.find(({ tag }) => tag === language);
  return found === undefined || found === words.value?.language || speak(found);
}

/** Follows sessions, and changes during one. `usual`: the language of this browser. */
export function followProfile(usual: string): void {
  let open: Session | undefined;
  // What was chosen before anybody came in, and what the account keeps.
  let before: DisplayProfile | undefined;
  let kept: DisplayProfile | undefined;
  let isTaking = false;
  // The way before is coming back.
  let returning: DisplayProfile | undefined;
  // Languages are loaded: one change of the whole after the other, and one sending after the other.
  let changes: Promise<void> = Promise.resolve();
  let sendings: Promise<void> = Promise.resolve();

  const keep = (): void => {
    const [mine, now] = [open, current()];
    if (mine === undefined || now === undefined || isTaking || same(now, kept)) return;
    kept = now;
    sendings = sendings.then(async () => {
      // The last choice is the one that stays: those before it need not be sent.
      if (mine !== open || !same(now, kept)) return;
      try {
        await mine.client.display("self", now);
        notKept.set(undefined);
      } catch (thrown) {
        if (mine !== open) return;
        kept = undefined;
        notKept.set({ failure: Failure.of(thrown), again: keep });
      }
    });
  };

  const enter = (next: Session): void => {
    before = returning ?? current();
    isTaking = true;
    changes = changes.then(async () => {
      if (open !== next) return;
      // A language that cannot be loaded now is not thereby unchosen.
      const isTaken = next.display === undefined || (await take(next.display).catch(() => true));
      if (open !== next) return;
      isTaking = false;
      kept = next.display === undefined ? { ...USUAL, language: usual } : isTaken ? current() : next.display;
      // Somebody who chose at the door, and whose account keeps nothing yet, or who chose just now, need not choose again.
      keep();
    });
  };

  const leave = (to: DisplayProfile): void => {
    returning = to;
    changes = changes.then(async () => {
      await take(to).catch(() => undefined);
      if (returning === to) returning = undefined;
    });
  };

  session.watch((next) => {
    if (next === open) return;
    if (open !== undefined && before !== undefined) leave(before);
    open = next;
    notKept.set(undefined);
    if (next !== undefined) enter(next);
  });
  display.watch(keep);
  words.watch(keep);
}
