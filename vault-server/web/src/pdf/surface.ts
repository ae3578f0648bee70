// Surfaces to draw on where there is no document: those of a worker. What a document would do with SVG filters is done here by hand.

/** A surface and its pen. */
export interface Surface {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

/** Names the one filter that is known: what is drawn next becomes a mask, by how light it is. */
const LIGHTNESS = "coffre-lightness";

/** Filters: masks by lightness (ISO 32000-1, 11.6.5.2), which many programs use for shadows. Transfer functions are left out. */
export class Filters {
  addFilter(): string {
    return "none";
  }
  addHCMFilter(): string {
    return "none";
  }
  addAlphaFilter(): string {
    return "none";
  }
  addLuminosityFilter(): string {
    return LIGHTNESS;
  }
  addHighlightHCMFilter(): string {
    return "none";
  }
  destroy(): void {
    // Nothing is kept.
  }
}

/** Makes surfaces, and gives their memory back. */
export class Surfaces {
  create(width: number, height: number): Surface {
    if (width <= 0 || height <= 0) throw new Error("a surface has a size");
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("no surface to draw on");
    return { canvas, context: withMasks(context) };
  }
  reset({ canvas }: Surface, width: number, height: number): void {
    if (canvas === null || width <= 0 || height <= 0) throw new Error("a surface has a size");
    canvas.width = width;
    canvas.height = height;
  }
  destroy(surface: Surface): void {
    if (surface.canvas !== null) surface.canvas.width = surface.canvas.height = 0;
    surface.canvas = surface.context = null;
  }
}

type Drawing = [CanvasImageSource, number, number, number, number, number, number, number, number];

/** A pen that knows the filter: it holds for the next picture that is drawn. */
function withMasks(context: OffscreenCanvasRenderingContext2D): OffscreenCanvasRenderingContext2D {
  let filter = "none";
  const draw = context.drawImage.bind(context) as (...all: unknown[]) => void;
  Object.defineProperty(context, "filter", { get: () => filter, set: (value: string) => (filter = value) });
  Object.defineProperty(context, "drawImage", {
    value: (...all: unknown[]) => {
      const isMask = filter === LIGHTNESS && all.length === 9;
      filter = "none";
      if (!isMask) return draw(...all);
      const [of, x, y, width, height, ...to] = all as Drawing;
      return draw(lightness(of, x, y, width, height), 0, 0, width, height, ...to);
    },
  });
  return context;
}

/** A part of a picture as a mask: the lighter, the less transparent. */
function lightness(of: CanvasImageSource, x: number, y: number, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) throw new Error("no surface to draw on");
  pen.drawImage(of, x, y, width, height, 0, 0, width, height);
  const seen = pen.getImageData(0, 0, width, height);
  const { data } = seen;
  for (let i = 0; i < data.length; i += 4) data[i + 3] = 0.3 * (data[i] ?? 0) + 0.59 * (data[i + 1] ?? 0) + 0.11 * (data[i + 2] ?? 0);
  pen.putImageData(seen, 0, 0);
  return canvas;
}
