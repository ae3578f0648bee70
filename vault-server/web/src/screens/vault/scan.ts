// A page before it is added: turned, cut, measured, made a JPEG. All in memory, given back when it is done.
import { Failure } from "../../app/failure.ts";
import { COMPARED_WIDTH, sharpness } from "./sharpness.ts";

/** Longest side of a page that is kept, in pixels: A4 at 250 dots per inch. */
const LONGEST = 2900;

/** JPEG quality, 0 to 1: small letters stay whole. */
const QUALITY = 0.85;

/** Shares that are cut off at each side. */
export interface Cut {
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
}

/** Nothing is cut off. */
export const WHOLE: Cut = { top: 0, bottom: 0, start: 0, end: 0 };

/** A picture and what is to be done to it. `start` is its left side, whatever the language. */
export interface Scan {
  readonly picture: HTMLCanvasElement;
  /** Quarter turns, clockwise. */
  readonly turns: number;
  readonly cut: Cut;
  /** The file that it came from, when it came from one. */
  readonly file: Blob | undefined;
}

function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const found = canvas.getContext("2d", { willReadFrequently: true });
  if (found === null) throw new Failure("old-browser");
  return found;
}

/** A canvas of a size. */
function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  return canvas;
}

/** What the camera sees now. */
export function takePicture(video: HTMLVideoElement): Scan {
  const picture = canvasOf(video.videoWidth, video.videoHeight);
  context(picture).drawImage(video, 0, 0);
  return { picture, turns: 0, cut: WHOLE, file: undefined };
}

/** A picture from a file. */
export async function readPicture(file: Blob): Promise<Scan> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Failure("file-unreadable");
  });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const picture = canvasOf(bitmap.width * scale, bitmap.height * scale);
  context(picture).drawImage(bitmap, 0, 0, picture.width, picture.height);
  bitmap.close();
  return { picture, turns: 0, cut: WHOLE, file };
}

/** Draws a scan, turned and cut, at most `longest` pixels long. */
export function draw(scan: Scan, canvas: HTMLCanvasElement, longest = LONGEST): void {
  const { picture, turns, cut } = scan;
  const lies = turns % 2 === 1;
  const [width, height] = lies ? [picture.height, picture.width] : [picture.width, picture.height];
  const kept = { width: width * (1 - cut.start - cut.end), height: height * (1 - cut.top - cut.bottom) };
  const scale = Math.min(1, longest / Math.max(kept.width, kept.height));
  [canvas.width, canvas.height] = [Math.max(1, Math.round(kept.width * scale)), Math.max(1, Math.round(kept.height * scale))];
  const pen = context(canvas);
  pen.scale(scale, scale);
  pen.translate(width / 2 - width * cut.start, height / 2 - height * cut.top);
  pen.rotate((turns * Math.PI) / 2);
  pen.drawImage(picture, -picture.width / 2, -picture.height / 2);
}

/** How sharp it is. */
export function sharpnessOf(scan: Scan): number {
  const canvas = canvasOf(1, 1);
  draw(scan, canvas);
  const scale = Math.min(1, COMPARED_WIDTH / canvas.width);
  const small = canvasOf(canvas.width * scale, canvas.height * scale);
  const pen = context(small);
  pen.drawImage(canvas, 0, 0, small.width, small.height);
  const { data, width, height } = pen.getImageData(0, 0, small.width, small.height);
  const found = sharpness(data, width, height);
  data.fill(0);
  for (const one of [canvas, small]) forget(one);
  return found;
}

/** The page as a JPEG picture, with its size. */
export async function toJpeg(scan: Scan): Promise<{ blob: Blob; width: number; height: number }> {
  const canvas = canvasOf(1, 1);
  draw(scan, canvas);
  const { width, height } = canvas;
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  forget(canvas);
  if (blob === null) throw new Failure("old-browser");
  return { blob, width, height };
}

/** Whether it is as it came. */
export function isUntouched(scan: Scan): boolean {
  return scan.turns === 0 && Object.values(scan.cut).every((share) => share === 0);
}

/** Gives the memory of a canvas back. */
export function forget(canvas: HTMLCanvasElement): void {
  [canvas.width, canvas.height] = [0, 0];
}
