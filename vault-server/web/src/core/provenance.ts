/** Where an imported document comes from: every home that it had, and, where there is room, the proof of the first deposit (FORMATS 4). */

import { type Bytes, copy, toBase64Url, toHex, utf8 } from "./bytes.ts";
import { hashOf, parseCertificate } from "./certificate.ts";
import { Chain } from "./chain.ts";
import { labelled } from "./codec.ts";
import { type Deposit, parseDeposit, verifyDeposit } from "./deposit.ts";
import { ensure, Refused } from "./error.ts";
import { type AccountId, type DocumentId, type Hash, idBytes, type OrganisationId, type VaultId } from "./ids.ts";
import type { Fields } from "./json.ts";
import type { VerifyingKey } from "./keys.ts";
import { Origin } from "./origin.ts";
import { type DocumentRecord, Payload } from "./record.ts";
import { sha256 } from "./suite.ts";
import { checkLine } from "./text.ts";

const W = "provenance";
const MAX_HOMES = 16;
const MAX_NAME = 200;
const MAX_CERTIFICATES = 8;

/** One home that a document had before. Its names are what the former server showed: nobody signed them. */
export interface Home {
  /** The server's origin. */
  readonly server: string;
  readonly vault: VaultId;
  readonly document: DocumentId;
  readonly version: number;
  /** When that server recorded it, Unix milliseconds. */
  readonly depositedMs: number;
  /** Who added it, as that server showed them; none for the beneficiary. */
  readonly depositor: string | undefined;
  /** Their organisation, as that server showed it. */
  readonly organisation: string | undefined;
  /** Hash of the whole `VDP1` there. */
  readonly depositSha256: Hash;
  /** The deposit itself with what verifies it, if it fits. */
  readonly evidence: Evidence | undefined;
}

/** A deposit of a former home, with all that is needed to verify it. */
export interface Evidence {
  /** `VDP1`. */
  readonly deposit: Bytes;
  /** The record payload that it signs. */
  readonly payload: Bytes;
  /** The depositor's `VKC1` chain. */
  readonly depositor: readonly Bytes[];
  /** Their organisation's `VKC1` chain; empty for the beneficiary. */
  readonly organisation: readonly Bytes[];
}

/** Whose first certificate a deposit rests on: whoever reads must know it to be true. */
export interface Anchor {
  readonly kind: "owner" | "organisation";
  readonly id: AccountId | OrganisationId;
  readonly hash: Hash;
}

/** Reads one home. */
export function readHome(f: Fields): Home {
  const home = {
    server: f.text("server"),
    vault: f.id("vault"),
    document: f.id("document"),
    version: f.number("version"),
    depositedMs: f.number("deposited_ms"),
    depositor: f.optionalText("depositor"),
    organisation: f.optionalText("organisation"),
    depositSha256: f.id("deposit_sha256", 32),
    evidence: readEvidence(f.optionalObject("evidence")),
  };
  f.end();
  return home;
}

function readEvidence(f: Fields | undefined): Evidence | undefined {
  if (f === undefined) return undefined;
  if (!f.has("depositor")) throw new Refused("record", "json");
  const evidence = {
    deposit: f.bytes("deposit"),
    payload: f.bytes("payload"),
    depositor: f.bytesList("depositor"),
    organisation: f.bytesList("organisation"),
  };
  f.end();
  return evidence;
}

/** A home as it is written. */
export function homeToJson(home: Home): object {
  const { evidence } = home;
  return {
    server: home.server,
    vault: home.vault,
    document: home.document,
    version: home.version,
    deposited_ms: home.depositedMs,
    depositor: home.depositor,
    organisation: home.organisation,
    deposit_sha256: home.depositSha256,
    evidence: evidence && {
      deposit: toBase64Url(evidence.deposit),
      payload: toBase64Url(evidence.payload),
      depositor: evidence.depositor.map(toBase64Url),
      organisation: evidence.organisation.length === 0 ? undefined : evidence.organisation.map(toBase64Url),
    },
  };
}

/** The structure of a record's homes. */
export function checkHomes(homes: readonly Home[], content: Hash): void {
  ensure(homes.length <= MAX_HOMES, W, "length");
  for (const home of homes) {
    ensure(Origin.parse(home.server).text === home.server, W, "alphabet");
    ensure(home.version !== 0, W, "version");
    for (const name of [home.depositor, home.organisation]) {
      if (name === undefined) continue;
      ensure(name !== "", W, "length");
      checkLine(W, name, MAX_NAME);
    }
    if (home.evidence === undefined) continue;
    const { depositor, organisation, deposit, payload } = home.evidence;
    ensure(Math.max(depositor.length, organisation.length) <= MAX_CERTIFICATES, W, "length");
    ensure(hashOf(deposit) === home.depositSha256, W, "hash");
    ensure(Payload.from(copy(payload)).read().record.contentSha256 === content, W, "hash");
  }
}

/** Verifies the evidence from end to end, if there is any. Gives the anchor it rests on. */
export async function verifyHome(home: Home): Promise<Anchor | undefined> {
  if (home.evidence === undefined) return undefined;
  const { deposit, anchor } = await verifyClaim(home.evidence);
  const { vault, document, version } = deposit.document;
  ensure(vault === home.vault && document === home.document && version === home.version, W, "ids");
  return anchor;
}

/** Verifies the chains, the signature, the description, and that the one whom the description names signed. */
export async function verifyClaim(claim: Evidence): Promise<{ deposit: Deposit; record: DocumentRecord; anchor: Anchor }> {
  const payload = Payload.from(copy(claim.payload));
  const claimed = parseDeposit(claim.deposit);
  const { record } = payload.read();
  const { key, anchor } = await signer(claim, claimed, record.depositor);
  const deposit = await verifyDeposit(claim.deposit, key);
  ensure(record.depositorKid === deposit.maker, "record", "maker");
  ensure(deposit.record === payload.hash, "record", "hash");
  return { deposit, record, anchor };
}

async function signer(claim: Evidence, claimed: Deposit, account: AccountId): Promise<{ key: VerifyingKey; anchor: Anchor }> {
  const [first] = claim.organisation;
  let chain: Chain;
  let anchor: Anchor;
  if (first === undefined) {
    chain = await Chain.verifyBeneficiary(claim.depositor, account, claimed.document.vault);
    anchor = { kind: "owner", id: account, hash: chain.anchor };
  } else {
    const id = parseCertificate(first).subject;
    const organisation = await Chain.verifyOrganisation(claim.organisation, id);
    chain = await Chain.verifyStaff(claim.depositor, account, organisation);
    anchor = { kind: "organisation", id, hash: organisation.anchor };
  }
  const key = chain.find(claimed.maker);
  if (key === undefined) throw new Refused("certificate", "maker");
  return { key, anchor };
}

/** The id of an imported document: one vault gets one copy, however often it is imported. The other three: its first home. */
export function importedId(into: VaultId, server: string, vault: VaultId, document: DocumentId): DocumentId {
  const body = labelled("vault/import/v1", idBytes(into), idBytes(vault), idBytes(document), utf8(server));
  return toHex(sha256(body).subarray(0, 16));
}
