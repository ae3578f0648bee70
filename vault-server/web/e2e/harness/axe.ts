// axe-core on a screen, in a world of its own, so that the page's policy stays as it is.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { whole } from "./picture.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 AA asks, as far as a program can tell; `region` and the like are good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Each violation in a line: the rule, and the first elements that break it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  // Whatever stands half under the bar at that moment is no small target: one scrolls.
  return whole(page, () => page.evaluate(async (tags) => {
    type Result = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(where: Document, how: object): Promise<Result> } };
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary ?? ""}`).join(" | ")}`);
  }, TAGS));
}
