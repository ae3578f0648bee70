// What stands between the browser and the server: a line that breaks where a test says, in the middle of a body too, and a phone
// whose browser lacks something.
import { readFileSync } from "node:fs";
import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:https";
import { join } from "node:path";
import type { Demo } from "./demo.ts";
import { freePort } from "./server.ts";

/** Where the line breaks. */
export interface Cut {
  readonly path: RegExp;
  readonly method: "GET" | "POST" | "PUT";
  /** `up`: when so many bytes have gone to the server; `down`: when so many have come back; `answer`: the server has done it, and its answer is lost. */
  readonly where: "up" | "down" | "answer";
  readonly after?: number;
}

/** The line. */
export interface Between {
  /** The port where the browser really goes. */
  readonly front: number;
  /** The next request that fits is cut; then there is no network at all until {@link mend}. */
  cut(cut: Cut): void;
  /** Resolves once the line is broken. */
  broken(): Promise<void>;
  mend(): void;
  /** The files that were asked for since the last call. */
  asked(): string[];
  /** Puts a line of script before the worker's: what the browser of an old phone lacks. */
  age(script: string): void;
  stop(): void;
}

/** Starts it before the demonstration. */
export async function startBetween(demo: Pick<Demo, "folder" | "front" | "origin">): Promise<Between> {
  const tls = (name: string): Buffer => readFileSync(join(demo.folder, "demo/tls", name));
  const to = { host: "127.0.0.1", port: demo.front ?? Number(new URL(demo.origin).port), rejectUnauthorized: false };
  let [cut, down, script] = [undefined as Cut | undefined, false, ""];
  let [tell, asked] = [undefined as (() => void) | undefined, [] as string[]];
  const breakNow = (...ends: readonly (IncomingMessage | ServerResponse | ClientRequest)[]): void => {
    [cut, down] = [undefined, true];
    ends.forEach((end) => end.destroy());
    server.closeAllConnections();
    tell?.();
  };
  const server = createServer({ cert: tls("server.pem"), key: tls("server.key") }, (from, answer) => {
    const url = from.url ?? "/";
    asked.push(url);
    if (down) return void from.destroy();
    const mine = cut?.method === from.method && cut?.path.test(url) === true ? cut : undefined;
    const isWorker = script !== "" && /\/assets\/worker-[^/]+\.js$/.test(url);
    const headers = isWorker ? { ...from.headers, "accept-encoding": "identity" } : from.headers;
    const behind = request({ ...to, path: url, method: from.method ?? "GET", headers }, (told) => {
      if (mine?.where === "answer") return breakNow(from, answer, behind);
      if (isWorker) {
        const { "content-length": _, ...rest } = told.headers;
        answer.writeHead(told.statusCode ?? 500, rest);
        answer.write(script);
        return void told.pipe(answer);
      }
      answer.writeHead(told.statusCode ?? 500, told.headers);
      let passed = 0;
      told.on("data", (piece: Buffer) => {
        answer.write(piece);
        passed += piece.length;
        if (mine?.where !== "down" || passed < (mine.after ?? 0)) return;
        // What was written has to leave first: half of it should arrive, and no more.
        told.pause();
        setTimeout(() => breakNow(from, answer, behind), 100);
      });
      told.on("end", () => answer.end());
      return undefined;
    });
    behind.on("error", () => answer.destroy());
    let sent = 0;
    from.on("data", (piece: Buffer) => {
      behind.write(piece);
      sent += piece.length;
      if (mine?.where === "up" && sent >= (mine.after ?? 0)) breakNow(from, answer, behind);
    });
    from.on("end", () => behind.end());
    from.on("error", () => behind.destroy());
    return undefined;
  });
  const front = await freePort();
  await new Promise<void>((done) => server.listen(front, "127.0.0.1", done));
  return {
    front,
    cut: (next) => void (cut = next),
    broken: () => (down ? Promise.resolve() : new Promise<void>((done) => (tell = done))),
    mend: () => void ([cut, down, tell] = [undefined, false, undefined]),
    asked() {
      const all = asked;
      asked = [];
      return all;
    },
    age: (next) => void (script = next),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
