/**
 * The one room where the primitives meet (FORMATS, head): an algorithm is replaced here, under a new suite number.
 * Hashes of short public bytes are computed here and now; WebCrypto hashes only what is whole and in memory, much faster,
 * which is what {@link Sha256OfMany} is for. Everything with a key is WebCrypto's, or its replacement's where it lacks one.
 */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as hasher } from "@noble/hashes/sha2.js";
import { type Bytes, concat, copy, fromBase64Url, wipe } from "./bytes.ts";
import { type Entropy, generate } from "./entropy.ts";
import { curves, ED25519_PKCS8, nativeEd25519 } from "./natives.ts";

/** Length of an AES-256-GCM nonce. */
export const NONCE_LEN = 12;
/** Length of an AES-256-GCM tag. */
export const TAG_LEN = 16;
/** Length of an Ed25519 signature. */
export const SIGNATURE_LEN = 64;

/** A primitive refused: a wrong tag, a wrong key. The caller names the object and the property. */
export class PrimitiveRefused extends Error {}

/** SHA-256 over the parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Bytes {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.finish();
}

/** SHA-256, fed piece by piece. */
export class Sha256 {
  readonly #hash = hasher.create();

  /** Takes the next bytes. */
  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** The hash of everything taken. */
  finish(): Bytes {
    return this.#hash.digest() as Bytes;
  }
}

/** Up to this many bytes are held until they can be hashed by WebCrypto at once: most papers are smaller. */
const HELD_TO_HASH = 32 * 1024 * 1024;

/** SHA-256 of an object that comes in pieces: WebCrypto's when it is no larger than 32 MiB, and piece by piece when it is. */
export class Sha256OfMany {
  #held: Uint8Array[] = [];
  #length = 0;
  #grown: Sha256 | undefined;

