/** `npm run test:server`: starts the demonstration on a free port in a folder of its own, then runs the tests of test/server against it. COFFRE_BINARIES names the folder of the programs. */

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = process.env.COFFRE_BINARIES ?? join(process.env.CARGO_TARGET_DIR ?? "../../target", "debug");
const program = resolve(folder, "coffre-demo");
if (!existsSync(program)) {
  console.error(`${program} is missing: build it with "cargo build --workspace", or name its folder in COFFRE_BINARIES`);
  process.exit(1);
}

const port = await new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const data = mkdtempSync(join(tmpdir(), "coffre-page-"));
const demo = spawn(program, { env: { ...process.env, DEMO_DIR: join(data, "demo"), DEMO_PORT: String(port) }, stdio: ["ignore", "pipe", "inherit"] });
const ended = new Promise((done) => demo.on("exit", done));

await new Promise((ready, failed) => {
  let told = "";
  demo.stdout.on("data", (text) => {
    told += text;
    if (told.includes("Ctrl-C")) ready();
  });
  ended.then(() => failed(new Error(`the demonstration ended:\n${told}`)));
});

const record = join(data, "demo", "demo.json");
const { ca } = JSON.parse(readFileSync(record, "utf8"));
const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca, COFFRE_DEMO: record };
const tests = spawn("npx", ["vitest", "run", "--config", "vitest.server.config.ts", ...process.argv.slice(2)], { env, stdio: "inherit" });
const code = await new Promise((done) => tests.on("exit", done));
demo.kill("SIGINT");
await ended;
rmSync(data, { recursive: true, force: true });
process.exit(code ?? 1);
