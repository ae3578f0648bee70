/** The cases of tests/vectors, shared with Rust: how one is read, and what its outcome is. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type Bytes, fromHex } from "../../src/core/bytes.ts";
import { Refused } from "../../src/core/error.ts";

const FOLDER = new URL("../../../../tests/vectors/", import.meta.url);

/** One case: its inputs by name, and either `expect` or `error`. */
export type Case = Record<string, any> & { name: string; expect?: Record<string, unknown>; error?: { what: string; property: string } };

/** The names of all files, without their ending. */
export const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).map((name) => name.replace(/\.json$/, "")) : [];

/** The cases of a file. */
export function casesOf(file: string): Case[] {
  return JSON.parse(readFileSync(new URL(`${file}.json`, FOLDER), "utf8")) as Case[];
}

/** The bytes of a field in hexadecimal. */
export function hex(text: string): Bytes {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${text.slice(0, 20)}`);
  return bytes;
}

/** What a case comes to: what was read, or the refusal. Any other error is a fault of the code. */
export async function outcome(run: (c: Case) => unknown, c: Case): Promise<unknown> {
  try {
    return { expect: await run(c) };
  } catch (error) {
    if (error instanceof Refused) return { error: { what: error.what, property: error.property } };
    throw error;
  }
}
