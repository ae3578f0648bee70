// The page of `dist/` before a real server, under the server's own headers, for whoever writes screens and does not want to build
// the server each time: `COFFRE_DIST=dist/page npm run test:page`.
import { existsSync, readFileSync } from "node:fs";
import { request, createServer, type Server as HttpsServer } from "node:https";
import { extname, join } from "node:path";

const KINDS: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json" };

/** What {@link startFront} needs to know. */
export interface Behind {
  readonly dist: string;
  readonly port: number;
  /** The port of the server that answers `/v1`. */
  readonly server: number;
  readonly certificate: string;
  readonly key: string;
}

/** Starts it. */
export async function startFront({ dist, port, server, certificate, key }: Behind): Promise<HttpsServer> {
  const screens = JSON.parse(readFileSync(new URL("../../screens.json", import.meta.url), "utf8")) as string[];
  const ask = { host: "127.0.0.1", port: server, rejectUnauthorized: false };
  const front = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (asked, answer) => {
    const path = new URL(asked.url ?? "/", "https://localhost").pathname;
    const screen = path === "/calme" ? "/calme.html" : path === "/fini" || screens.includes(path) ? "/index.html" : path;
    // As the server answers a person who asks for what is not there.
    const nowhere = !path.startsWith("/v1") && !existsSync(join(dist, screen)) && String(asked.headers.accept).includes("text/html");
    const file = nowhere ? "/index.html" : screen;
    const found = /^\/[\w./-]+$/.test(file) && !file.includes("..") && !path.startsWith("/v1") && existsSync(join(dist, file));
    // The headers of a screen that every build has.
    const to = found ? (path.startsWith("/fini") || path === "/calme" ? path : "/") : (asked.url ?? "/");
    const headers = found ? { accept: "text/html" } : asked.headers;
    const behind = request({ ...ask, path: to, method: found ? "GET" : (asked.method ?? "GET"), headers }, (told) => {
      if (!found) {
        answer.writeHead(told.statusCode ?? 500, told.headers);
        told.pipe(answer);
        return;
      }
      told.resume();
      const { "content-length": _, "content-encoding": __, "transfer-encoding": ___, ...rest } = told.headers;
      const small = String(asked.headers["accept-encoding"]).includes("br") && existsSync(join(dist, `${file}.br`));
      const kind = { "content-type": KINDS[extname(file)] ?? "application/octet-stream", ...(small ? { "content-encoding": "br" } : {}) };
      const kept = path.startsWith("/assets/") ? { "cache-control": "public, max-age=31536000, immutable" } : {};
      answer.writeHead(nowhere ? 404 : 200, { ...rest, ...kind, ...kept });
      answer.end(readFileSync(join(dist, small ? `${file}.br` : file)));
    });
    behind.on("error", () => answer.destroy());
    asked.on("close", () => {
      if (!asked.complete) behind.destroy();
    });
    asked.pipe(behind);
  });
  await new Promise<void>((done) => front.listen(port, "127.0.0.1", done));
  return front;
}
