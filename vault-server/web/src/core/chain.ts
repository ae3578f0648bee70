/** From an anchor to the key in force: every certificate of one subject, first to last, each issued by someone who was allowed to (FORMATS 3). */

import { type Certificate, hashOf, parseCertificate, verifyCertificate } from "./certificate.ts";
import { checkDates } from "./codec.ts";
import { ensure, Refused } from "./error.ts";
import { type AccountId, type FolderId, type Hash, type Kid, NO_HASH, NO_ID, type OrganisationId, type VaultId } from "./ids.ts";
import type { VerifyingKey } from "./keys.ts";

const W = "certificate";

interface Subject {
  readonly kind: Certificate["kind"];
  readonly id: string;
  readonly scopes: readonly string[];
}

/** Names the one key that may have issued a certificate. */
type IssuerOf = (certificate: Certificate, previous: Certificate | undefined) => VerifyingKey | undefined;

/** All certificates of one subject, accepted. Only the `verify…` functions make one, one for each policy. */
export class Chain {
  /** Hash of the first certificate: what is printed on the card and kept. */
  readonly anchor: Hash;
  /** The certificate in force. */
  readonly current: Certificate;
  /** Hash of the certificate in force: what a mandate names. */
  readonly currentHash: Hash;
  readonly #all: readonly Certificate[];

  private constructor(all: readonly Certificate[], current: Certificate, anchor: Hash, currentHash: Hash) {
    this.#all = all;
    this.current = current;
    this.anchor = anchor;
    this.currentHash = currentHash;
  }

  /** An organisation: the first certificate is its own, each next one is issued by its predecessor. */
  static verifyOrganisation(certificates: readonly Uint8Array[], organisation: OrganisationId): Promise<Chain> {
    return Chain.#walk(certificates, { kind: "organisation", id: organisation, scopes: [organisation] }, ownLine);
  }

  /** A beneficiary: the first certificate is their own, each next one is issued by its predecessor. */
  static verifyBeneficiary(certificates: readonly Uint8Array[], account: AccountId, vault: VaultId): Promise<Chain> {
    return Chain.#walk(certificates, { kind: "account", id: account, scopes: [vault] }, ownLine);
  }

  /** An account that belongs to no organisation: an auditor, or a référent before the organisation exists. */
  static verifyUnaffiliated(certificates: readonly Uint8Array[], account: AccountId): Promise<Chain> {
    return Chain.#walk(certificates, { kind: "account", id: account, scopes: [NO_ID] }, ownLine);
  }

  /** A member of an organisation: issued by it, after at most one certificate of their own from before they joined. */
  static async verifyStaff(certificates: readonly Uint8Array[], account: AccountId, organisation: Chain): Promise<Chain> {
    ensure(organisation.current.kind === "organisation", W, "kind");
    const scope = organisation.current.subject;
    const chain = await Chain.#walk(certificates, { kind: "account", id: account, scopes: [NO_ID, scope] }, (certificate, previous) => {
      if (certificate.scope === scope) return organisation.find(certificate.issuer);
      return previous === undefined ? certificate.verifying : undefined;
    });
    ensure(chain.current.scope === scope, W, "maker");
    return chain;
  }

  /** A folder: issued by one of the keys that the caller has accepted for this. */
  static verifyFolder(
    certificates: readonly Uint8Array[],
    vault: VaultId,
    folder: FolderId,
    issuers: readonly VerifyingKey[],
  ): Promise<Chain> {
    return Chain.#walk(certificates, { kind: "folder", id: folder, scopes: [vault] }, (certificate) =>
      issuers.find((key) => key.kid === certificate.issuer),
    );
  }

  static async #walk(certificates: readonly Uint8Array[], subject: Subject, issuerOf: IssuerOf): Promise<Chain> {
    const all: Certificate[] = [];
    let anchor = NO_HASH;
    let lastHash = NO_HASH;
    for (const bytes of certificates) {
      const claimed = parseCertificate(bytes);
      const previous = all.at(-1);
      ensure(claimed.kind === subject.kind, W, "kind");
      ensure(claimed.subject === subject.id && subject.scopes.includes(claimed.scope), W, "ids");
      ensure(claimed.previous === lastHash, W, "hash");
      ensure(previous === undefined || claimed.epoch > previous.epoch, W, "epoch");
      const issuer = issuerOf(claimed, previous);
      if (issuer === undefined) throw new Refused(W, "maker");
      all.push(await verifyCertificate(bytes, issuer));
      lastHash = hashOf(bytes);
      if (previous === undefined) anchor = lastHash;
    }
    const current = all.at(-1);
    if (current === undefined) throw new Refused(W, "length");
    return new Chain(all, current, anchor, lastHash);
  }

  /** The signing key in force; none for a folder. */
  get verifying(): VerifyingKey | undefined {
    return this.current.verifying;
  }

  /** All signing keys, the one in force first. */
  get verifyingKeys(): VerifyingKey[] {
    return [...this.#all].reverse().flatMap((certificate) => certificate.verifying ?? []);
  }

  /** The signing key of this name, present or past, so that old acts still verify. */
  find(kid: Kid): VerifyingKey | undefined {
    return this.verifyingKeys.find((key) => key.kid === kid);
  }

  /** The certificate of this epoch, present or past. */
  atEpoch(epoch: number): Certificate | undefined {
    return this.#all.find((certificate) => certificate.epoch === epoch);
  }

  /** Refuses another anchor than the one printed or kept. */
  checkAnchor(expected: Hash): void {
    ensure(this.anchor === expected, W, "anchor");
  }

  /** Refuses when the certificate in force is outside its dates. `now` in Unix seconds. */
  checkValidAt(now: number): void {
    checkDates(W, this.current.notBefore, this.current.notAfter, now);
  }

  /** Refuses to go back below an epoch already seen. */
  checkEpochAtLeast(lowest: number): void {
    ensure(this.current.epoch >= lowest, W, "epoch");
  }
}

/** The first certificate is the subject's own, each next one is its predecessor's. */
function ownLine(certificate: Certificate, previous: Certificate | undefined): VerifyingKey | undefined {
  return (previous ?? certificate).verifying;
}
