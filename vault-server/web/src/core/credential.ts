/** A credential: a secret that one holds, printed as 52 characters, beside a PIN that one knows (FORMATS 6). */

import { type Bytes, concat, copy, equal, fromBase32, fromBase64, fromHex, toBase32, toHex, utf8, wipe } from "./bytes.ts";
import { labelled, u16 } from "./codec.ts";
import { crc16 } from "./crc16.ts";
import { type Entropy, generate } from "./entropy.ts";
import { ensure, Refused } from "./error.ts";
import { type AccountId, type CredentialId, type Hash, idBytes } from "./ids.ts";
import { AccountKeys, SigningKey, VerifyingKey } from "./keys.ts";
import { Origin } from "./origin.ts";
import type { Pin } from "./pin.ts";
import { Aead, hkdfSha256, hmacSha256, NONCE_LEN, TAG_LEN } from "./suite.ts";

const W = "credential";
const VERSION = 1;
const ID_LEN = 9;
const SECRET_LEN = 20;
const CHECKED_LEN = 1 + ID_LEN + SECRET_LEN;
/** Characters of the text form. */
export const TEXT_LEN = 52;
/** Length of an account root under a credential's key. */
export const SEALED_ROOT_LEN = NONCE_LEN + AccountKeys.ROOT_LEN + TAG_LEN;
/** Longest credential file, in bytes. */
const MAX_FILE = 16 * 1024;

/** What is printed on a card, written in a file on an enrolled computer, or sealed on a sheet. */
export class Credential {
  /** By what the server knows it. */
  readonly id: CredentialId;
  readonly #secret: Bytes;

  private constructor(id: CredentialId, secret: Bytes) {
    this.id = id;
    this.#secret = secret;
  }

  /** Draws a new one. */
  static generate(entropy: Entropy): Credential {
    return new Credential(toHex(generate(entropy, ID_LEN)), generate(entropy, SECRET_LEN));
  }

  /** Reads the 52 characters; spaces, hyphens and lower case do no harm. */
  static parse(text: string): Credential {
    const plain = text.replace(/[ \t\r\n-]/g, "").toUpperCase();
    ensure(plain.length === TEXT_LEN, W, "length");
    const bytes = fromBase32(plain);
    if (typeof bytes === "string") throw new Refused(W, bytes === "trailing" ? "padding" : "alphabet");
    const checked = bytes.subarray(0, CHECKED_LEN);
    ensure(equal(u16(crc16(checked)), bytes.subarray(CHECKED_LEN)), W, "checksum");
    ensure(checked[0] === VERSION, W, "version");
    const credential = new Credential(toHex(checked.subarray(1, 1 + ID_LEN)), checked.slice(1 + ID_LEN));
    wipe(bytes);
    return credential;
  }

  /** Reads a link: the credential, and the server that it was printed for. */
  static parseLink(link: string): { credential: Credential; origin: Origin } {
    const at = link.trim().indexOf("/#");
    ensure(at >= 0, W, "alphabet");
    return { credential: Credential.parse(link.trim().slice(at + 2)), origin: Origin.parse(link.trim().slice(0, at)) };
  }

