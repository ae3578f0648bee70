/** Names of things: 16 random bytes each (a credential's has 9), written in lower-case hexadecimal wherever code holds them. */

import { type Bytes, concat, fromHex, toHex } from "./bytes.ts";
import { u64 } from "./codec.ts";
import { type Entropy, generate } from "./entropy.ts";
import { ensure, Refused } from "./error.ts";

/** A person. */
export type AccountId = string;
/** A CCAS, an association. */
export type OrganisationId = string;
/** One beneficiary's vault. */
export type VaultId = string;
/** A folder of a vault: the unit of sharing. */
export type FolderId = string;
/** A paper, through its successive versions. */
export type DocumentId = string;
/** A mandate. */
export type MandateId = string;
/** A staged upload. */
export type UploadId = string;
/** A way to reach somebody. */
export type ChannelId = string;
/** A request to restore access to a vault. */
export type RecoveryId = string;
/** A day on which a paper is to be renewed. */
export type ReminderId = string;
/** One release of a server share. */
export type OpeningId = string;
/** What a card, a device or a sheet is known by: 9 bytes. */
export type CredentialId = string;
/** Names who signed: SHA-256(Ed25519 public key)[..16]. */
export type Kid = string;
/** A SHA-256 hash: 32 bytes. */
export type Hash = string;

/** All zeros: "none" in the formats that have room for an id. */
export const NO_ID = "0".repeat(32);
/** All zeros: "none" in the formats that have room for a hash. */
export const NO_HASH = "0".repeat(64);

/** Draws a new id. */
export function newId(entropy: Entropy, length = 16): string {
  return toHex(generate(entropy, length));
}

/** The bytes of an id. Refuses another alphabet or length. */
export function idBytes(id: string, length = 16): Bytes {
  const bytes = fromHex(id);
  if (bytes === undefined) throw new Refused("id", "alphabet");
  ensure(bytes.length === length, "id", "length");
  return bytes;
}

/** The bytes of a hash. */
export function hashBytes(hash: Hash): Bytes {
  return idBytes(hash, 32);
}

/** One version of one document: unique for ever, so that a key or a share never serves twice. */
export interface DocumentVersion {
  /** The vault that holds the document. */
  readonly vault: VaultId;
  /** The document. */
  readonly document: DocumentId;
  /** Its version, from 1. */
  readonly version: number;
}

/** vault 16 ‖ document 16 ‖ version 8. */
export function versionBytes(of: DocumentVersion): Bytes {
  return concat(idBytes(of.vault), idBytes(of.document), u64(of.version));
}

/** Whether both are the same version of the same document. */
export function sameVersion(one: DocumentVersion, other: DocumentVersion): boolean {
  return one.vault === other.vault && one.document === other.document && one.version === other.version;
}

/** One key pair in the life of a folder. */
export interface FolderEpoch {
  /** The vault that holds the folder. */
  readonly vault: VaultId;
  /** The folder. */
  readonly folder: FolderId;
  /** The epoch of its certificate, from 1. */
  readonly epoch: number;
}
