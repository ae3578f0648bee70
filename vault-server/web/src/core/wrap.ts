/** Sealed to people, or to the server: `VWR1` (FORMATS 4). A wrap is signed by its maker and opens only for its recipient. */

import { type Bytes, concat, equal, utf8 } from "./bytes.ts";
import { checkDates, Reader, u32, u64, zeros } from "./codec.ts";
import type { Entropy } from "./entropy.ts";
import { ensure, Refused } from "./error.ts";
import { idBytes, type Kid } from "./ids.ts";
import type { OpeningKey, SealingKey, SigningKey, VerifyingKey } from "./keys.ts";
import { isPaddedLength } from "./padded.ts";
import { SIGNATURE_LEN, TAG_LEN } from "./suite.ts";
import { hpkeOpen, hpkeSeal, XWING_ENC_LEN } from "./xwing.ts";

const KEM_XWING = 1;
const LABEL = "vault/wrap-sig/v1";
const HPKE_INFO = utf8("vault/wrap/v1");
const W = "wrap";
const HEADER_LEN = 92;
const OVERHEAD = HEADER_LEN + XWING_ENC_LEN + TAG_LEN + SIGNATURE_LEN;
/** Longest plaintext: a record or a purpose text. */
export const MAX_PLAINTEXT = 16_384;

/** What is inside, hence who may make it and who may open it: the numbers of FORMATS 4. */
export const WRAP_KINDS = {
  folderSeedToOwner: 1,
  folderSeedToHolder: 2,
  recordToFolder: 3,
  recordToHolder: 4,
  recoveryPiece: 5,
  mandateSeedToMember: 6,
  shareToServer: 7,
  shareToReader: 8,
  directorySeedToMember: 9,
  signingSeedToReferent: 10,
  halfToServer: 11,
  halfToLogin: 12,
  purposeToFolder: 13,
  reminderToFolder: 14,
  displayToSelf: 15,
} as const;

/** One of {@link WRAP_KINDS}. */
export type WrapKind = (typeof WRAP_KINDS)[keyof typeof WRAP_KINDS];

const PADDED: readonly number[] = [3, 4, 13, 14];
/** A recovery piece and a display profile; everything else is one secret. */
const LENGTHS: Readonly<Record<number, number>> = { 5: 37, 15: 256 };
const OF_VERSIONS: readonly number[] = [3, 4, 7, 8];
const WITHOUT_EPOCH: readonly number[] = [5, 8, 12, 15];

/** What a wrap is about: what its maker writes in clear, and what its reader asks for, to the byte. */
export interface About {
  readonly kind: WrapKind;
  /** Where it belongs: a vault, an organisation (kinds 6, 9, 10) or an account (11, 12, 15). */
  readonly scope: string;
  /** A folder, a document, a member, a guardian, a mandate, a reminder, an account, or a credential padded with zeros. */
  readonly object: string;
  /** A document's version, from 1; 0 when the object is no document. */
  readonly version: number;
  /** Epoch of the folder, organisation or deposit key; 0 when the kind has none. */
  readonly epoch: number;
}

function allowsLength(kind: WrapKind, length: number): boolean {
  if (PADDED.includes(kind)) return isPaddedLength(length, MAX_PLAINTEXT);
  return length === (LENGTHS[kind] ?? 32);
}

function checkAbout(about: About): void {
  ensure(OF_VERSIONS.includes(about.kind) === (about.version !== 0), W, "version");
  const epoch =
    about.kind === WRAP_KINDS.recordToHolder ||
    (WITHOUT_EPOCH.includes(about.kind) ? about.epoch === 0 : about.epoch !== 0);
  ensure(epoch, W, "epoch");
}

/** Who seals, to whom, until when. */
export interface Envelope {
  /** The recipient's key, from an accepted certificate (or a login's one-time key). */
  readonly to: SealingKey;
  /** Who makes and signs it. */
  readonly maker: SigningKey;
  /** Unix seconds, inclusive; 0 for no end. */
  readonly notAfter: number;
}

