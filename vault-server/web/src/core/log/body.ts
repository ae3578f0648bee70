/** What one log entry says: 222 bytes that name ids only, never a person or a content; and the leaf that hides it (FORMATS 8). */

import { type Bytes, concat, copy, toHex } from "../bytes.ts";
import { monthOf, monthsBetween } from "../calendar.ts";
import { Reader } from "../codec.ts";
import { ensure, Refused } from "../error.ts";
import { type DocumentId, type Hash, hashBytes, type Kid, type MandateId, NO_HASH, NO_ID, type VaultId } from "../ids.ts";
import { hmacOf, sha256 } from "../suite.ts";
import { EVENT_TYPES, RESULT_CODES } from "../vocabulary.ts";

const W = "log-body";
/** Length of a body in bytes. */
export const BODY_LEN = 222;
/** Bodies are kept for as many whole months at least. */
const LEAST_MONTHS = 6;

/** The body of a log entry. Absent ids, hashes and signatures are zeros. */
export interface EventBody {
  /** What was done or attempted, a code of the vocabulary. */
  readonly eventType: number;
  /** Unix milliseconds. */
  readonly unixMs: number;
  /** The vault concerned; zeros for events that concern none. */
  readonly vault: VaultId;
  /** Position in the vault's own chain, from 1. */
  readonly vaultSeq: number;
  /** Leaf hash of the vault's previous entry; zeros for the first. */
  readonly previous: Hash;
  readonly document: DocumentId;
  /** The document's version; 0 if none. */
  readonly version: number;
  /** Who acted. */
  readonly actor: Kid;
  /** The mandate that was relied on, granted or revoked. */
  readonly mandate: MandateId;
  /** The purpose code; 0 if none. */
  readonly purpose: number;
  /** 0 done; otherwise the code of the refusal. */
  readonly result: number;
  /** SHA-256 of the signed request. */
  readonly requestHash: Hash;
  /** That request's own signature, so that the actor cannot deny it. */
  readonly requestSignature: Bytes;
  /** The bytes that were read. */
  readonly bytes: Bytes;
}

/** Reads the 222 bytes. */
export function parseBody(bytes: Uint8Array): EventBody {
  const r = new Reader(W, bytes);
  if (r.u8() !== 1) throw r.fail("version");
  const body = {
    eventType: r.u8(),
    unixMs: r.u64(),
    vault: r.id(),
    vaultSeq: r.u64(),
    previous: r.hash(),
    document: r.id(),
    version: r.u64(),
    actor: r.id(),
    mandate: r.id(),
    purpose: r.u16(),
    result: r.u16(),
    requestHash: r.hash(),
    requestSignature: r.take(64),
    bytes: copy(bytes),
  };
  if (body.vaultSeq === 0 || (body.vaultSeq === 1) !== (body.previous === NO_HASH)) throw r.fail("sequence");
  r.end();
  return body;
}

/** `0x01 ‖ HMAC-SHA-256(salt, body)`: what the tree commits to. */
export function leafData(salt: Bytes, body: EventBody): Bytes {
  return concat(Uint8Array.of(1), hmacOf(salt, body.bytes));
}

/** `SHA-256(0x00 ‖ data)`. */
export function leafHash(data: Uint8Array): Hash {
  return toHex(sha256(Uint8Array.of(0), data));
}

/** `SHA-256(0x01 ‖ left ‖ right)`. */
export function nodeHash(left: Hash, right: Hash): Hash {
  return toHex(sha256(Uint8Array.of(1), hashBytes(left), hashBytes(right)));
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** An event that tells which entries were forgotten: every one before an index. */
export interface Purge {
  /** The first index that is still told. */
  readonly before: number;
  /** The last month that was forgotten, as `yyyymm`. */
  readonly month: number;
}

/** Reads the event at an index; `undefined` when it is another event, or one that ended otherwise. */
export function readPurge(index: number, body: EventBody): Purge | undefined {
  if (body.eventType !== EVENT_TYPES["log-purged"] || body.result !== RESULT_CODES.done) return undefined;
  ensure(body.vault === NO_ID && body.actor === NO_ID && body.mandate === NO_ID, W, "ids");
  const before = Number.parseInt(body.document.slice(16), 16);
  ensure(/^0{16}/.test(body.document) && before > 0 && before <= index, W, "order");
  const month = body.version;
  const year = Math.floor(month / 100);
  const isMonth = month % 100 >= 1 && month % 100 <= 12 && year >= 1970 && year < 10_000;
  ensure(isMonth && monthsBetween(month, monthOf(body.unixMs)) > LEAST_MONTHS, W, "validity");
  return { before, month };
}

/** Refuses an entry after the range that is of a month that the event calls forgotten. */
export function checkPurge(purge: Purge, index: number, body: EventBody): void {
  if (index >= purge.before && monthOf(body.unixMs) <= purge.month) throw new Refused(W, "validity");
}
