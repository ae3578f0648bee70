/** A consent, `VCN1`: the person's signature under the text that they agreed to when their vault was opened (FORMATS 5). */

import { type Bytes, utf8 } from "./bytes.ts";
import { hashOf } from "./certificate.ts";
import { Reader, u64, zeros } from "./codec.ts";
import { ensure } from "./error.ts";
import { type AccountId, type Hash, hashBytes, idBytes, type Kid, type OrganisationId, type VaultId } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/consent/v1";
const W = "consent";

/** Signed by the person whose vault it is, with the keys that were just made with them. */
export interface Consent {
  readonly vault: VaultId;
  readonly account: AccountId;
  /** The organisation that opens the vault with them. */
  readonly organisation: OrganisationId;
  /** SHA-256 of the text that was shown, UTF-8. */
  readonly text: Hash;
  /** When it was signed, Unix milliseconds. */
  readonly unixMs: number;
  /** Who signed. */
  readonly maker: Kid;
}

/** The signed consent; the maker is the one who signs. */
export function signConsent(consent: Omit<Consent, "maker">, maker: SigningKey): Promise<Bytes> {
  const ids = [consent.vault, consent.account, consent.organisation].map((id) => idBytes(id));
  return maker.finishSigned(LABEL, utf8("VCN1"), zeros(4), ...ids, hashBytes(consent.text), u64(consent.unixMs), idBytes(maker.kid));
}

/** Reads the structure. Proves nothing. */
export function parseConsent(bytes: Uint8Array): Consent {
  const r = new Reader(W, bytes);
  r.magic("VCN1");
  r.reserved(4);
  const consent = { vault: r.id(), account: r.id(), organisation: r.id(), text: r.hash(), unixMs: r.u64(), maker: r.id() };
  r.take(SIGNATURE_LEN);
  r.end();
  return consent;
}

/** Reads, and checks that this key signed it. */
export async function verifyConsent(bytes: Uint8Array, maker: VerifyingKey): Promise<Consent> {
  const consent = parseConsent(bytes);
  ensure(consent.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return consent;
}

/** Refuses unless this is the text that was shown, to the byte. */
export function checkConsentText(consent: Consent, text: string): void {
  ensure(consent.text === textHash(text), W, "hash");
}

/** How every act names a consent text: SHA-256 of its UTF-8 bytes. */
export function textHash(text: string): Hash {
  return hashOf(utf8(text));
}
