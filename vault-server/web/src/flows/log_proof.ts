/**
 * The proof of the whole log, as a file: the signed checkpoint and the server's answers, word for word. With the log's key anyone
 * builds the tree anew from the entries, without network and without an account (FORMATS 8).
 */

import { Refused } from "../core/error.ts";
import type { LogKey } from "../core/log/note.ts";
import type { WholeLog } from "./journal.ts";

/** Writes the file: `{ format, log, checkpoint, entries, erased }`. */
export function writeLogProof(log: LogKey, { note, pages }: Pick<WholeLog, "note" | "pages">): string {
  const entries = pages.flatMap((page) => page.entries);
  const erased = pages.flatMap((page) => page.erased);
  return `${JSON.stringify({ format: 1, log: log.text, checkpoint: note, entries, erased }, null, 1)}\n`;
}

/** The checkpoint that a kept file names. Whether this log signed it is seen where it is used. */
export function readKeptCheckpoint(text: string): string {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Refused("checkpoint", "length");
  }
  const note = typeof read === "object" && read !== null && "checkpoint" in read ? read.checkpoint : undefined;
  if (typeof note !== "string") throw new Refused("checkpoint", "length");
  return note;
}
