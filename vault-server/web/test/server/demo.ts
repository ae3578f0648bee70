/** The demonstration's people, papers and programs, as its record tells them. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type CredentialFile, parseCredentialFile } from "../../src/core/credential.ts";
import { Origin } from "../../src/core/origin.ts";
import { Pin } from "../../src/core/pin.ts";
import { Pins } from "../../src/flows/pins.ts";
import { type Actor, logIn, type Place } from "../../src/flows/session.ts";

interface Person {
  name: string;
  account_id: string;
  credential_file: string;
  pin_file: string;
  home: string;
}

interface Demo {
  url: string;
  ca: string;
  coffre: string;
  organisation_id: string;
  vault_id: string;
  folders: Record<string, string>;
  mandate_id: string;
  people: Record<"referent" | "professional" | "desk" | "beneficiary" | "auditor", Person>;
  documents: { document_id: string; folder: string; file: string }[];
}

export const demo = JSON.parse(readFileSync(process.env["COFFRE_DEMO"] ?? "", "utf8")) as Demo;

/** A browser that was never here before. */
export function newPlace(): Place {
  const desk = {
    entropy: (dst: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(dst),
    now: () => Date.now(),
    fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
  };
  return { desk, origin: Origin.parse(demo.url), pins: new Pins() };
}

/** The card of one of the people. */
export function cardOf(who: keyof Demo["people"]): { file: CredentialFile; pin: Pin } {
  const { credential_file, pin_file } = demo.people[who];
  return { file: parseCredentialFile(readFileSync(credential_file, "utf8")), pin: Pin.enter(readFileSync(pin_file, "utf8")) };
}

/** Logs one of the people in. */
export function enter(who: keyof Demo["people"], place = newPlace()): Promise<Actor> {
  const { file, pin } = cardOf(who);
  return logIn(place, file, pin);
}

/** Runs `coffre` as one of the people, and gives what it tells in JSON. */
export function coffre(who: keyof Demo["people"], ...args: string[]): unknown {
  const env = { ...process.env, COFFRE_HOME: demo.people[who].home };
  const out = execFileSync(demo.coffre, ["--json", "--lang", "fr", ...args], { env, encoding: "utf8" });
  return out.trim() === "" ? undefined : JSON.parse(out);
}

/** Logs one of the people in with `coffre`, so that the next commands are theirs. */
export function coffreLogin(who: keyof Demo["people"]): void {
  const { credential_file, pin_file } = demo.people[who];
  coffre(who, "login", "--server", demo.url, "--ca", demo.ca, "--credential-file", credential_file, "--pin-file", pin_file);
}
