// How large a page of a PDF is drawn. Whoever made the file chose its size: a picture is never larger than a phone can hold.

/** Longest side of a picture, in pixels. */
export const LONGEST = 4096;

/** Largest picture, in pixels: an A4 page at 225 dots per inch. */
export const MOST_PIXELS = 5_000_000;

/** How much a page is enlarged, for a picture of about `wanted` pixels across within the bounds. `undefined`: it has no size. */
export function scaleOf(width: number, height: number, wanted: number): number | undefined {
  const has = (side: number): boolean => Number.isFinite(side) && side > 0;
  if (!has(width) || !has(height)) return undefined;
  return Math.min(wanted / width, LONGEST / width, LONGEST / height, Math.sqrt(MOST_PIXELS / (width * height)));
}

/** A side of the picture, in whole pixels. */
export function pixels(side: number, scale: number): number {
  return Math.min(LONGEST, Math.max(1, Math.floor(side * scale)));
}
