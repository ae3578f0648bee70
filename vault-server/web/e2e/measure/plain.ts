// What the figures are held against, in the same browser and the same run: the same bytes fetched and hashed with nothing else, the
// same number of HPKE openings with nothing else.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { freePort } from "../harness/port.ts";

/** A page without a vault, under the demonstration's certificate. */
export interface Plain {
  readonly address: string;
  stop(): void;
}

/** Serves `file` at `/file` and an empty page that has `openings.ts`. */
export async function startPlain(tls: string, file: Buffer): Promise<Plain> {
  const outDir = mkdtempSync(join(tmpdir(), "coffre-measure-"));
  const input = join(import.meta.dirname, "openings.ts");
  await build({ configFile: false, logLevel: "error", build: { outDir, emptyOutDir: true, target: "es2022", rollupOptions: { input, output: { entryFileNames: "openings.js", chunkFileNames: "[name].js" } } } });
  const port = await freePort();
  const server = createServer({ cert: readFileSync(join(tls, "server.pem")), key: readFileSync(join(tls, "server.key")) }, (asked, answer) => {
    const name = (asked.url ?? "/").slice(1);
    if (name === "file") return void answer.writeHead(200, { "content-type": "application/octet-stream", "cache-control": "no-store" }).end(file);
    if (/^[\w-]+\.js$/.test(name)) return void answer.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(join(outDir, name)));
    return void answer.writeHead(200, { "content-type": "text/html" }).end('<!doctype html><title>plain</title><script type="module" src="/openings.js"></script>');
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    address: `https://localhost:${port}/`,
    stop() {
      server.closeAllConnections();
      server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}
