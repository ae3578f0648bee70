/** A deposit, `VDP1`: the depositor's signature over one version of a document (FORMATS 5). */

import { type Bytes, utf8 } from "./bytes.ts";
import { Reader, zeros } from "./codec.ts";
import { ensure } from "./error.ts";
import { type DocumentVersion, type FolderId, type Hash, hashBytes, idBytes, type Kid, sameVersion, versionBytes } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/deposit/v1";
const W = "deposit";

/** What the depositor signs. */
export interface Deposit {
  /** Which version of which document, in which vault. */
  readonly document: DocumentVersion;
  /** Where it was added first. */
  readonly folder: FolderId;
  /** Who signed. */
  readonly maker: Kid;
  /** SHA-256 of the whole stored object. */
  readonly object: Hash;
  /** SHA-256 of the object's first 104 bytes: what a partial read can check. */
  readonly head: Hash;
  /** SHA-256 of the record payload. */
  readonly record: Hash;
}

/** The signed deposit; the maker is the one who signs. */
export function signDeposit(deposit: Omit<Deposit, "maker">, maker: SigningKey): Promise<Bytes> {
  const of = versionBytes(deposit.document);
  return maker.finishSigned(
    LABEL,
    utf8("VDP1"),
    zeros(4),
    of.subarray(0, 16),
    idBytes(deposit.folder),
    of.subarray(16),
    idBytes(maker.kid),
    hashBytes(deposit.object),
    hashBytes(deposit.head),
    hashBytes(deposit.record),
  );
}

/** Reads the structure. Proves nothing. */
export function parseDeposit(bytes: Uint8Array): Deposit {
  const r = new Reader(W, bytes);
  r.magic("VDP1");
  r.reserved(4);
  const [vault, folder, document, version, maker] = [r.id(), r.id(), r.id(), r.u64(), r.id()];
  const [object, head, record] = [r.hash(), r.hash(), r.hash()];
  r.take(SIGNATURE_LEN);
  r.end();
  ensure(version !== 0, W, "version");
  return { document: { vault, document, version }, folder, maker, object, head, record };
}

/** Reads, and checks that this key signed it. */
export async function verifyDeposit(bytes: Uint8Array, maker: VerifyingKey): Promise<Deposit> {
  const deposit = parseDeposit(bytes);
  ensure(deposit.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return deposit;
}

/** Refuses another document than the one asked for. */
export function checkDocument(deposit: Deposit, asked: DocumentVersion): void {
  ensure(sameVersion(deposit.document, asked), W, "ids");
}

/** Refuses another stored object than the one signed. */
export function checkObject(deposit: Deposit, hash: Hash): void {
  ensure(deposit.object === hash, "document", "hash");
}

/** Refuses another beginning of the object than the one signed. */
export function checkHead(deposit: Deposit, hash: Hash): void {
  ensure(deposit.head === hash, "document", "hash");
}
