// The reader of PDF files that come from elsewhere: it draws pages as pictures, and does nothing else. It runs in a worker of its
// own, which has no document, no key, no session and, once begun, no way to ask anybody for anything; the page ends it when it takes
// too long. Scripts, links, forms and attached files of a PDF are not looked at: the code that would is not here.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";
import { AnnotationMode, getDocument, type PDFDocumentProxy, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { decoders } from "virtual:pdf-data";
import { OwnFiles } from "./data.ts";
import type { Ask, Say } from "./protocol.ts";
import { pixels, scaleOf } from "./size.ts";
import { Filters, Surfaces } from "./surface.ts";

/** Largest picture within a PDF, in pixels: an A4 page scanned at 600 dots per inch, with a margin. */
const MOST_PICTURE = 50_000_000;

/** What could reach somebody, or start something: taken away before the first byte of a file is read. */
const WAYS_OUT = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "importScripts", "Worker", "SharedWorker", "BroadcastChannel", "indexedDB", "caches", "Notification", "navigator", "WebAssembly"] as const;

for (const name of WAYS_OUT) Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });

// The library asks a window for the next moment to go on drawing.
Object.defineProperty(globalThis, "window", { value: { requestAnimationFrame: (next: () => void) => setTimeout(next, 0), cancelAnimationFrame: clearTimeout } });

addEventListener("message", (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (port !== undefined) serve(port);
});

function serve(port: MessagePort): void {
  let paper: Promise<PDFDocumentProxy> | undefined;
  const say = (told: Say, given: Transferable[] = []): void => port.postMessage(told, given);
  const answer = async (ask: Ask): Promise<void> => {
    if ("file" in ask) {
      paper = open(ask.file);
      return say({ pages: (await paper).numPages });
    }
    if (paper === undefined) throw new Error("no file yet");
    const picture = await draw(await paper, ask.page, ask.width);
    return say({ page: ask.page, picture }, [picture]);
  };
  // One page after the other.
  let last = Promise.resolve();
  port.onmessage = ({ data }: MessageEvent<Ask>) => {
    last = last.then(() => answer(data)).catch((thrown: unknown) => say({ failed: thrown instanceof Error && thrown.name === "PasswordException" ? "locked" : "broken" }));
  };
}

function open(file: ArrayBuffer): Promise<PDFDocumentProxy> {
  return getDocument({
    data: new Uint8Array(file),
    verbosity: VerbosityLevel.ERRORS,
    // Letters are drawn as lines: no font of the file is given to the browser. Nothing is compiled, not even for speed.
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
    useWasm: false,
    enableXfa: false,
    useWorkerFetch: false,
    wasmUrl: decoders,
    standardFontDataUrl: "/",
    cMapUrl: "/",
    maxImageSize: MOST_PICTURE,
    isImageDecoderSupported: false,
    CanvasFactory: Surfaces,
    FilterFactory: Filters,
    BinaryDataFactory: OwnFiles,
  }).promise;
}

async function draw(paper: PDFDocumentProxy, number: number, width: number): Promise<ImageBitmap> {
  const page = await paper.getPage(number);
  const plain = page.getViewport({ scale: 1 });
  const scale = scaleOf(plain.width, plain.height, width);
  if (scale === undefined) throw new Error("a page without a size");
  const { canvas } = new Surfaces().create(pixels(plain.width, scale), pixels(plain.height, scale));
  if (canvas === null) throw new Error("no surface to draw on");
  // Forms show what was filled in. Nothing answers to a finger.
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport: page.getViewport({ scale }), annotationMode: AnnotationMode.ENABLE, background: "#ffffff" }).promise;
  page.cleanup();
  const picture = canvas.transferToImageBitmap();
  canvas.width = canvas.height = 0;
  return picture;
}
