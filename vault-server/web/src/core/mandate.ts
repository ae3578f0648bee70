/** A mandate, `VMD1`: who may do what, on what, for what purpose, until when (FORMATS 5). */

import { type Bytes, utf8 } from "./bytes.ts";
import { checkDates, Reader, u16, u64, zeros } from "./codec.ts";
import { ensure, Refused } from "./error.ts";
import { type AccountId, type DocumentId, type FolderId, type Hash, hashBytes, idBytes, type Kid, type MandateId, type OrganisationId, type VaultId } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/mandate/v1";
const W = "mandate";
/** Most folders in one mandate. */
export const MAX_FOLDERS = 64;

/** A right that a mandate gives. */
export type Right = "read" | "deposit" | "manage";
/** The rights in the order in which they are written; the bit of each is 1, 2, 4. */
export const RIGHTS: readonly Right[] = ["read", "deposit", "manage"];

/** The rights that bits name; `undefined` when there is none, or an unknown one. */
export function rightsOf(bits: number): ReadonlySet<Right> | undefined {
  if (bits === 0 || bits > 7) return undefined;
  return new Set(RIGHTS.filter((_, i) => (bits & (1 << i)) !== 0));
}

/** `read,deposit,manage`: those that are in it, in this order. */
export function rightsText(rights: ReadonlySet<Right>): string {
  return RIGHTS.filter((right) => rights.has(right)).join(",");
}

/** Whom a mandate is granted to: one person, or any member of an organisation who may read. */
export type Recipient =
  | { readonly kind: "account"; readonly id: AccountId }
  | { readonly kind: "organisation"; readonly id: OrganisationId };

/** What a mandate is about: 1 to 64 folders in ascending order, or one document, only to read. */
export type Target =
  | { readonly kind: "folders"; readonly folders: readonly FolderId[] }
  | { readonly kind: "document"; readonly document: DocumentId };

/** What the beneficiary signs. */
export interface Mandate {
  readonly id: MandateId;
  readonly vault: VaultId;
  readonly recipient: Recipient;
  /** SHA-256 of the recipient's certificate in force: the key that the person saw. */
  readonly recipientCertificate: Hash;
  readonly target: Target;
  readonly rights: ReadonlySet<Right>;
  /** Code of the purpose. */
  readonly purpose: number;
  /** SHA-256 of the sealed purpose text (`VWR1` kind 13); zeros when there is none. */
  readonly purposeText: Hash;
  /** Unix seconds, inclusive. */
  readonly notBefore: number;
  /** Unix seconds, inclusive; later than `notBefore`. */
  readonly notAfter: number;
  /** SHA-256 of the consent text that was shown, UTF-8. */
  readonly consent: Hash;
  /** The mandate that it replaces; zeros when there is none. */
  readonly replaces: MandateId;
  /** Who signed. */
  readonly maker: Kid;
}

/** The signed mandate; the maker is the one who signs. Refuses what no reader would accept. */
export function signMandate(mandate: Omit<Mandate, "maker">, maker: SigningKey): Promise<Bytes> {
  check(mandate);
  const { recipient, target } = mandate;
  const targets = target.kind === "folders" ? target.folders : [target.document];
  const bits = RIGHTS.reduce((sum, right, i) => sum + (mandate.rights.has(right) ? 1 << i : 0), 0);
  return maker.finishSigned(
    LABEL,
    utf8("VMD1"),
    Uint8Array.of(recipient.kind === "account" ? 1 : 2, target.kind === "folders" ? 1 : 2, bits, targets.length),
    idBytes(mandate.id),
    idBytes(mandate.vault),
    idBytes(recipient.id),
    hashBytes(mandate.recipientCertificate),
    u16(mandate.purpose),
    zeros(6),
    hashBytes(mandate.purposeText),
    u64(mandate.notBefore),
    u64(mandate.notAfter),
    hashBytes(mandate.consent),
    idBytes(mandate.replaces),
    idBytes(maker.kid),
    ...targets.map((id) => idBytes(id)),
  );
}

/** Reads the structure. Proves nothing. */
export function parseMandate(bytes: Uint8Array): Mandate {
  const r = new Reader(W, bytes);
  r.magic("VMD1");
  const [recipientKind, targetKind, bits, count] = [r.u8(), r.u8(), r.u8(), r.u8()];
  const [id, vault] = [r.id(), r.id()];
  if (recipientKind !== 1 && recipientKind !== 2) throw r.fail("kind");
  const recipient: Recipient = { kind: recipientKind === 1 ? "account" : "organisation", id: r.id() };
  const recipientCertificate = r.hash();
  const purpose = r.u16();
  r.reserved(6);
  const [purposeText, notBefore, notAfter, consent] = [r.hash(), r.u64(), r.u64(), r.hash()];
  const [replaces, maker] = [r.id(), r.id()];
  const target = readTarget(r, targetKind, count);
  r.take(SIGNATURE_LEN);
  r.end();
  const rights = rightsOf(bits);
  if (rights === undefined) throw new Refused(W, "rights");
  const dates = { notBefore, notAfter };
  const mandate = { id, vault, recipient, recipientCertificate, target, rights, purpose, purposeText, ...dates, consent, replaces, maker };
  check(mandate);
  return mandate;
}

function readTarget(r: Reader, kind: number, count: number): Target {
  if (kind === 1) return { kind: "folders", folders: Array.from({ length: count }, () => r.id()) };
  if (kind !== 2) throw r.fail("kind");
  if (count !== 1) throw r.fail("length");
  return { kind: "document", document: r.id() };
}

function check(mandate: Omit<Mandate, "maker">): void {
  const { target, rights } = mandate;
  if (target.kind === "folders") {
    const { folders } = target;
    ensure(folders.length >= 1 && folders.length <= MAX_FOLDERS, W, "length");
    ensure(folders.every((folder, i) => i === 0 || folder > (folders[i - 1] ?? "")), W, "order");
  } else {
    ensure(rights.size === 1 && rights.has("read"), W, "rights");
  }
  ensure(mandate.notAfter > mandate.notBefore, W, "validity");
}

/** Reads, and checks that this key signed it. */
export async function verifyMandate(bytes: Uint8Array, maker: VerifyingKey): Promise<Mandate> {
  const mandate = parseMandate(bytes);
  ensure(mandate.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return mandate;
}

/** Refuses outside its dates. `now` in Unix seconds. */
export function checkMandateAt(mandate: Mandate, now: number): void {
  checkDates(W, mandate.notBefore, mandate.notAfter, now);
}

/** Whether it is about this whole folder. */
export function coversFolder(mandate: Mandate, folder: FolderId): boolean {
  return mandate.target.kind === "folders" && mandate.target.folders.includes(folder);
}

/** Whether it is about this document, which lies in this folder. */
export function covers(mandate: Mandate, folder: FolderId, document: DocumentId): boolean {
  return mandate.target.kind === "document" ? mandate.target.document === document : coversFolder(mandate, folder);
}
