/**
 * X-Wing (draft-connolly-cfrg-xwing-kem: X25519 with ML-KEM-768) and HPKE base mode over it (RFC 9180). HPKE's key
 * schedule is the package's; the KEM is put together here, because it takes its randomness as an argument, tells the
 * public half of a seed, and uses whichever of its two parts the browser has.
 */

import { sha3_256, shake256 } from "@noble/hashes/sha3.js";
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, type KEM, type Key } from "hpke";
import { type Bytes, concat, copy, utf8, wipe } from "./bytes.ts";
import { type Entropy, generate } from "./entropy.ts";
import { curves, mlkem, modern, nativeMlKem, nativeX25519, X25519_PKCS8 } from "./natives.ts";
import { PrimitiveRefused } from "./suite.ts";

/** Length of an X-Wing public key: ML-KEM-768's, then X25519's. */
export const XWING_PUBLIC_LEN = 1216;
/** Length of an X-Wing encapsulation: likewise. */
export const XWING_ENC_LEN = 1120;
const MLKEM_PUBLIC_LEN = 1184;
const MLKEM_CIPHERTEXT_LEN = 1088;
const MLKEM = "ML-KEM-768";
/** `\.//^\`: what sets the combiner apart. */
const LABEL = utf8("\\.//^\\");

/** Opens what was encapsulated to its public half. */
export interface XWingPrivate {
  readonly public: Bytes;
  /** The shared secret, 32 bytes. */
  decapsulate(enc: Bytes): Promise<Bytes>;
}

/** Whether these bytes are an X-Wing public key: every ML-KEM coefficient, of 12 bits, lies below the modulus (FIPS 203, 7.2). */
export function isXWingPublic(key: Uint8Array): boolean {
  if (key.length !== XWING_PUBLIC_LEN) return false;
  for (let i = 0; i < MLKEM_PUBLIC_LEN - 32; i += 3) {
    const [a = 0, b = 0, c = 0] = key.subarray(i, i + 3);
    if ((a | ((b & 15) << 8)) >= 3329 || ((b >> 4) | (c << 4)) >= 3329) return false;
  }
  return true;
}

/** The private key of a seed of 32 bytes, which stays the caller's, to wipe. */
export async function xwingPrivate(seed: Bytes): Promise<XWingPrivate> {
  const expanded = shake256(seed, { dkLen: 96 }) as Bytes;
  const [pq, dh] = await Promise.all([mlkemPrivate(expanded.slice(0, 64)), x25519Private(expanded.slice(64))]);
  wipe(expanded);
  return {
    public: concat(pq.public, dh.public),
    async decapsulate(enc) {
      if (enc.length !== XWING_ENC_LEN) throw new PrimitiveRefused();
      const point = enc.slice(MLKEM_CIPHERTEXT_LEN);
      const [pqSecret, dhSecret] = await Promise.all([
        pq.decapsulate(enc.slice(0, MLKEM_CIPHERTEXT_LEN)),
        dh.agree(point),
      ]);
      return combine(pqSecret, dhSecret, point, dh.public);
    },
  };
}

async function xwingEncapsulate(entropy: Entropy, key: Bytes): Promise<{ enc: Bytes; secret: Bytes }> {
  const theirs = key.slice(MLKEM_PUBLIC_LEN);
  const ephemeral = generate(entropy, 32);
  const [pq, dh] = await Promise.all([mlkemEncapsulate(entropy, key.slice(0, MLKEM_PUBLIC_LEN)), x25519Private(ephemeral)]);
  const secret = combine(pq.secret, await dh.agree(theirs), dh.public, theirs);
  return { enc: concat(pq.ciphertext, dh.public), secret };
}

function combine(pq: Bytes, dh: Bytes, point: Bytes, theirs: Bytes): Bytes {
  const joined = concat(pq, dh, point, theirs, LABEL);
  const secret = sha3_256(joined) as Bytes;
  wipe(pq, dh, joined);
  return secret;
}

interface MlKemPrivate {
  readonly public: Bytes;
  decapsulate(ciphertext: Bytes): Promise<Bytes>;
}

/** Takes over the seed, which is wiped. */
async function mlkemPrivate(seed: Bytes): Promise<MlKemPrivate> {
  if (await nativeMlKem()) {
    const key = await modern().importKey("raw-seed", seed, MLKEM, false, ["decapsulateBits"]);
    wipe(seed);
    const shown = await modern().getPublicKey(key, ["encapsulateBits"]);
    return {
      public: new Uint8Array(await modern().exportKey("raw-public", shown)),
      decapsulate: async (ciphertext) => new Uint8Array(await modern().decapsulateBits(MLKEM, key, ciphertext)),
    };
  }
  const { ml_kem768 } = await mlkem();
  const pair = ml_kem768.keygen(seed);
  wipe(seed);
  return {
    public: copy(pair.publicKey),
    decapsulate: async (ciphertext) => copy(ml_kem768.decapsulate(ciphertext, pair.secretKey)),
  };
}

