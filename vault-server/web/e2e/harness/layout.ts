// What a layout may get wrong: targets that a thumb misses, and what large letters push out of the window.
import type { Page } from "playwright-core";

/** Whatever one can press and that is smaller than 44 pixels either way. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = [...document.querySelectorAll("button, summary, input, textarea, a")];
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