  /** Takes the next bytes, which are left as they are until the hash is there. */
  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#grown === undefined && this.#length <= HELD_TO_HASH) {
      this.#held.push(bytes);
      return;
    }
    const hash = (this.#grown ??= new Sha256());
    for (const held of this.#held.splice(0)) hash.update(held);
    hash.update(bytes);
  }

  /** The hash of everything taken. */
  async finish(): Promise<Bytes> {
    if (this.#grown !== undefined) return this.#grown.finish();
    const whole = concat(...this.#held.splice(0));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
    wipe(whole);
    return hash;
  }
}

/** HMAC-SHA-256 under a key that is no secret of a person: the salt of a log entry. */
export function hmacOf(salt: Uint8Array, message: Uint8Array): Bytes {
  return hmac(hasher, salt, message) as Bytes;
}

/** HMAC-SHA-256 (RFC 2104). */
export function hmacSha256(key: Bytes, message: Bytes): Promise<Bytes> {
  return mac("SHA-256", key, message);
}

/** HKDF-SHA-256 (RFC 5869), extract and expand, 32 bytes. */
export async function hkdfSha256(salt: Uint8Array, ikm: readonly Uint8Array[], info: readonly Uint8Array[]): Promise<Bytes> {
  const joined = concat(...ikm);
  // An empty salt is as many zeros as the hash is long; some browsers refuse an empty key.
  const prk = await hmacSha256(salt.length === 0 ? new Uint8Array(32) : copy(salt), joined);
  const out = await hmacSha256(prk, concat(...info, Uint8Array.of(1)));
  wipe(joined, prk);
  return out;
}

/** HKDF-Expand with SHA-512 (RFC 5869). */
export async function hkdfExpandSha512(prk: Bytes, info: Bytes, length: number): Promise<Bytes> {
  let block: Bytes = new Uint8Array(0);
  let out: Bytes = new Uint8Array(0);
  for (let counter = 1; out.length < length; counter++) {
    block = await mac("SHA-512", prk, concat(block, info, Uint8Array.of(counter)));
    const longer = concat(out, block);
    wipe(out);
    out = longer;
  }
  const cut = out.slice(0, length);
  wipe(out, block);
  return cut;
}

async function mac(hash: string, key: Bytes, message: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

/** AES-256-GCM under one key, which does not leave WebCrypto. */
export class Aead {
  readonly #key: CryptoKey;

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  /** Takes over 32 bytes, which are wiped. */
  static async from(key: Bytes): Promise<Aead> {
    const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
    wipe(key);
    return new Aead(imported);
  }

  /** Ciphertext and tag under a nonce that the caller never uses twice. */
  async sealAt(nonce: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
    const algorithm = { name: "AES-GCM", iv: nonce, additionalData: aad };
    return new Uint8Array(await crypto.subtle.encrypt(algorithm, this.#key, plaintext));
  }

  /** The plaintext; throws {@link PrimitiveRefused}. */
  async openAt(nonce: Bytes, aad: Bytes, sealed: Bytes): Promise<Bytes> {
    if (sealed.length < TAG_LEN) throw new PrimitiveRefused();
    const algorithm = { name: "AES-GCM", iv: nonce, additionalData: aad };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, this.#key, sealed));
    } catch {
      throw new PrimitiveRefused();
    }
  }

  /** `nonce 12 ‖ ciphertext ‖ tag 16` under a fresh random nonce. */
  async seal(entropy: Entropy, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
    const nonce = generate(entropy, NONCE_LEN);
    return concat(nonce, await this.sealAt(nonce, aad, plaintext));
  }

  /** Opens what {@link seal} made. */
  open(aad: Bytes, sealed: Bytes): Promise<Bytes> {
    return this.openAt(sealed.slice(0, NONCE_LEN), aad, sealed.slice(NONCE_LEN));
  }
}

/** An Ed25519 private key that signs. */
export interface Ed25519Signer {
  /** The public half, 32 bytes. */
  readonly public: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

/** The signer of a seed (RFC 8032). The seed stays the caller's, to wipe. */
export async function ed25519Signer(seed: Bytes): Promise<Ed25519Signer> {
  if (!(await nativeEd25519())) {
    const { ed25519 } = await curves();
    const held = copy(seed);
    return {
      public: ed25519.getPublicKey(held) as Bytes,
      sign: (message) => Promise.resolve(ed25519.sign(message, held) as Bytes),
    };
  }
  const pkcs8 = concat(ED25519_PKCS8, seed);
  // WebCrypto tells the public half of a private key in this way only; the key that stays is not extractable.
  const shown = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", shown);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  wipe(pkcs8);
  const found = fromBase64Url(x ?? "");
  if (found === undefined) throw new PrimitiveRefused();
  return {
    public: found,
    sign: async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, message)),
  };
}

/** Tells whether a signature over a message is a key's. */
export type Ed25519Verifier = (message: Bytes, signature: Bytes) => Promise<boolean>;

/** The verifier of a public key (RFC 8032); bytes that are no key verify nothing. The key is read once, however many signatures are its own. */
export async function ed25519Verifier(key: Bytes): Promise<Ed25519Verifier> {
  const refuse = (): Promise<boolean> => Promise.resolve(false);
  if (key.length !== 32) return refuse;
  if (!(await nativeEd25519())) {
    const { ed25519 } = await curves();
    // zip215 off: the strict reading, which refuses the encodings that RFC 8032 does.
    return guarded((message, signature) => Promise.resolve(ed25519.verify(signature, message, key, { zip215: false })));
  }
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return guarded((message, signature) => crypto.subtle.verify("Ed25519", imported, signature, message));
  } catch {
    return refuse;
  }
}

/** Whatever throws is no valid signature. */
function guarded(verify: Ed25519Verifier): Ed25519Verifier {
  return async (message, signature) => {
    try {
      return signature.length === SIGNATURE_LEN && (await verify(message, signature));
    } catch {
      return false;
    }
  };
}
