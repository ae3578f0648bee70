/** An amendment, `VAM1`: where a version of a document lies and how it is described, since its deposit (FORMATS 5). Amendments of one version form a chain that begins with its deposit. */

import { type Bytes, utf8 } from "./bytes.ts";
import { hashOf } from "./certificate.ts";
import { Reader, u64, zeros } from "./codec.ts";
import type { Deposit } from "./deposit.ts";
import { ensure } from "./error.ts";
import { type DocumentVersion, type FolderId, type Hash, hashBytes, idBytes, type Kid, sameVersion, versionBytes } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/amend/v1";
const W = "amendment";

/** What somebody signs who moves or describes anew one version of a document. */
export interface Amendment {
  readonly document: DocumentVersion;
  /** Number among the amendments of this version, from 1. */
  readonly sequence: number;
  /** Where it lies from now on. */
  readonly folder: FolderId;
  /** When it was signed, Unix milliseconds; the order in the chain decides. */
  readonly unixMs: number;
  /** Who signed. */
  readonly maker: Kid;
  /** SHA-256 of the whole amendment before, or of the deposit for the first. */
  readonly previous: Hash;
  /** SHA-256 of the record payload from now on. */
  readonly record: Hash;
}

/** The signed amendment; the maker is the one who signs. */
export function signAmendment(amendment: Omit<Amendment, "maker">, maker: SigningKey): Promise<Bytes> {
  return maker.finishSigned(
    LABEL,
    utf8("VAM1"),
    zeros(4),
    versionBytes(amendment.document),
    u64(amendment.sequence),
    idBytes(amendment.folder),
    u64(amendment.unixMs),
    idBytes(maker.kid),
    hashBytes(amendment.previous),
    hashBytes(amendment.record),
  );
}

/** Reads the structure. Proves nothing. */
export function parseAmendment(bytes: Uint8Array): Amendment {
  const r = new Reader(W, bytes);
  r.magic("VAM1");
  r.reserved(4);
  const [vault, document, version, sequence] = [r.id(), r.id(), r.u64(), r.u64()];
  const [folder, unixMs, maker, previous, record] = [r.id(), r.u64(), r.id(), r.hash(), r.hash()];
  r.take(SIGNATURE_LEN);
  r.end();
  ensure(version !== 0, W, "version");
  ensure(sequence !== 0, W, "sequence");
  return { document: { vault, document, version }, sequence, folder, unixMs, maker, previous, record };
}

/** Reads, and checks that this key signed it. */
export async function verifyAmendment(bytes: Uint8Array, maker: VerifyingKey): Promise<Amendment> {
  const amendment = parseAmendment(bytes);
  ensure(amendment.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return amendment;
}

/** Where a version lies and how it is described, by its deposit and the amendments so far. */
export interface Place {
  readonly document: DocumentVersion;
  /** How many amendments there were. */
  readonly sequence: number;
  readonly folder: FolderId;
  /** SHA-256 of the record payload. */
  readonly record: Hash;
  /** SHA-256 of the last amendment, or of the deposit: what the next amendment names. */
  readonly last: Hash;
}

/** As deposited. `bytes` is the whole deposit, which the caller has verified. */
export function placeOf(deposit: Deposit, bytes: Uint8Array): Place {
  const { document, folder, record } = deposit;
  return { document, sequence: 0, folder, record, last: hashOf(bytes) };
}

/** After the next amendment, whose signature the caller has verified. */
export function amended(place: Place, amendment: Amendment, bytes: Uint8Array): Place {
  ensure(sameVersion(amendment.document, place.document), W, "ids");
  ensure(amendment.sequence === place.sequence + 1, W, "sequence");
  ensure(amendment.previous === place.last, W, "hash");
  const { document, sequence, folder, record } = amendment;
  return { document, sequence, folder, record, last: hashOf(bytes) };
}

/** What somebody signs to move it to `folder` and to describe it by the payload of this hash, now. */
export function amend(place: Place, folder: FolderId, record: Hash, unixMs: number): Omit<Amendment, "maker"> {
  return { document: place.document, sequence: place.sequence + 1, folder, unixMs, previous: place.last, record };
}

/** Refuses another folder than the one signed last. */
export function checkFolder(place: Place, folder: FolderId): void {
  ensure(place.folder === folder, place.sequence === 0 ? "deposit" : W, "ids");
}

/** Refuses another description than the one signed last. */
export function checkRecord(place: Place, payloadHash: Hash): void {
  ensure(place.record === payloadHash, "record", "hash");
}
