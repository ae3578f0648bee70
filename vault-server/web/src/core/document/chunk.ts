/** One chunk at a time: the key of one object and the nonce of each of its chunks (C2SP chunked-encryption with AES-256-GCM and HKDF-SHA-512). */

import { type Bytes, concat, copy, equal, utf8, wipe } from "../bytes.ts";
import { u64, zeros } from "../codec.ts";
import { ensure, Refused } from "../error.ts";
import { type DocumentVersion, sameVersion } from "../ids.ts";
import { Aead, hkdfExpandSha512 } from "../suite.ts";
import { encodeHeader, HEADER_LEN, type Header, parseHeader, SALT_LEN } from "./header.ts";

const W = "document";
const LABEL = utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0");
/** What the context of every object begins with. */
export const CONTEXT = utf8("vault-doc/v1");
const NONE: Bytes = new Uint8Array(0);

/** The key and the base nonce of one object. */
export class StreamKey {
  readonly #aead: Aead;
  readonly #nonce: Bytes;

  private constructor(aead: Aead, nonce: Bytes) {
    this.#aead = aead;
    this.#nonce = nonce;
  }

  /** Key and commitment for a salt and a context. The document's key stays the caller's, to wipe. */
  static async derive(key: Bytes, salt: Bytes, context: Bytes): Promise<{ stream: StreamKey; commitment: Bytes }> {
    const okm = await hkdfExpandSha512(key, concat(LABEL, salt, context), 76);
    const stream = new StreamKey(await Aead.from(okm.slice(0, 32)), okm.slice(32, 44));
    const commitment = okm.slice(44);
    wipe(okm);
    return { stream, commitment };
  }

  /** The key of a new object, and the object's first bytes. */
  static async begin(key: Bytes, header: Header, salt: Bytes): Promise<{ stream: StreamKey; head: Bytes }> {
    const encoded = encodeHeader(header);
    const { stream, commitment } = await StreamKey.derive(key, salt, concat(CONTEXT, encoded));
    return { stream, head: concat(encoded, salt, commitment) };
  }

  /** Checks an object's first bytes: its form, that it is the version asked for, that it is under this key. */
  static async resume(key: Bytes, expected: DocumentVersion, head: Bytes): Promise<{ stream: StreamKey; header: Header }> {
    const header = parseHeader(head.subarray(0, HEADER_LEN));
    ensure(sameVersion(header.of, expected), W, "ids");
    const { stream, head: derived } = await StreamKey.begin(key, header, head.slice(HEADER_LEN, HEADER_LEN + SALT_LEN));
    ensure(equal(derived, head), W, "commitment");
    return { stream, header };
  }

  /** A chunk's ciphertext and tag. */
  seal(number: number, plaintext: Bytes): Promise<Bytes> {
    return this.#aead.sealAt(this.#nonceOf(number), NONE, plaintext);
  }

  /** A chunk's plaintext. */
  async open(number: number, sealed: Bytes): Promise<Bytes> {
    try {
      return await this.#aead.openAt(this.#nonceOf(number), NONE, sealed);
    } catch {
      throw new Refused(W, "authentication");
    }
  }

  #nonceOf(number: number): Bytes {
    const nonce = copy(this.#nonce);
    const count = concat(zeros(4), u64(number));
    return nonce.map((byte, i) => byte ^ (count[i] ?? 0));
  }
}
