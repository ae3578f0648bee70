/** The signature of an export's manifest, `VXS1`: the owner says that this is what they took out (FORMATS 9). */

import { type Bytes, utf8 } from "./bytes.ts";
import { hashOf } from "./certificate.ts";
import { Reader, zeros } from "./codec.ts";
import { ensure } from "./error.ts";
import { type Hash, hashBytes, idBytes, type Kid, type VaultId } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/export/v1";
const W = "export";

/** What the owner signs. */
export interface ManifestSeal {
  readonly vault: VaultId;
  /** Who signed. */
  readonly maker: Kid;
  /** SHA-256 of `manifest.json`, byte for byte. */
  readonly manifest: Hash;
}

/** The signed bytes, of a manifest's bytes. */
export function signManifest(vault: VaultId, manifest: Bytes, maker: SigningKey): Promise<Bytes> {
  return maker.finishSigned(LABEL, utf8("VXS1"), zeros(4), idBytes(vault), idBytes(maker.kid), hashBytes(hashOf(manifest)));
}

/** Reads, and checks that this key signed it. */
export async function verifyManifestSeal(bytes: Uint8Array, maker: VerifyingKey): Promise<ManifestSeal> {
  const r = new Reader(W, bytes);
  r.magic("VXS1");
  r.reserved(4);
  const seal = { vault: r.id(), maker: r.id(), manifest: r.hash() };
  r.take(SIGNATURE_LEN);
  r.end();
  ensure(seal.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return seal;
}

/** Refuses another vault, or other bytes than those that were signed. */
export function checkManifest(seal: ManifestSeal, vault: VaultId, manifest: Bytes): void {
  ensure(seal.vault === vault, W, "ids");
  ensure(seal.manifest === hashOf(manifest), W, "hash");
}
