/** Key pairs and what may be done with each: signing and verifying, sealing and opening. Secrets come in as seeds, which are wiped. */

import { type Bytes, concat, copy, equal, toHex, wipe } from "./bytes.ts";
import { labelled } from "./codec.ts";
import { type Entropy, generate } from "./entropy.ts";
import { ensure, Refused, type What } from "./error.ts";
import type { Hash, Kid } from "./ids.ts";
import { type Ed25519Signer, ed25519Signer, type Ed25519Verifier, ed25519Verifier, sha256, SIGNATURE_LEN } from "./suite.ts";
import { isXWingPublic, type XWingPrivate, xwingPrivate } from "./xwing.ts";

/** Length of every seed. */
export const SEED_LEN = 32;

/** Verifies acts. */
export class VerifyingKey {
  /** The 32 bytes of RFC 8032. */
  readonly bytes: Bytes;
  /** SHA-256(public key)[..16]. */
  readonly kid: Kid;
  #verifier: Ed25519Verifier | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = copy(bytes);
    this.kid = toHex(sha256(bytes).subarray(0, 16));
  }

  /** Whether both are the same key. */
  is(other: VerifyingKey | undefined): boolean {
    return other !== undefined && equal(this.bytes, other.bytes);
  }

  /** Refuses unless this key signed `label ‖ 0x00 ‖ body`. */
  verify(what: What, label: string, body: Uint8Array, signature: Uint8Array): Promise<void> {
    return this.verifyRaw(what, labelled(label, body), signature);
  }

  /** Refuses unless this key signed the bytes as they are (C2SP signed notes). */
  async verifyRaw(what: What, message: Bytes, signature: Uint8Array): Promise<void> {
    const verify = (this.#verifier ??= await ed25519Verifier(this.bytes));
    ensure(await verify(message, copy(signature)), what, "signature");
  }

  /** Checks `bytes = body ‖ signature`. */
  async checkSigned(what: What, label: string, bytes: Uint8Array): Promise<void> {
    ensure(bytes.length >= SIGNATURE_LEN, what, "length");
    const end = bytes.length - SIGNATURE_LEN;
    await this.verify(what, label, bytes.subarray(0, end), bytes.subarray(end));
  }
}

/** Signs acts. */
export class SigningKey {
  /** The public half. */
  readonly verifying: VerifyingKey;
  readonly #signer: Ed25519Signer;

  private constructor(signer: Ed25519Signer) {
    this.#signer = signer;
    this.verifying = new VerifyingKey(signer.public);
  }

  /** The key pair of a seed. The seed stays the caller's, to wipe. */
  static async of(seed: Bytes): Promise<SigningKey> {
    return new SigningKey(await ed25519Signer(seed));
  }

  /** Short for `verifying.kid`. */
  get kid(): Kid {
    return this.verifying.kid;
  }

  /** Signs `label ‖ 0x00 ‖ body`. */
  sign(label: string, body: Uint8Array): Promise<Bytes> {
    return this.#signer.sign(labelled(label, body));
  }

  /** `body ‖ signature`. */
  async finishSigned(label: string, ...body: readonly Uint8Array[]): Promise<Bytes> {
    const joined = concat(...body);
    return concat(joined, await this.sign(label, joined));
  }
}

/** Seals to someone: an X-Wing public key, 1216 bytes. */
export class SealingKey {
  readonly bytes: Bytes;

  private constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  /** Accepts 1216 bytes that are an X-Wing public key; `undefined` otherwise. */
  static from(bytes: Uint8Array): SealingKey | undefined {
    return isXWingPublic(bytes) ? new SealingKey(copy(bytes)) : undefined;
  }

  /** SHA-256 of the key. */
  get hash(): Hash {
    return toHex(sha256(this.bytes));
  }

  /** The 16 bytes by which a wrap names its recipient. */
  get shortHash(): Bytes {
    return sha256(this.bytes).slice(0, 16);
  }

  /** Whether both are the same key. */
  is(other: SealingKey): boolean {
    return equal(this.bytes, other.bytes);
  }
}

/** Opens what was sealed to its public half. */
export class OpeningKey {
  /** The public half. */
  readonly sealing: SealingKey;
  /** The private half, for HPKE. */
  readonly opener: XWingPrivate;

  private constructor(opener: XWingPrivate, sealing: SealingKey) {
    this.opener = opener;
    this.sealing = sealing;
  }

  /** The key pair of a seed. The seed stays the caller's, to wipe. */
  static async of(seed: Bytes): Promise<OpeningKey> {
    const opener = await xwingPrivate(seed);
    const sealing = SealingKey.from(opener.public);
    if (sealing === undefined) throw new Refused("certificate", "key");
    return new OpeningKey(opener, sealing);
  }
}

/** A person's two key pairs: what a credential unlocks. */
export class AccountKeys {
  /** Length of the account root: X-Wing seed ‖ Ed25519 seed. */
  static readonly ROOT_LEN = 2 * SEED_LEN;
  /** Opens what is sealed to this person. */
  readonly opening: OpeningKey;
  /** Signs this person's acts. */
  readonly signing: SigningKey;

  private constructor(opening: OpeningKey, signing: SigningKey) {
    this.opening = opening;
    this.signing = signing;
  }

  /** The keys of an account root, which stays the caller's, to wipe. */
  static async of(root: Bytes): Promise<AccountKeys> {
    ensure(root.length === AccountKeys.ROOT_LEN, "root", "length");
    const seeds = [root.slice(0, SEED_LEN), root.slice(SEED_LEN)] as const;
    const keys = new AccountKeys(await OpeningKey.of(seeds[0]), await SigningKey.of(seeds[1]));
    wipe(...seeds);
    return keys;
  }

  /** Draws a new root, which stays the caller's, to seal and to wipe. */
  static newRoot(entropy: Entropy): Bytes {
    return generate(entropy, AccountKeys.ROOT_LEN);
  }
}
