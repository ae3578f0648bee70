// What a program can tell of a screen: axe-core in a world of its own, so that the page's policy stays as it is; sizes; what is lost.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What WCAG 2.2 AA asks, as far as a program can tell; `region` and the like are good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Each violation in a line: the rule, and the first elements that break it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async (tags) => {
    type Result = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(where: Document, how: object): Promise<Result> } };
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary ?? ""}`).join(" | ")}`);
  }, TAGS);
}

/** Whatever one can press and that is smaller than 44 pixels either way. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = [...document.querySelectorAll("button, summary, input, textarea, select, a")];
    const small = found.filter((element) => {
      const box = (element.matches("[type=checkbox]") ? element.closest(".tick label, .tick") : element)?.getBoundingClientRect();
      return box !== undefined && box.bottom > 0 && (box.width < 44 || box.height < 44);
    });
    return small.map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Whatever stands outside the window sideways, or is cut by its own box. */
export function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const told: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) told.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll("main *, header *, footer *")) {
      const box = element.getBoundingClientRect();
      const hidden = element.closest(".for-reader, .skip, svg") !== null || box.width === 0;
      if (!hidden && (box.right > innerWidth + 1 || box.left < -1)) told.push(element.outerHTML.slice(0, 120));
    }
    return told;
  });
}
