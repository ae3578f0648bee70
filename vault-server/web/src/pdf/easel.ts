// Draws the pages that are looked at, one after the other, and gives back the memory of those that no longer are.
import type { Pdf } from "./client.ts";

/** Pixels across of a page that nobody looks at: it keeps its form on the screen, and next to no memory. */
const FORGOTTEN = 20;

interface Wanted {
  readonly canvas: HTMLCanvasElement;
  readonly width: number;
  /** Told once it is drawn. */
  readonly done: () => void;
}

/** What is drawn of one PDF, and where. */
export class Easel {
  readonly #pdf: Pdf;
  readonly #broken: (thrown: unknown) => void;
  readonly #wanted = new Map<number, Wanted>();
  readonly #drawn = new Map<number, Omit<Wanted, "done">>();
  #isBusy = false;

  /** `broken`: told when a page cannot be drawn. */
  constructor(pdf: Pdf, broken: (thrown: unknown) => void) {
    this.#pdf = pdf;
    this.#broken = broken;
  }

  /** A page, from 1, is about to be seen. */
  show(page: number, canvas: HTMLCanvasElement, width: number): Promise<void> {
    const drawn = this.#drawn.get(page);
    if (drawn?.canvas === canvas && drawn.width >= width) return Promise.resolve();
    return new Promise((done) => {
      this.#wanted.set(page, { canvas, width, done });
      void this.#go();
    });
  }

  /** A page is no longer seen. */
  hide(page: number): void {
    this.#wanted.get(page)?.done();
    this.#wanted.delete(page);
    const drawn = this.#drawn.get(page);
    this.#drawn.delete(page);
    if (drawn !== undefined) forget(drawn.canvas);
  }

  /** Nothing is drawn any more, and nothing is kept. */
  end(): void {
    for (const page of [...this.#wanted.keys(), ...this.#drawn.keys()]) this.hide(page);
    this.#pdf.close();
  }

  async #go(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#draw(...next);
    this.#isBusy = false;
  }

  #next(): [number, Wanted] | undefined {
    return [...this.#wanted][0];
  }

  async #draw(page: number, wanted: Wanted): Promise<void> {
    try {
      const picture = await this.#pdf.draw(page, wanted.width);
      // Somebody went on meanwhile: the picture is not put anywhere.
      if (this.#wanted.get(page) === wanted) put(picture, wanted.canvas);
      picture.close();
    } catch (thrown) {
      if (this.#wanted.get(page) === wanted) this.#broken(thrown);
    }
    if (this.#wanted.get(page) !== wanted) return;
    this.#wanted.delete(page);
    this.#drawn.set(page, wanted);
    wanted.done();
  }
}

function put(picture: ImageBitmap, canvas: HTMLCanvasElement): void {
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
}

/** Gives the memory back; what stands below does not jump. */
function forget(canvas: HTMLCanvasElement): void {
  const { width, height } = canvas;
  if (width === 0) return;
  canvas.width = FORGOTTEN;
  canvas.height = Math.min(1000, Math.max(1, Math.round((FORGOTTEN * height) / width)));
}
