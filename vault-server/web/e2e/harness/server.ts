// A real server with the page inside, in a folder of its own, on a free port, over TLS.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startFront } from "./front.ts";
import { type Line, startLine } from "./line.ts";
import { freePort } from "./port.ts";

const READY_WITHIN_MS = 60_000;

/** Where the programs lie: `COFFRE_BINARIES`, else cargo's folder. */
export function programs(): string {
  const target = process.env["CARGO_TARGET_DIR"] ?? resolve(import.meta.dirname, "../../../../target");
  return process.env["COFFRE_BINARIES"] ?? join(target, "debug");
}

/** A running server. */
export interface Server {
  /** `https://localhost:PORT`. */
  readonly origin: string;
  /** The authority that signed its certificate, for Node and for `coffre`. */
  readonly authority: string;
  /** SHA-256 of the certificate's public key, in base64: what Chromium is told to accept. */
  readonly pin: string;
  /** The line that stands before it. */
  readonly line: Line;
  /** The port where the browser really goes: the line's. */
  readonly front: number;
  /** Its folder; whatever a test needs may lie there. */
  readonly folder: string;
  /** Runs `vault-server` with this server's settings. */
  administer(...args: string[]): string;
  stop(): Promise<void>;
}

/** Starts a server. */
export async function startServer(): Promise<Server> {
  const program = join(programs(), "vault-server");
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`make build\` first`);
  const folder = mkdtempSync(join(tmpdir(), "coffre-page-"));
  const at = (name: string): string => join(folder, name);
  execFileSync(program, ["demo-certificate", "--dir", at("tls")]);
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  // With COFFRE_DIST, the server listens behind, and the page comes from that folder.
  const dist = process.env["COFFRE_DIST"];
  const behind = dist === undefined ? port : await freePort();
  const settings = [
    ...["--listen", `127.0.0.1:${behind}`, "--public-url", origin],
    ...["--data-dir", at("data"), "--key-dir", at("keys")],
    ...["--tls-certificate", at("tls/server.pem"), "--tls-key", at("tls/server.key")],
    ...["--calls-per-minute=100000", "--unauthenticated-per-minute=100000", "--logins-per-minute=100000"],
  ];
  const child = spawn(program, ["serve", ...settings], { stdio: ["ignore", "pipe", "pipe"] });
  await listening(child);
  const front = dist === undefined ? undefined : await startFront({ dist: resolve(dist), port, server: behind, certificate: at("tls/server.pem"), key: at("tls/server.key") });
  const line = await startLine(at("tls"), port);
  const key = new X509Certificate(readFileSync(at("tls/server.pem"))).publicKey.export({ type: "spki", format: "der" });
  return {
    origin,
    authority: at("tls/ca.pem"),
    pin: createHash("sha256").update(key).digest("base64"),
    line,
    front: line.front,
    folder,
    administer: (...args) => execFileSync(program, [...args, ...settings], { encoding: "utf8" }),
    async stop() {
      line.stop();
      front?.closeAllConnections();
      front?.close();
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let told = "";
    const late = setTimeout(() => fail(new Error(`not started: ${told}`)), READY_WITHIN_MS);
    const hear = (piece: Buffer): void => {
      told += piece.toString();
      if (!told.includes("https://")) return;
      clearTimeout(late);
      done();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => fail(new Error(`ended with ${code}: ${told}`)));
  });
}
