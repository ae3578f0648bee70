// What a camera sees: the QR code of a made-up card, as a film for Chromium's pretended camera.
import { writeFileSync } from "node:fs";
import { encode } from "uqr";
import { SPECIMEN_CARD } from "./screens.ts";

/** The link of the made-up card. SPECIMEN. */
const CODE = encode(`https://localhost/#${SPECIMEN_CARD}`, { border: 0 }).data;

const [WIDTH, HEIGHT, FRAMES] = [640, 480, 4];

/** Writes the film (YUV4MPEG2, 4:2:0, full grey levels): the card held still, white around it. */
export function film(path: string): void {
  const cell = Math.floor((HEIGHT * 0.8) / CODE.length);
  const [left, top] = [(WIDTH - cell * CODE.length) >> 1, (HEIGHT - cell * CODE.length) >> 1];
  const bright = Buffer.alloc(WIDTH * HEIGHT, 235);
  for (const [y, row] of CODE.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue;
      for (let line = 0; line < cell; line += 1) {
        const at = (top + y * cell + line) * WIDTH + left + x * cell;
        bright.fill(16, at, at + cell);
      }
    }
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = [Buffer.from("FRAME\n"), bright, colour];
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`);
  writeFileSync(path, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame).flat()]));
}
