/** Public keys: none is accepted without a `VKC1` certificate (FORMATS 3). A certificate alone proves who signed it; a {@link Chain} that they were allowed to. */

import { type Bytes, isZero, toHex, utf8 } from "./bytes.ts";
import { checkDates, Reader, u32, u64, zeros } from "./codec.ts";
import { ensure, Refused } from "./error.ts";
import { type Hash, hashBytes, idBytes, type Kid } from "./ids.ts";
import { SealingKey, type SigningKey, VerifyingKey } from "./keys.ts";
import { sha256, SIGNATURE_LEN } from "./suite.ts";
import { XWING_PUBLIC_LEN } from "./xwing.ts";

const LABEL = "vault/key-cert/v1";
const W = "certificate";

/** Whose keys a certificate carries. */
export type CertificateKind = "account" | "organisation" | "folder" | "deposit-key";
const KINDS: readonly CertificateKind[] = ["account", "organisation", "folder", "deposit-key"];
const signs = (kind: CertificateKind): boolean => kind === "account" || kind === "organisation";

/** What a `VKC1` certificate says. */
export interface Certificate {
  readonly kind: CertificateKind;
  /** Where the subject belongs: the organisation of staff, the vault of a beneficiary or folder; zeros for none. */
  readonly scope: string;
  /** Who or what the keys belong to. */
  readonly subject: string;
  /** From 1, strictly increasing along the subject's chain. */
  readonly epoch: number;
  /** Unix seconds, inclusive. */
  readonly notBefore: number;
  /** Unix seconds, inclusive; 0 for no end. */
  readonly notAfter: number;
  /** Seals to the subject. */
  readonly sealing: SealingKey;
  /** Verifies the subject's acts; for accounts and organisations only. */
  readonly verifying: VerifyingKey | undefined;
  /** SHA-256 of the whole previous certificate; zeros for the first. */
  readonly previous: Hash;
  /** Who signed. */
  readonly issuer: Kid;
}

/** Length of every certificate. */
export const CERTIFICATE_LEN = 1420;

/** The signed certificate; the issuer is the one who signs. */
export function issueCertificate(certificate: Omit<Certificate, "issuer">, issuer: SigningKey): Promise<Bytes> {
  return issuer.finishSigned(
    LABEL,
    utf8("VKC1"),
    Uint8Array.of(KINDS.indexOf(certificate.kind) + 1),
    zeros(3),
    idBytes(certificate.scope),
    idBytes(certificate.subject),
    u32(certificate.epoch),
    u64(certificate.notBefore),
    u64(certificate.notAfter),
    certificate.sealing.bytes,
    certificate.verifying?.bytes ?? zeros(32),
    hashBytes(certificate.previous),
    idBytes(issuer.kid),
  );
}

/** Reads the structure. Proves nothing: the keys may be used only after a {@link Chain} has accepted them. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const r = new Reader(W, bytes);
  r.magic("VKC1");
  const kind = KINDS[r.u8() - 1];
  if (kind === undefined) throw r.fail("kind");
  r.reserved(3);
  const [scope, subject, epoch, notBefore, notAfter] = [r.id(), r.id(), r.u32(), r.u64(), r.u64()];
  const [sealing, verifying, previous, issuer] = [r.take(XWING_PUBLIC_LEN), r.take(32), r.hash(), r.id()];
  r.take(SIGNATURE_LEN);
  r.end();
  ensure(epoch !== 0, W, "epoch");
  ensure(notAfter === 0 || notAfter > notBefore, W, "validity");
  const unusedIds = kind === "deposit-key" && !/^0*$/.test(scope + subject);
  ensure(!unusedIds && (signs(kind) || isZero(verifying)), W, "reserved");
  ensure(!signs(kind) || !isZero(verifying), W, "key");
  const key = SealingKey.from(sealing);
  if (key === undefined) throw new Refused(W, "key");
  const signing = signs(kind) ? new VerifyingKey(verifying) : undefined;
  return { kind, scope, subject, epoch, notBefore, notAfter, sealing: key, verifying: signing, previous, issuer };
}

/** Reads, and checks that this key issued it. Whether it was allowed to is for a {@link Chain} to say. */
export async function verifyCertificate(bytes: Uint8Array, issuer: VerifyingKey): Promise<Certificate> {
  const certificate = parseCertificate(bytes);
  ensure(certificate.issuer === issuer.kid, W, "maker");
  await issuer.checkSigned(W, LABEL, bytes);
  return certificate;
}

/** SHA-256 of whole bytes, as acts name each other. */
export function hashOf(bytes: Uint8Array): Hash {
  return toHex(sha256(bytes));
}

/** The server's current deposit key, checked against the log key that the reader holds. `now` in Unix seconds. */
export async function verifyDepositKey(bytes: Uint8Array, log: VerifyingKey, now: number): Promise<Certificate> {
  const certificate = await verifyCertificate(bytes, log);
  ensure(certificate.kind === "deposit-key", W, "kind");
  checkDates(W, certificate.notBefore, certificate.notAfter, now);
  return certificate;
}
