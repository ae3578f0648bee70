// How long nobody has touched the page. On a shared computer it ends sooner, and the time that is left is shown.
import { Store } from "./store.ts";

/** Seconds without a touch after which a session ends: on one's own device, and on a shared one. */
export const IDLE_SECONDS = { own: 600, shared: 120 } as const;

/** Whether this computer is shared: nothing may stay on it. */
export const shared = new Store<boolean>(false);

/** Seconds that are left; none while nobody has a session and the computer is not shared. */
export const secondsLeft = new Store<number | undefined>(undefined);

/** The event by which a long act says that somebody waits for it. */
export const WORKING = "coffre-working";

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart", WORKING] as const;

/** Counts down from the last touch and calls back at the end. Returns what stops it. */
export function watchIdle(limit: number, over: () => void): () => void {
  let end = performance.now() + limit * 1000;
  const touch = (): void => {
    end = performance.now() + limit * 1000;
    secondsLeft.set(limit);
  };
  const look = (): void => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left !== secondsLeft.value) secondsLeft.set(left);
    if (left === 0) {
      stop();
      over();
    }
  };
  const timer = setInterval(look, 250);
  for (const kind of TOUCHES) addEventListener(kind, touch, { passive: true, capture: true });
  // A computer that slept must not show what was open.
  document.addEventListener("visibilitychange", look);
  const stop = (): void => {
    clearInterval(timer);
    for (const kind of TOUCHES) removeEventListener(kind, touch, { capture: true });
    document.removeEventListener("visibilitychange", look);
    secondsLeft.set(undefined);
  };
  secondsLeft.set(limit);
  return stop;
}