/** Seals. The plaintext stays the caller's, to wipe. */
export async function sealWrap(envelope: Envelope, entropy: Entropy, about: About, plaintext: Bytes): Promise<Bytes> {
  checkAbout(about);
  ensure(allowsLength(about.kind, plaintext.length), W, "length");
  const head = concat(
    utf8("VWR1"),
    Uint8Array.of(KEM_XWING, about.kind),
    zeros(2),
    idBytes(about.scope),
    idBytes(about.object),
    u64(about.version),
    u32(about.epoch),
    envelope.to.shortHash,
    u64(envelope.notAfter),
    idBytes(envelope.maker.kid),
  );
  const { enc, ciphertext } = await hpkeSeal(entropy, envelope.to.bytes, HPKE_INFO, head, plaintext);
  return envelope.maker.finishSigned(LABEL, head, enc, ciphertext);
}

/** Who opens, and whom the reader has accepted as the maker. */
export interface Reading {
  /** The recipient's key. */
  readonly with: OpeningKey;
  /** The maker's key, found in the chain of someone who may make this kind; see {@link Wrap.maker}. */
  readonly maker: VerifyingKey;
}

/** Opens a wrap that is about exactly this. */
export async function openWrap(reading: Reading, bytes: Bytes, about: About): Promise<Bytes> {
  const wrap = Wrap.parse(bytes);
  ensure(wrap.about.kind === about.kind, W, "kind");
  await wrap.verify(reading.maker);
  wrap.checkAbout(about);
  ensure(wrap.isFor(reading.with.sealing), W, "recipient");
  try {
    return await hpkeOpen(reading.with.opener, wrap.enc, HPKE_INFO, bytes.slice(0, HEADER_LEN), wrap.ciphertext);
  } catch {
    throw new Refused(W, "authentication");
  }
}

/** A wrap whose structure has been read: what one sees without opening it. */
export class Wrap {
  readonly about: About;
  /** Who says to have made it: the key to look for in the chains of those who may. */
  readonly maker: Kid;
  /** Unix seconds, inclusive; 0 for no end. */
  readonly notAfter: number;
  readonly enc: Bytes;
  readonly ciphertext: Bytes;
  readonly #recipient: Bytes;
  readonly #bytes: Bytes;

  private constructor(bytes: Bytes, kind: WrapKind, r: Reader) {
    this.#bytes = bytes;
    this.about = { kind, scope: r.id(), object: r.id(), version: r.u64(), epoch: r.u32() };
    this.#recipient = r.take(16);
    this.notAfter = r.u64();
    this.maker = r.id();
    this.enc = r.take(XWING_ENC_LEN);
    const length = bytes.length - OVERHEAD;
    ensure(length >= 0 && allowsLength(kind, length), W, "length");
    checkAbout(this.about);
    this.ciphertext = r.take(length + TAG_LEN);
  }

  /** Reads the structure. Proves nothing. */
  static parse(bytes: Bytes): Wrap {
    const r = new Reader(W, bytes);
    r.magic("VWR1");
    ensure(r.u8() === KEM_XWING, W, "suite");
    const number = r.u8();
    const kind = Object.values(WRAP_KINDS).find((known) => known === number);
    if (kind === undefined) throw r.fail("kind");
    r.reserved(2);
    return new Wrap(bytes, kind, r);
  }

  /** Whether it says to be sealed to this key. */
  isFor(key: SealingKey): boolean {
    return equal(this.#recipient, key.shortHash);
  }

  /** Checks that this key made it. */
  async verify(maker: VerifyingKey): Promise<void> {
    ensure(this.maker === maker.kid, W, "maker");
    await maker.checkSigned(W, LABEL, this.#bytes);
  }

  /** Refuses anything but what was asked for. */
  checkAbout(asked: About): void {
    const { kind, scope, object, version, epoch } = this.about;
    ensure(kind === asked.kind, W, "kind");
    ensure(scope === asked.scope && object === asked.object && version === asked.version, W, "ids");
    ensure(epoch === asked.epoch, W, "epoch");
  }

  /** Refuses after its end. `now` in Unix seconds. */
  checkValidAt(now: number): void {
    checkDates(W, 0, this.notAfter, now);
  }
}