async function mlkemEncapsulate(entropy: Entropy, key: Bytes): Promise<{ ciphertext: Bytes; secret: Bytes }> {
  if (await nativeMlKem()) {
    const imported = await modern().importKey("raw-public", key, MLKEM, true, ["encapsulateBits"]);
    const { ciphertext, sharedKey } = await modern().encapsulateBits(MLKEM, imported);
    return { ciphertext: new Uint8Array(ciphertext), secret: new Uint8Array(sharedKey) };
  }
  const { cipherText, sharedSecret } = (await mlkem()).ml_kem768.encapsulate(key, generate(entropy, 32));
  return { ciphertext: copy(cipherText), secret: copy(sharedSecret) };
}

interface X25519Private {
  readonly public: Bytes;
  agree(theirs: Bytes): Promise<Bytes>;
}

/** Takes over the key's bytes, which are wiped where WebCrypto holds the key. */
async function x25519Private(bytes: Bytes): Promise<X25519Private> {
  if (!(await nativeX25519())) {
    const { x25519 } = await curves();
    return {
      public: copy(x25519.getPublicKey(bytes)),
      agree: async (theirs) => copy(x25519.getSharedSecret(bytes, theirs)),
    };
  }
  const pkcs8 = concat(X25519_PKCS8, bytes);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]);
  wipe(pkcs8, bytes);
  const agree = async (theirs: Bytes): Promise<Bytes> => {
    const point = await crypto.subtle.importKey("raw", theirs, "X25519", true, []);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: point }, key, 256));
  };
  // The public half is the agreement with the base point (RFC 7748, section 5).
  const base = new Uint8Array(32);
  base[0] = 9;
  return { public: await agree(base), agree };
}

/** A key in the form that `hpke` passes around. */
interface HpkeKey extends Key {
  readonly bytes?: Bytes;
  readonly opener?: XWingPrivate;
}

const NAME = "MLKEM768-X25519";
const INFO = { algorithm: { name: NAME }, extractable: false };

function notUsed(): never {
  throw new PrimitiveRefused("keys are made by this page, not by the package");
}

/** The KEM of HPKE's registry, 0x647a. */
function kem(entropy: Entropy): KEM<HpkeKey> {
  return {
    id: 0x647a,
    type: "KEM",
    name: NAME,
    Nsecret: 32,
    Nenc: XWING_ENC_LEN,
    Npk: XWING_PUBLIC_LEN,
    Nsk: 32,
    DeriveKeyPair: notUsed,
    GenerateKeyPair: notUsed,
    SerializePublicKey: notUsed,
    DeserializePublicKey: notUsed,
    SerializePrivateKey: notUsed,
    DeserializePrivateKey: notUsed,
    async Encap(key) {
      if (key.bytes === undefined) throw new PrimitiveRefused();
      const { enc, secret } = await xwingEncapsulate(entropy, key.bytes);
      return { shared_secret: secret, enc };
    },
    async Decap(enc, key) {
      if (key.opener === undefined) throw new PrimitiveRefused();
      return key.opener.decapsulate(copy(enc));
    },
  };
}

function suite(entropy: Entropy): CipherSuite {
  return new CipherSuite(() => kem(entropy), KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

/** HPKE base mode, one message: `enc`, and ciphertext with its tag. Throws {@link PrimitiveRefused}. */
export async function hpkeSeal(
  entropy: Entropy,
  to: Bytes,
  info: Bytes,
  aad: Bytes,
  plaintext: Bytes,
): Promise<{ enc: Bytes; ciphertext: Bytes }> {
  if (!isXWingPublic(to)) throw new PrimitiveRefused();
  const key: HpkeKey = { ...INFO, type: "public", bytes: to };
  const { encapsulatedSecret, ciphertext } = await suite(entropy).Seal(key, plaintext, { aad, info });
  return { enc: copy(encapsulatedSecret), ciphertext: copy(ciphertext) };
}

/** Opens what {@link hpkeSeal} made. Throws {@link PrimitiveRefused}. */
export async function hpkeOpen(opener: XWingPrivate, enc: Bytes, info: Bytes, aad: Bytes, ciphertext: Bytes): Promise<Bytes> {
  const key: HpkeKey = { ...INFO, type: "private", opener };
  try {
    return copy(await suite(() => notUsed()).Open(key, enc, ciphertext, { aad, info }));
  } catch {
    throw new PrimitiveRefused();
  }
}
