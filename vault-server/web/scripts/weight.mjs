/** `npm run weight`: how much of the worker's code a first visit loads, compressed; and what is loaded only where a browser lacks a primitive. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";

/** What the worker may weigh, gzip, without the fallbacks. */
const MOST = 70 * 1024;

const outDir = mkdtempSync(join(tmpdir(), "coffre-weight-"));
const { output } = await build({
  logLevel: "error",
  build: { outDir, emptyOutDir: true, rollupOptions: { input: "src/worker.ts", output: { entryFileNames: "worker.js", chunkFileNames: "[name].js" } } },
});
rmSync(outDir, { recursive: true });

const chunks = output.filter((chunk) => chunk.type === "chunk");
const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
const first = new Set();
const load = (name) => {
  if (first.has(name)) return;
  first.add(name);
  byName.get(name)?.imports.forEach(load);
};
chunks.filter((chunk) => chunk.isEntry).forEach((chunk) => load(chunk.fileName));

let total = 0;
for (const { fileName, code } of chunks) {
  const [gzip, brotli] = [gzipSync(code, { level: 9 }).length, brotliCompressSync(code).length];
  if (first.has(fileName)) total += gzip;
  console.log(`${first.has(fileName) ? "first" : "later"}  ${fileName.padEnd(24)} ${String(code.length).padStart(7)}  gzip ${String(gzip).padStart(6)}  brotli ${String(brotli).padStart(6)}`);
}
console.log(`first load: ${(total / 1024).toFixed(1)} KiB gzip, of ${MOST / 1024}`);
process.exit(total <= MOST ? 0 : 1);
