// A page that was built but is not inside the program yet: with COFFRE_DIST (the folder of the built page), files come from there,
// with the headers that the real server gives, and everything else goes to it. Chromium still believes to speak to the server.
import { existsSync, readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";

/** Where the built page lies, if it is to be served from there. */
export const DIST = process.env["COFFRE_DIST"];

const SCREENS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../screens.json"), "utf8")) as string[];
const KINDS: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** A front of a server. */
export interface Front {
  readonly port: number;
  stop(): void;
}

/** Starts the front of the server at this port, with its own certificate. */
export async function startFront(dist: string, port: number, tls: { cert: string; key: string }): Promise<Front> {
  const server = createServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, (asked, answer) => serve(dist, port, asked, answer));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

function serve(dist: string, port: number, asked: IncomingMessage, answer: ServerResponse): void {
  const path = new URL(asked.url ?? "/", "https://localhost").pathname;
  const file = join(dist, path);
  const isPage = SCREENS.includes(path) || path === "/calme" || (path !== "/" && path !== "" && !path.startsWith("/v1") && existsSync(file));
  const isLost = !isPage && !path.startsWith("/v1") && (asked.headers.accept ?? "").includes("text/html");
  const options = { host: "127.0.0.1", port, method: asked.method, path: asked.url, headers: asked.headers, rejectUnauthorized: false };
  if (asked.method !== "GET" || !(isPage || isLost)) {
    const passed = request(options, (told) => {
      answer.writeHead(told.statusCode ?? 502, plainHeaders(told.headers));
      told.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
    return;
  }
  const shown = path === "/calme" ? join(dist, "calme.html") : extname(path) === "" ? join(dist, "index.html") : file;
  const like = path === "/calme" || path === "/fini" ? path : "/";
  const { "accept-encoding": encodings, ...rest } = asked.headers;
  const real = request({ ...options, method: "GET", path: like, headers: rest }, (told) => {
    told.resume();
    const { "content-encoding": _, "content-length": __, ...headers } = plainHeaders(told.headers);
    const isSmall = String(encodings).includes("br") && existsSync(`${shown}.br`);
    answer.writeHead(isLost ? 404 : 200, {
      ...headers,
      "content-type": KINDS[extname(shown)] ?? "application/octet-stream",
      ...(isSmall ? { "content-encoding": "br" } : {}),
      ...(path.startsWith("/assets/") ? { "cache-control": "public, max-age=31536000, immutable" } : {}),
    });
    answer.end(readFileSync(isSmall ? `${shown}.br` : shown));
  });
  real.on("error", () => answer.destroy());
  real.end();
}

function plainHeaders({ connection: _, "transfer-encoding": __, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}
