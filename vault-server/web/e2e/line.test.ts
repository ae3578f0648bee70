// The line itself, without a browser: what no rule fits arrives as it left, and each rule does what it says. SPECIMEN.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { createServer, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Line, startLine } from "./harness/line.ts";
import { freePort } from "./harness/port.ts";
import { programs } from "./harness/server.ts";

let folder: string;
let server: Server;
let line: Line;
/** What arrived at the server. */
let heard: { readonly url: string; readonly headers: readonly string[]; readonly body: string }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "coffre-line-"));
  execFileSync(join(programs(), "vault-server"), ["demo-certificate", "--dir", folder]);
  const port = await freePort();
  server = createServer({ cert: readFileSync(join(folder, "server.pem")), key: readFileSync(join(folder, "server.key")) }, (asked, answer) => {
    let body = "";
    asked.on("data", (piece: Buffer) => (body += piece.toString()));
    asked.on("end", () => {
      heard.push({ url: asked.url ?? "", headers: asked.rawHeaders, body });
      answer.writeHead(201, ["X-Twice", "one", "X-Twice", "two", "Content-Type", "text/plain", "Content-Length", "8"]).end("SPECIMEN");
    });
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  line = await startLine(folder, port);
});

afterEach(() => {
  line.mend();
  heard = [];
});

afterAll(() => {
  line?.stop();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Got {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Asks through the line; throws when the connection breaks, before the answer or in it. */
function ask(path: string, method = "GET", headers: readonly string[] = [], body = ""): Promise<Got> {
  return new Promise((done, fail) => {
    const all = ["Host", "localhost", ...headers, ...(body === "" ? [] : ["Content-Length", String(body.length)])];
    const asked = request({ host: "127.0.0.1", port: line.front, rejectUnauthorized: false, agent: false, path, method, headers: all }, (told) => {
      let got = "";
      told.on("data", (piece: Buffer) => (got += piece.toString()));
      told.on("end", () => done({ status: told.statusCode, headers: told.rawHeaders, body: got }));
      told.on("error", fail);
    });
    asked.on("error", fail).end(body);
  });
}

it("passes on what no rule fits, header by header and both ways", async () => {
  const odd = ["X-odd-CASE", "a", "X-Odd-Case", "b", "Accept-Encoding", "br"];
  line.cut({ path: /^\/elsewhere/ });
  const got = await ask("/v1/a?b=c", "POST", odd, "body");
  expect(heard).toMatchObject([{ url: "/v1/a?b=c", body: "body" }]);
  expect(heard[0]?.headers.join("\n")).toContain(["Host", "localhost", ...odd].join("\n"));
  expect(got).toMatchObject({ status: 201, body: "SPECIMEN" });
  expect(got.headers.join("\n")).toContain("X-Twice\none\nX-Twice\ntwo\nContent-Type\ntext/plain\nContent-Length\n8");
});

it("cuts before the server hears, so many times, a call that is sent again counting once", async () => {
  const rule = line.cut({ path: /^\/v1\/a$/, method: "PUT" }, 1);
  const signed = (nonce: string): Promise<Got> => ask("/v1/a", "PUT", ["Coffre-Request", nonce], "body");
  await expect(signed("one")).rejects.toThrow();
  await expect(signed("one")).rejects.toThrow();
  expect(heard).toEqual([]);
  expect((await signed("two")).status).toBe(201);
  expect(rule.calls).toEqual(["/v1/a", "/v1/a"]);
  expect((await ask("/v1/a")).status).toBe(201);
});

it("changes a body of whatever length, asked for uncompressed", async () => {
  line.change({ path: /^\/v1\/a/ }, (body, type) => `${body.toString()} ${type} and more`);
  const got = await ask("/v1/a", "GET", ["Accept-Encoding", "br"]);
  expect(got).toMatchObject({ status: 201, body: "SPECIMEN text/plain and more" });
  expect(heard[0]?.headers.join("\n")).toContain("Accept-Encoding\nidentity");
  expect(heard[0]?.headers).not.toContain("br");
});

it("answers in the server's place", async () => {
  line.answer({ path: /^\/v1\/a/ }, { status: 403, type: "application/json", body: "{}" });
  expect(await ask("/v1/a")).toMatchObject({ status: 403, body: "{}" });
  expect(heard).toEqual([]);
});

it("holds a call until it is let go, counted by those who watch, and forgets one whose asker went", async () => {
  const watched = line.watch({ path: /^\/v1\// });
  const held = line.hold({ path: /^\/v1\// });
  const asked = ask("/v1/a");
  const gone = request({ host: "127.0.0.1", port: line.front, rejectUnauthorized: false, agent: false, path: "/v1/gone" }).on("error", () => undefined);
  gone.end();
  await expect.poll(() => [...held.calls].sort()).toEqual(["/v1/a", "/v1/gone"]);
  gone.destroy();
  // Until the line has seen it go.
  await new Promise((done) => gone.once("close", done));
  await ask("/elsewhere");
  expect(heard.map(({ url }) => url)).toEqual(["/elsewhere"]);
  held.lift();
  expect((await asked).status).toBe(201);
  expect(heard.map(({ url }) => url)).toEqual(["/elsewhere", "/v1/a"]);
  expect([...watched.calls].sort()).toEqual(["/v1/a", "/v1/gone"]);
});

it("breaks in the middle, and is down until it is mended", async () => {
  for (const at of ["up", "down", "answer"] as const) {
    heard = [];
    line.breakAt({ path: /^\/v1\/a/, method: "POST", at, after: 1 });
    await expect(ask("/v1/a", "POST", [], "body")).rejects.toThrow();
    await line.broken();
    await expect(ask("/elsewhere")).rejects.toThrow();
    expect(heard.length, at).toBe(at === "up" ? 0 : 1);
    line.mend();
    expect((await ask("/elsewhere")).status).toBe(201);
  }
});
