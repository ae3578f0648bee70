// A session ends when nobody touches the page; a long act that somebody waits for is a touch.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchIdle, WORKING } from "../../src/app/idle.ts";

const window = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
  vi.stubGlobal("document", new EventTarget());
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("counts from the last touch, and from the last sign of a long act", () => {
  const over = vi.fn();
  watchIdle(600, over);
  for (const sign of ["keydown", WORKING, WORKING]) {
    vi.advanceTimersByTime(590_000);
    window.dispatchEvent(new Event(sign));
  }
  expect(over).not.toHaveBeenCalled();
  // Anything else is no touch.
  window.dispatchEvent(new Event("coffre-elsewhere"));
  vi.advanceTimersByTime(590_000);
  expect(over).not.toHaveBeenCalled();
  vi.advanceTimersByTime(11_000);
  expect(over).toHaveBeenCalledOnce();
});
