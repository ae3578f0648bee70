// The demonstration: an organisation, its people, a vault with papers and a past. SPECIMEN.
import { execFileSync, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cardIn } from "./card.ts";
import { startFront } from "./front.ts";
import { type Line, startLine } from "./line.ts";
import type { Person } from "./people.ts";
import { freePort } from "./port.ts";
import { programs } from "./server.ts";

/** Who is in it. */
export type Who = "referent" | "professional" | "desk" | "beneficiary" | "auditor";

/** The demonstration, running. */
export interface Demo {
  readonly origin: string;
  /** SHA-256 of the certificate's public key, in base64: what Chromium is told to accept. */
  readonly pin: string;
  /** The line that stands before it. */
  readonly line: Line;
  /** The port where the browser really goes: the line's. */
  readonly front: number;
  /** The port behind the line, for whoever wants nothing in between. */
  readonly behind: number;
  /** A folder for whatever a test needs. */
  readonly folder: string;
  readonly documents: readonly { readonly document_id: string; readonly folder: string; readonly file: string }[];
  readonly vault: string;
  readonly folders: Readonly<Record<string, string>>;
  /** The vault and its papers. */
  readonly ids: readonly string[];
  readonly people: Readonly<Record<Who, Person & { readonly name: string }>>;
  /** Card and code of one of them, as options of `coffre`. */
  proof(who: Who): readonly string[];
  /** Runs `coffre` as one of them, who logs in first; gives what it tells in JSON. */
  coffre(who: Who, ...args: string[]): unknown;
  stop(): Promise<void>;
}

interface Told {
  url: string;
  ca: string;
  coffre: string;
  vault_id: string;
  folders: Record<string, string>;
  people: Record<Who, { name: string; credential_file: string; pin_file: string; home: string }>;
  documents: Demo["documents"];
}

/** Starts it, in a folder of its own on a free port. */
export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "coffre-page-demo-"));
  const port = await freePort();
  const data = join(folder, "demo");
  const program = join(programs(), "coffre-demo");
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`make build\` first`);
  const child = spawn(program, { env: { ...process.env, DEMO_DIR: data, DEMO_PORT: String(port) }, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => void child.once("exit", () => done()));
  await new Promise<void>((ready, fail) => {
    let told = "";
    child.stdout.on("data", (piece: Buffer) => {
      told += piece.toString();
      if (told.includes("Ctrl-C")) ready();
    });
    void ended.then(() => fail(new Error(`the demonstration ended: ${told}`)));
  });
  const told = JSON.parse(readFileSync(join(data, "demo.json"), "utf8")) as Told;
  const [certificate, secret] = [join(data, "tls/server.pem"), join(data, "tls/server.key")];
  const key = new X509Certificate(readFileSync(certificate)).publicKey.export({ type: "spki", format: "der" });
  // A page that was just built stands before the one in the server, at the same address.
  const dist = process.env["COFFRE_DIST"];
  const front = dist === undefined ? undefined : { port: await freePort(), dist };
  const standing = front === undefined ? undefined : await startFront({ dist: resolve(front.dist), port: front.port, server: port, certificate, key: secret });
  const behind = front?.port ?? port;
  const line = await startLine(join(data, "tls"), behind);
  const person = ({ name, credential_file, pin_file }: Told["people"][Who]): Demo["people"][Who] => ({
    name,
    card: cardIn(readFileSync(credential_file, "utf8")),
    pin: readFileSync(pin_file, "utf8").trim(),
  });
  const { referent, professional, desk, beneficiary, auditor } = told.people;
  return {
    origin: told.url,
    pin: createHash("sha256").update(key).digest("base64"),
    line,
    front: line.front,
    behind,
    folder,
    documents: told.documents,
    vault: told.vault_id,
    folders: told.folders,
    ids: [told.vault_id, ...told.documents.map(({ document_id }) => document_id)],
    people: { referent: person(referent), professional: person(professional), desk: person(desk), beneficiary: person(beneficiary), auditor: person(auditor) },
    proof: (who) => ["--credential-file", told.people[who].credential_file, "--pin-file", told.people[who].pin_file],
    coffre(who, ...args) {
      const { credential_file, pin_file, home } = told.people[who];
      const run = (...all: string[]): string => execFileSync(told.coffre, ["--json", "--lang", "fr", ...all], { env: { ...process.env, COFFRE_HOME: home }, encoding: "utf8" });
      run("login", "--server", told.url, "--ca", told.ca, "--credential-file", credential_file, "--pin-file", pin_file);
      const answer: unknown = JSON.parse(run(...args));
      return answer;
    },
    async stop() {
      line.stop();
      standing?.closeAllConnections();
      standing?.close();
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