  /** The 52 characters. */
  toText(): string {
    const checked = concat(Uint8Array.of(VERSION), idBytes(this.id, ID_LEN), this.#secret);
    const text = toBase32(concat(checked, u16(crc16(checked))));
    wipe(checked);
    return text;
  }

  /** In groups of four, for eyes and for dictation. */
  toGroupedText(): string {
    return this.toText().replace(/.{4}(?!$)/g, "$& ");
  }

  /** A link for a phone's camera; what follows `#` is never sent to the server. */
  toLink(origin: Origin): string {
    return `${origin.text}/#${this.toText()}`;
  }

  /** Signs logins. */
  async signingKey(): Promise<SigningKey> {
    const seed = await this.#derive("card/auth/v1");
    const key = await SigningKey.of(seed);
    wipe(seed);
    return key;
  }

  /** What proves a PIN to the server, for this credential only. */
  async pinTag(pin: Pin): Promise<Bytes> {
    const key = await this.pinKey();
    const digits = utf8(pin.digits);
    const message = labelled("vault/pin/v1", idBytes(this.id, ID_LEN), digits);
    const tag = await hmacSha256(key, message);
    wipe(key, digits, message);
    return tag;
  }

  /** The HMAC key of PIN proofs, for the caller to wipe. */
  pinKey(): Promise<Bytes> {
    return this.#derive("card/pin/v1");
  }

  /** The credential's half of what unlocks the account, for the caller to wipe. */
  halfA(): Promise<Bytes> {
    return this.#derive("card/kek/v1");
  }

  /** Overwrites the secret: the card must be shown again. */
  wipe(): void {
    wipe(this.#secret);
  }

  #derive(label: string): Promise<Bytes> {
    return hkdfSha256(idBytes(this.id, ID_LEN), [this.#secret], [utf8(label)]);
  }
}

/** Seals an account root under both halves: `nonce 12 ‖ AES-256-GCM(root)`. Root and halves stay the caller's, to wipe. */
export async function sealRoot(
  entropy: Entropy,
  halfA: Bytes,
  halfB: Bytes,
  account: AccountId,
  credential: CredentialId,
  root: Bytes,
): Promise<Bytes> {
  ensure(root.length === AccountKeys.ROOT_LEN, "root", "length");
  const key = await rootKey(halfA, halfB, account, credential);
  return key.seal(entropy, rootAad(account, credential), root);
}

/** Opens what {@link sealRoot} made: the account root, for the caller to wipe. */
export async function openRoot(
  halfA: Bytes,
  halfB: Bytes,
  account: AccountId,
  credential: CredentialId,
  sealed: Bytes,
): Promise<Bytes> {
  ensure(sealed.length === SEALED_ROOT_LEN, "root", "length");
  const key = await rootKey(halfA, halfB, account, credential);
  try {
    return await key.open(rootAad(account, credential), sealed);
  } catch {
    throw new Refused("root", "authentication");
  }
}

async function rootKey(halfA: Bytes, halfB: Bytes, account: AccountId, credential: CredentialId): Promise<Aead> {
  const info = [utf8("card/kek2/v1"), idBytes(account), idBytes(credential, ID_LEN)];
  return Aead.from(await hkdfSha256(new Uint8Array(0), [halfA, halfB], info));
}

function rootAad(account: AccountId, credential: CredentialId): Bytes {
  return labelled("vault/root/v1", idBytes(account), idBytes(credential, ID_LEN));
}

/** A credential with what its holder already knows to be true: what a credential file holds. */
export interface CredentialFile {
  readonly credential: Credential;
  /** The server that it was made for, when the file holds the link. */
  readonly origin: Origin | undefined;
  /** Anchor of the account: hash of its first certificate. */
  readonly account: Hash | undefined;
  /** Anchor of the organisation. */
  readonly organisation: Hash | undefined;
  /** The log's key. */
  readonly log: VerifyingKey | undefined;
}

/** Reads a file: `#` comments, blank lines, one credential or link, and at most once each of `account:`, `organisation:`, `log:`. */
export function parseCredentialFile(text: string): CredentialFile {
  ensure(utf8(text).length <= MAX_FILE, W, "length");
  const found = new Map<string, unknown>();
  const setOnce = (field: string, value: unknown): void => {
    ensure(!found.has(field), W, "order");
    found.set(field, value);
  };
  for (const line of text.split("\n").map((line) => line.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const colon = line.indexOf(":");
    if (line.includes("/#")) {
      setOnce("credential", Credential.parseLink(line));
    } else if (colon >= 0) {
      const field = line.slice(0, colon).trim();
      const value = line.slice(colon + 1).trim();
      if (field === "log") setOnce(field, readKey(value));
      else if (field === "account" || field === "organisation") setOnce(field, readHash(value));
      else throw new Refused(W, "kind");
    } else {
      setOnce("credential", { credential: Credential.parse(line), origin: undefined });
    }
  }
  const held = found.get("credential") as { credential: Credential; origin: Origin | undefined } | undefined;
  if (held === undefined) throw new Refused(W, "length");
  const anchors = { account: found.get("account") as Hash | undefined, organisation: found.get("organisation") as Hash | undefined };
  return { ...held, ...anchors, log: found.get("log") as VerifyingKey | undefined };
}

function readHash(text: string): Hash {
  const lower = text.toLowerCase();
  const bytes = fromHex(lower);
  if (bytes === undefined) throw new Refused(W, "alphabet");
  ensure(bytes.length === 32, W, "length");
  return lower;
}

/** 32 bytes in hexadecimal or in base64. */
function readKey(text: string): VerifyingKey {
  const plain = text.replace(/=$/, "");
  const bytes = text.length === 64 ? fromHex(text.toLowerCase()) : fromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, "="));
  if (bytes === undefined) throw new Refused(W, "alphabet");
  ensure(bytes.length === 32, W, "length");
  return new VerifyingKey(copy(bytes));
}
