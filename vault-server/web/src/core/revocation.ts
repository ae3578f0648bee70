/** A revocation, `VRV1`: ends a mandate, for good (FORMATS 5). */

import { type Bytes, utf8 } from "./bytes.ts";
import { Reader, u64, zeros } from "./codec.ts";
import { ensure } from "./error.ts";
import { type Hash, hashBytes, idBytes, type Kid, type MandateId } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/revoke/v1";
const W = "revocation";

/** Signed by the person who granted the mandate, or by the recipient who gives it up. */
export interface Revocation {
  readonly mandate: MandateId;
  /** SHA-256 of the whole mandate. */
  readonly mandateHash: Hash;
  /** When it was signed, Unix milliseconds; the order in the log decides. */
  readonly unixMs: number;
  /** Who signed. */
  readonly maker: Kid;
}

/** The signed revocation; the maker is the one who signs. */
export function signRevocation(revocation: Omit<Revocation, "maker">, maker: SigningKey): Promise<Bytes> {
  const { mandate, mandateHash, unixMs } = revocation;
  return maker.finishSigned(LABEL, utf8("VRV1"), zeros(4), idBytes(mandate), hashBytes(mandateHash), u64(unixMs), idBytes(maker.kid));
}

/** Reads the structure. Proves nothing. */
export function parseRevocation(bytes: Uint8Array): Revocation {
  const r = new Reader(W, bytes);
  r.magic("VRV1");
  r.reserved(4);
  const revocation = { mandate: r.id(), mandateHash: r.hash(), unixMs: r.u64(), maker: r.id() };
  r.take(SIGNATURE_LEN);
  r.end();
  return revocation;
}

/** Reads, and checks that this key signed it. */
export async function verifyRevocation(bytes: Uint8Array, maker: VerifyingKey): Promise<Revocation> {
  const revocation = parseRevocation(bytes);
  ensure(revocation.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return revocation;
}

/** Refuses unless it names this mandate, to the byte. */
export function checkRevokes(revocation: Revocation, mandate: MandateId, hash: Hash): void {
  ensure(revocation.mandate === mandate, W, "ids");
  ensure(revocation.mandateHash === hash, W, "hash");
}
