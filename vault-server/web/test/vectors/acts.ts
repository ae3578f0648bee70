/** The signed acts: deposit, amendment, mandate, revocation, consent, request, export, login. */

import { amended, checkRecord as checkPlaceRecord, placeOf, verifyAmendment } from "../../src/core/amendment.ts";
import { hashOf } from "../../src/core/certificate.ts";
import { checkConsentText, verifyConsent } from "../../src/core/consent.ts";
import { checkDocument, checkHead, checkObject, verifyDeposit } from "../../src/core/deposit.ts";
import { Refused } from "../../src/core/error.ts";
import { checkManifest, verifyManifestSeal } from "../../src/core/export.ts";
import { SealingKey, VerifyingKey } from "../../src/core/keys.ts";
import { verifyLogin } from "../../src/core/login.ts";
import { checkMandateAt, rightsText, verifyMandate } from "../../src/core/mandate.ts";
import { Origin } from "../../src/core/origin.ts";
import { checkBody, checkFresh, checkTarget, verifyRequest } from "../../src/core/request.ts";
import { checkRevokes, verifyRevocation } from "../../src/core/revocation.ts";
import { type Case, hex } from "./case.ts";

const keyOf = (c: Case): VerifyingKey => new VerifyingKey(hex(c.maker));

/** The key of a field, which is always one. */
export function sealingKey(text: string): SealingKey {
  const key = SealingKey.from(hex(text));
  if (key === undefined) throw new Refused("login", "key");
  return key;
}

export async function deposit(c: Case): Promise<unknown> {
  const d = await verifyDeposit(hex(c.bytes), keyOf(c));
  checkDocument(d, { vault: c.vault, document: c.document, version: c.version });
  checkObject(d, c.object_sha256);
  checkHead(d, c.head_sha256);
  if (d.record !== hashOf(hex(c.record_payload))) throw new Refused("record", "hash");
  return { folder: d.folder, maker: d.maker };
}

export async function amendment(c: Case): Promise<unknown> {
  const first = hex(c.deposit);
  let place = placeOf(await verifyDeposit(first, new VerifyingKey(hex(c.depositor))), first);
  const key = keyOf(c);
  for (const before of (c.before as string[]).map(hex)) place = amended(place, await verifyAmendment(before, key), before);
  const bytes = hex(c.bytes);
  const last = await verifyAmendment(bytes, key);
  place = amended(place, last, bytes);
  checkPlaceRecord(place, hashOf(hex(c.record_payload)));
  if (place.folder !== c.folder) throw new Refused("amendment", "ids");
  return { folder: place.folder, maker: last.maker, sequence: place.sequence, unix_ms: last.unixMs };
}

export async function mandate(c: Case): Promise<unknown> {
  const m = await verifyMandate(hex(c.bytes), keyOf(c));
  checkMandateAt(m, c.now);
  return {
    id: m.id,
    vault: m.vault,
    recipient_kind: m.recipient.kind,
    recipient: m.recipient.id,
    targets: m.target.kind === "folders" ? m.target.folders : [m.target.document],
    rights: rightsText(m.rights),
    purpose: m.purpose,
    not_before: m.notBefore,
    not_after: m.notAfter,
  };
}

export async function revocation(c: Case): Promise<unknown> {
  const r = await verifyRevocation(hex(c.bytes), keyOf(c));
  checkRevokes(r, c.mandate, c.mandate_sha256);
  return { maker: r.maker, unix_ms: r.unixMs };
}

export async function consent(c: Case): Promise<unknown> {
  const read = await verifyConsent(hex(c.bytes), keyOf(c));
  checkConsentText(read, c.text);
  const { vault, account, organisation, maker, unixMs } = read;
  return { vault, account, organisation, maker, unix_ms: unixMs };
}

export async function request(c: Case): Promise<unknown> {
  const r = await verifyRequest(hex(c.bytes), keyOf(c));
  checkTarget(r, Origin.parse(c.origin), c.method, c.path);
  checkBody(r, hashOf(hex(c.body)));
  checkFresh(r, c.now_ms, c.tolerance_ms);
  return { account: r.account, maker: r.maker, nonce: r.nonce, unix_ms: r.unixMs };
}

export async function manifest(c: Case): Promise<unknown> {
  const seal = await verifyManifestSeal(hex(c.bytes), keyOf(c));
  checkManifest(seal, c.vault, hex(c.manifest));
  return { maker: seal.maker };
}

export async function login(c: Case): Promise<unknown> {
  const statement = {
    origin: Origin.parse(c.origin),
    credential: c.credential as string,
    challenge: hex(c.challenge),
    pinTag: hex(c.pin_tag),
    oneTimeKey: sealingKey(c.one_time_key),
  };
  await verifyLogin(statement, new VerifyingKey(hex(c.key)), hex(c.signature));
  // The statement itself is not told: its signature by the right key is, and no other bytes have it.
  return c.expect;
}
