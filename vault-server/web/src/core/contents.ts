/** What each kind of wrap is about and holds: one function for what it is about, used by both sides, and one to read each kind of plaintext. */

import { type Bytes, fromUtf8, utf8, wipe } from "./bytes.ts";
import type { Entropy } from "./entropy.ts";
import { Refused } from "./error.ts";
import type { AccountId, CredentialId, DocumentVersion, FolderEpoch, MandateId, OrganisationId, VaultId } from "./ids.ts";
import { OpeningKey, SigningKey } from "./keys.ts";
import { pad, unpad } from "./padded.ts";
import { Payload } from "./record.ts";
import { checkLines } from "./text.ts";
import { type About, type Envelope, MAX_PLAINTEXT, openWrap, type Reading, sealWrap, WRAP_KINDS, type WrapKind } from "./wrap.ts";

/** Longest text of a purpose, in characters. */
export const MAX_PURPOSE_TEXT = 1000;

/** A member of an organisation, and the epoch of the organisation's certificate. */
export interface MemberEpoch {
  readonly organisation: OrganisationId;
  readonly member: AccountId;
  readonly epoch: number;
}

const simple = (kind: WrapKind, scope: string, object: string, epoch: number): About => ({ kind, scope, object, version: 0, epoch });
const ofVersion = (kind: WrapKind, of: DocumentVersion, epoch: number): About => ({
  kind,
  scope: of.vault,
  object: of.document,
  version: of.version,
  epoch,
});
const ofMember = (kind: WrapKind, of: MemberEpoch): About => simple(kind, of.organisation, of.member, of.epoch);

/** What the wrap of each kind is about (FORMATS 4, the table). */
export const about = {
  /** Kinds 1 and 2. */
  folderSeed: (to: "owner" | "holder", of: FolderEpoch): About =>
    simple(to === "owner" ? WRAP_KINDS.folderSeedToOwner : WRAP_KINDS.folderSeedToHolder, of.vault, of.folder, of.epoch),
  /** Kind 3. `epoch`: of the folder. */
  recordToFolder: (of: DocumentVersion, epoch: number): About => ofVersion(WRAP_KINDS.recordToFolder, of, epoch),
  /** Kind 4. `epoch`: of the organisation that holds the mandate, 0 when an account holds it. */
  recordToHolder: (of: DocumentVersion, epoch: number): About => ofVersion(WRAP_KINDS.recordToHolder, of, epoch),
  /** Kind 5. */
  recoveryPiece: (vault: VaultId, guardian: AccountId): About => simple(WRAP_KINDS.recoveryPiece, vault, guardian, 0),
  /** Kind 6. */
  mandateSeed: (of: MemberEpoch): About => ofMember(WRAP_KINDS.mandateSeedToMember, of),
  /** Kind 7. `epoch`: of the deposit key. */
  shareToServer: (of: DocumentVersion, epoch: number): About => ofVersion(WRAP_KINDS.shareToServer, of, epoch),
  /** Kind 8. */
  shareToReader: (of: DocumentVersion): About => ofVersion(WRAP_KINDS.shareToReader, of, 0),
  /** Kind 9. */
  directorySeed: (of: MemberEpoch): About => ofMember(WRAP_KINDS.directorySeedToMember, of),
  /** Kind 10. */
  signingSeed: (of: MemberEpoch): About => ofMember(WRAP_KINDS.signingSeedToReferent, of),
  /** Kind 11. `epoch`: of the deposit key. */
  halfToServer: (account: AccountId, credential: CredentialId, epoch: number): About =>
    simple(WRAP_KINDS.halfToServer, account, credential.padEnd(32, "0"), epoch),
  /** Kind 12. */
  halfToLogin: (account: AccountId, credential: CredentialId): About =>
    simple(WRAP_KINDS.halfToLogin, account, credential.padEnd(32, "0"), 0),
  /** Kind 13. `epoch`: of the mandate's first folder. */
  purposeText: (vault: VaultId, mandate: MandateId, epoch: number): About =>
    simple(WRAP_KINDS.purposeToFolder, vault, mandate, epoch),
  /** Kind 14. `epoch`: of the folder in which the document lies. */
  reminder: (vault: VaultId, reminder: string, epoch: number): About => simple(WRAP_KINDS.reminderToFolder, vault, reminder, epoch),
} as const;

/** Opens a folder's seed or an organisation's mandate seed (kinds 1, 2, 6): the seed is the X-Wing private key. */
export async function openSealedKey(reading: Reading, bytes: Bytes, of: About): Promise<OpeningKey> {
  const seed = await openWrap(reading, bytes, of);
  const key = await OpeningKey.of(seed);
  wipe(seed);
  return key;
}

/** Opens an organisation's signing seed (kind 10). */
export async function openSigningKey(reading: Reading, bytes: Bytes, of: MemberEpoch): Promise<SigningKey> {
  const seed = await openWrap(reading, bytes, about.signingSeed(of));
  const key = await SigningKey.of(seed);
  wipe(seed);
  return key;
}

/** Opens a record (kinds 3 and 4). */
export async function openRecord(reading: Reading, bytes: Bytes, of: About): Promise<Payload> {
  return Payload.from(await openWrap(reading, bytes, of));
}

/** Seals the free text of a mandate's purpose to the key of its first folder (kind 13). */
export async function sealPurposeText(
  envelope: Envelope,
  entropy: Entropy,
  vault: VaultId,
  mandate: MandateId,
  epoch: number,
  text: string,
): Promise<Bytes> {
  checkLines("wrap", text, MAX_PURPOSE_TEXT);
  const padded = pad("wrap", new Uint8Array(0), utf8(text), MAX_PLAINTEXT);
  return sealWrap(envelope, entropy, about.purposeText(vault, mandate, epoch), padded);
}

/** Opens what {@link sealPurposeText} made. */
export async function openPurposeText(
  reading: Reading,
  bytes: Bytes,
  vault: VaultId,
  mandate: MandateId,
  epoch: number,
): Promise<string> {
  const padded = await openWrap(reading, bytes, about.purposeText(vault, mandate, epoch));
  const text = fromUtf8(unpad("wrap", 0, padded, MAX_PLAINTEXT).text);
  if (text === undefined) throw new Refused("wrap", "alphabet");
  checkLines("wrap", text, MAX_PURPOSE_TEXT);
  return text;
}
