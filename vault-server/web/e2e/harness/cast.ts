// The demonstration's server and people: somebody of each kind, papers, a log that tells something. SPECIMEN.
import { execFileSync, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cardIn } from "./card.ts";
import type { Person } from "./people.ts";
import { startFront } from "./front.ts";
import { freePort, programs, type Server } from "./server.ts";

/** Who is there. */
export type Who = "referent" | "professional" | "desk" | "beneficiary" | "auditor";

/** The demonstration, running. */
export interface Demo extends Pick<Server, "origin" | "pin" | "folder" | "stop"> {
  /** Where the browser really goes, when the page is taken from COFFRE_DIST. */
  readonly front: number | undefined;
  readonly people: Readonly<Record<Who, Person & { readonly name: string }>>;
  /** The vault and its papers. */
  readonly ids: readonly string[];
  /** Runs `coffre` as somebody, logged in; gives what it tells in JSON. */
  coffre(who: Who, ...words: string[]): unknown;
}

interface Recorded {
  url: string;
  ca: string;
  coffre: string;
  vault_id: string;
  documents: { document_id: string }[];
  people: Record<Who, { name: string; credential_file: string; pin_file: string; home: string }>;
}

/** Starts it in a folder of its own. */
export async function startDemo(): Promise<Demo> {
  const program = join(programs(), "coffre-demo");
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`make build\` first`);
  const folder = mkdtempSync(join(tmpdir(), "coffre-page-"));
  const [data, port] = [join(folder, "demo"), await freePort()];
  const child = spawn(program, { env: { ...process.env, DEMO_DIR: data, DEMO_PORT: String(port) }, stdio: ["ignore", "pipe", "pipe"] });
  await new Promise<void>((ready, failed) => {
    let told = "";
    const hear = (piece: Buffer): void => {
      told += piece.toString();
      if (told.includes("Ctrl-C")) ready();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => failed(new Error(`the demonstration ended:\n${told}`)));
  });
  const recorded = JSON.parse(readFileSync(join(data, "demo.json"), "utf8")) as Recorded;
  const person = ({ name, credential_file, pin_file }: Recorded["people"][Who]): Demo["people"][Who] => ({
    name,
    card: cardIn(readFileSync(credential_file, "utf8")),
    pin: readFileSync(pin_file, "utf8").trim(),
  });
  const [certificate, key] = [join(data, "tls/server.pem"), join(data, "tls/server.key")];
  const dist = process.env["COFFRE_DIST"];
  const at = await freePort();
  const front = dist === undefined ? undefined : await startFront({ dist, port: at, server: port, certificate, key });
  const { referent, professional, desk, beneficiary, auditor } = recorded.people;
  return {
    origin: recorded.url,
    pin: pinOf(certificate),
    front: front === undefined ? undefined : at,
    folder,
    ids: [recorded.vault_id, ...recorded.documents.map(({ document_id }) => document_id)],
    people: { referent: person(referent), professional: person(professional), desk: person(desk), beneficiary: person(beneficiary), auditor: person(auditor) },
    coffre(who, ...words) {
      const { credential_file, pin_file, home } = recorded.people[who];
      const env = { ...process.env, COFFRE_HOME: home };
      const run = (all: string[]): string => execFileSync(recorded.coffre, ["--json", "--lang", "fr", ...all], { env, encoding: "utf8" });
      run(["login", "--server", recorded.url, "--ca", recorded.ca, "--credential-file", credential_file, "--pin-file", pin_file]);
      const told = run(words).trim();
      return told === "" ? undefined : JSON.parse(told);
    },
    async stop() {
      front?.close();
      front?.closeAllConnections();
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGINT");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** SHA-256 of the certificate's public key: what Chromium is told to accept. */
function pinOf(certificate: string): string {
  const key = new X509Certificate(readFileSync(certificate)).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("base64");
}
