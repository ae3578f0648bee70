/** Names of beneficiaries, as the members of an organisation see them: found locally, so that the server learns none (FORMATS 4). */

import { type Bytes, utf8 } from "./bytes.ts";
import { labelled, u32 } from "./codec.ts";
import type { Entropy } from "./entropy.ts";
import { ensure, Refused } from "./error.ts";
import { type Hash, idBytes, NO_HASH, type OrganisationId, type VaultId } from "./ids.ts";
import { Fields, parseObject } from "./json.ts";
import { isPaddedLength, pad, unpad } from "./padded.ts";
import { Aead, hkdfSha256, NONCE_LEN, TAG_LEN } from "./suite.ts";
import { checkDate, checkLine } from "./text.ts";

const W = "name";
const MAX_PADDED = 1024;
/** Longest name, in characters. */
export const MAX_NAME = 100;

/** Who a vault belongs to. */
export interface NameEntry {
  /** Given names, as the person says them. */
  readonly givenName: string;
  /** Family name; may be empty when the person has a single name. */
  readonly familyName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** Hash of the beneficiary's first certificate: how staff recognise the true key, whatever the server says. */
  readonly anchor: Hash;
}

function check(entry: NameEntry): void {
  checkLine(W, entry.givenName, MAX_NAME);
  checkLine(W, entry.familyName, MAX_NAME);
  ensure(entry.givenName.trim() !== "" || entry.familyName.trim() !== "", W, "length");
  checkDate(W, entry.birthDate);
  ensure(entry.anchor !== NO_HASH, W, "anchor");
}

/** One epoch of an organisation's directory: seals and opens names. */
export class Directory {
  readonly organisation: OrganisationId;
  /** The epoch of the organisation's certificate. */
  readonly epoch: number;
  readonly #key: Aead;

  private constructor(organisation: OrganisationId, epoch: number, key: Aead) {
    this.organisation = organisation;
    this.epoch = epoch;
    this.#key = key;
  }

  /** The directory that a seed opens; the seed stays the caller's, to wipe. */
  static async derive(seed: Bytes, organisation: OrganisationId, epoch: number): Promise<Directory> {
    const key = await hkdfSha256(idBytes(organisation), [seed], [utf8("vault/directory/v1"), u32(epoch)]);
    return new Directory(organisation, epoch, await Aead.from(key));
  }

  /** Seals one vault's entry. */
  seal(entropy: Entropy, vault: VaultId, entry: NameEntry): Promise<Bytes> {
    check(entry);
    const { givenName, familyName, birthDate, anchor } = entry;
    const json = JSON.stringify({ given_name: givenName, family_name: familyName, birth_date: birthDate, anchor });
    return this.#key.seal(entropy, this.#aad(vault), pad(W, new Uint8Array(0), utf8(json), MAX_PADDED));
  }

  /** Opens one vault's entry. */
  async open(vault: VaultId, sealed: Bytes): Promise<NameEntry> {
    ensure(isPaddedLength(sealed.length - NONCE_LEN - TAG_LEN, MAX_PADDED) && sealed.length > NONCE_LEN + TAG_LEN, W, "length");
    let padded: Bytes;
    try {
      padded = await this.#key.open(this.#aad(vault), sealed);
    } catch {
      throw new Refused(W, "authentication");
    }
    const f = new Fields(W, parseObject(W, unpad(W, 0, padded, MAX_PADDED).text));
    const names = { givenName: f.text("given_name"), familyName: f.text("family_name") };
    const entry = { ...names, birthDate: f.text("birth_date"), anchor: f.id("anchor", 32) };
    f.end();
    check(entry);
    return entry;
  }

  #aad(vault: VaultId): Bytes {
    return labelled("vault/name/v1", idBytes(this.organisation), u32(this.epoch), idBytes(vault));
  }
}
