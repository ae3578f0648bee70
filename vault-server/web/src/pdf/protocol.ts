// What the page and the reader of PDF files say to each other. One port for each paper; nothing else of the reader is listened to.

/** From the page. The first gives the file. */
export type Ask =
  | { readonly file: ArrayBuffer }
  /** A page, from 1, and how wide its picture may be, in pixels. */
  | { readonly page: number; readonly width: number };

/** From the reader. */
export type Say =
  | { readonly pages: number }
  | { readonly page: number; readonly picture: ImageBitmap }
  /** It cannot be drawn; `locked`: it asks for a password. */
  | { readonly failed: "locked" | "broken" };
