// What most files of tests stand on: a demonstration and a browser, from the first test to the last, and a line that is whole again
// after each.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startBrowser } from "./browser.ts";
import { type Demo, startDemo } from "./demo.ts";

/** Both. */
export interface Stage {
  readonly demo: Demo;
  readonly browser: Browser;
}

/** Starts them before the tests of a file, and stops them after. `then` is told as soon as they are there, and may put something into the vault. */
export function withDemo(then: (stage: Stage) => void | Promise<void>): void {
  let [demo, browser] = [undefined as Demo | undefined, undefined as Browser | undefined];
  beforeAll(async () => {
    demo = await startDemo();
    browser = await startBrowser(demo);
    await then({ demo, browser });
  }, 600_000);
  afterEach(() => demo?.line.mend());
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
}
