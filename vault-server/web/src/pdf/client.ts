// The page's side of the reader of PDF files: a worker for each paper, ended with it or when it takes too long.
import address from "./worker.ts?worker&url";
import { Failure } from "../app/failure.ts";
import { workerAddress } from "../app/trusted.ts";
import type { Ask, Say } from "./protocol.ts";

/** Longest wait, in milliseconds, for the reader to load and to open the file, and for one page. */
const PATIENCE = { open: 30_000, page: 30_000 } as const;


/** Why a PDF is not shown: it asks for a password; it is damaged, or too much for the reader. */
export class NotShown extends Error {
  readonly why: "locked" | "broken";

  constructor(why: "locked" | "broken") {
    super(why);
    this.name = "NotShown";
    this.why = why;
  }
}

/** A PDF that can be drawn. */
export interface Pdf {
  /** How many pages the file says that it has. */
  readonly pages: number;
  /** The picture of a page, from 1, about so many pixels across. It must be closed. */
  draw(page: number, width: number): Promise<ImageBitmap>;
  /** Ends the reader, with all that it holds. */
  close(): void;
}

/** Opens a PDF. Fails with {@link NotShown}, or as a call does without network. */
export async function openPdf(content: Blob): Promise<Pdf> {
  if (typeof OffscreenCanvas === "undefined") throw new NotShown("broken");
  const file = await content.arrayBuffer();
  const reader = new Reader();
  try {
    const told = await reader.ask({ file }, [file], PATIENCE.open);
    if (!("pages" in told) || told.pages < 1) throw new NotShown("broken");
    return { pages: told.pages, draw: (page, width) => reader.draw(page, width), close: () => reader.end() };
  } catch (thrown) {
    reader.end();
    throw thrown;
  }
}

class Reader {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #last: Promise<unknown> = Promise.resolve();
  #stop: ((why: Error) => void) | undefined;
  #isOver = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(workerAddress(address), { type: "module" });
    // A file that did not come says nothing of itself; an error in it does.
    this.#worker.onerror = ({ message }) => this.#fail(message === undefined ? new Failure("network") : new NotShown("broken"));
    this.#worker.postMessage({}, [port2]);
  }

  /** One question at a time, so that the time of each is its own. */
  ask(ask: Ask, given: Transferable[], patience: number): Promise<Say> {
    const answer = this.#last.then(() => this.#askNow(ask, given, patience));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async draw(page: number, width: number): Promise<ImageBitmap> {
    const told = await this.ask({ page, width }, [], PATIENCE.page);
    if ("picture" in told) return told.picture;
    throw new NotShown("broken");
  }

  end(): void {
    this.#fail(new NotShown("broken"));
  }

  #fail(why: Error): void {
    this.#isOver = true;
    this.#worker.terminate();
    this.#port.close();
    this.#stop?.(why);
  }

  #askNow(ask: Ask, given: Transferable[], patience: number): Promise<Say> {
    if (this.#isOver) return Promise.reject(new NotShown("broken"));
    return new Promise<Say>((done, failed) => {
      const late = setTimeout(() => this.#fail(new NotShown("broken")), patience);
      this.#stop = (why) => {
        clearTimeout(late);
        failed(why);
      };
      this.#port.onmessage = ({ data }: MessageEvent<Say>) => {
        clearTimeout(late);
        if ("failed" in data) failed(new NotShown(data.failed));
        else done(data);
      };
      this.#port.postMessage(ask, given);
    });
  }
}
