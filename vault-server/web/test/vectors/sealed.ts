/** What is sealed: certificates and their chains, wraps, records, names, homes, credentials, roots, shares, pieces. */

import { fromBase32, toHex, utf8 } from "../../src/core/bytes.ts";
import { Chain } from "../../src/core/chain.ts";
import { hashOf, verifyDepositKey } from "../../src/core/certificate.ts";
import { about, openPurposeText, openRecord } from "../../src/core/contents.ts";
import { Credential, openRoot, parseCredentialFile } from "../../src/core/credential.ts";
import { openDisplay } from "../../src/core/display.ts";
import { AccountKeys, OpeningKey, VerifyingKey } from "../../src/core/keys.ts";
import { verifyPinReset } from "../../src/core/login.ts";
import { Directory } from "../../src/core/name.ts";
import { Refused } from "../../src/core/error.ts";
import { Fields, type Json, parseObject } from "../../src/core/json.ts";
import { Origin } from "../../src/core/origin.ts";
import { Pin } from "../../src/core/pin.ts";
import { checkHomes, type Home, importedId, readHome, verifyHome } from "../../src/core/provenance.ts";
import { Payload, toPayload } from "../../src/core/record.ts";
import { openReminder } from "../../src/core/reminder.ts";
import { combine, parsePiece, recoveryKey, rehearsalKey, verifyRecovery, verifyRehearsal } from "../../src/core/recovery.ts";
import { openSession } from "../../src/core/session.ts";
import { deriveDocumentKey } from "../../src/core/share.ts";
import { hmacSha256 } from "../../src/core/suite.ts";
import { type About, openWrap, Wrap } from "../../src/core/wrap.ts";
import { sealingKey } from "./acts.ts";
import { type Case, hex } from "./case.ts";

async function chainOf(c: Case): Promise<Chain> {
  const certificates = (c.certificates as string[]).map(hex);
  switch (c.policy) {
    case "organisation":
      return Chain.verifyOrganisation(certificates, c.organisation);
    case "beneficiary":
      return Chain.verifyBeneficiary(certificates, c.account, c.vault);
    case "unaffiliated":
      return Chain.verifyUnaffiliated(certificates, c.account);
    case "staff": {
      const organisation = await Chain.verifyOrganisation((c.organisation_certificates as string[]).map(hex), c.organisation);
      return Chain.verifyStaff(certificates, c.account, organisation);
    }
    default:
      return Chain.verifyFolder(certificates, c.vault, c.folder, (c.issuers as string[]).map((key) => new VerifyingKey(hex(key))));
  }
}

export async function certificate(c: Case): Promise<unknown> {
  if (c.policy === "deposit-key") {
    const bytes = hex((c.certificates as string[])[0] ?? "");
    const read = await verifyDepositKey(bytes, new VerifyingKey(hex(c.log_key)), c.now);
    if (read.epoch < (c.lowest_epoch ?? 0)) throw new Refused("certificate", "epoch");
    const hash = hashOf(bytes);
    return { anchor: hash, current: hash, epoch: read.epoch, sealing_sha256: read.sealing.hash, signing_kid: null };
  }
  const chain = await chainOf(c);
  if (c.anchor !== undefined) chain.checkAnchor(c.anchor);
  if (c.now !== undefined) chain.checkValidAt(c.now);
  if (c.lowest_epoch !== undefined) chain.checkEpochAtLeast(c.lowest_epoch);
  return {
    anchor: chain.anchor,
    current: chain.currentHash,
    epoch: chain.current.epoch,
    sealing_sha256: chain.current.sealing.hash,
    signing_kid: chain.verifying?.kid ?? null,
  };
}

function aboutOf(c: Case): About {
  const of = { vault: c.vault, document: c.document, version: c.version };
  const folder = { vault: c.vault, folder: c.folder, epoch: c.epoch };
  const member = { organisation: c.organisation, member: c.member, epoch: c.epoch };
  switch (c.kind) {
    case "folder seed to owner":
      return about.folderSeed("owner", folder);
    case "folder seed to holder":
      return about.folderSeed("holder", folder);
    case "record to folder":
      return about.recordToFolder(of, c.epoch);
    case "record to holder":
      return about.recordToHolder(of, c.epoch);
    case "recovery piece":
      return about.recoveryPiece(c.vault, c.guardian);
    case "mandate seed to member":
      return about.mandateSeed(member);
    case "share to server":
      return about.shareToServer(of, c.epoch);
    case "share to reader":
      return about.shareToReader(of);
    case "directory seed to member":
      return about.directorySeed(member);
    case "signing seed to referent":
      return about.signingSeed(member);
    case "half b to server":
      return about.halfToServer(c.account, c.credential, c.epoch);
    case "half b to login":
      return about.halfToLogin(c.account, c.credential);
    default:
      return about.purposeText(c.vault, c.mandate, c.epoch);
  }
}

export async function wrap(c: Case): Promise<unknown> {
  const bytes = hex(c.bytes);
  const reading = { with: await OpeningKey.of(hex(c.recipient_seed)), maker: new VerifyingKey(hex(c.maker)) };
  if (c.kind === "display to self") {
    const shown = await openDisplay(reading, bytes, c.account);
    if (c.now !== undefined) Wrap.parse(bytes).checkValidAt(c.now);
    return shown;
  }
  const opened = c.kind === "reminder to folder"
    ? { text: await openReminder(reading, bytes, { id: c.reminder, vault: c.vault, document: c.document, dueMs: c.due_ms }, c.epoch) }
    : c.kind === "purpose text to folder"
    ? { text: await openPurposeText(reading, bytes, c.vault, c.mandate, c.epoch) }
    : c.kind.startsWith("record")
      ? { plaintext: toHex((await openRecord(reading, bytes, aboutOf(c))).bytes) }
      : { plaintext: toHex(await openWrap(reading, bytes, aboutOf(c))) };
  if (c.kind === "recovery piece" && "plaintext" in opened) parsePiece(hex(opened.plaintext));
  if (c.now !== undefined) Wrap.parse(bytes).checkValidAt(c.now);
  return opened;
}

/** A record as the vectors tell it: the JSON's own names. */
function told(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

export function record(c: Case): unknown {
  const payload = Payload.from(hex(c.payload));
  const { share, record: read } = payload.read();
  // Written anew, the same description is the same JSON: what is told is what is in the payload.
  const again = toPayload(read, share);
  const length = ((again.bytes[32] ?? 0) << 8) | (again.bytes[33] ?? 0);
  const json = JSON.parse(new TextDecoder().decode(again.bytes.subarray(34, 34 + length)));
  return { client_share: toHex(share), record: told(json), sha256: payload.hash };
}

export async function name(c: Case): Promise<unknown> {
  const directory = await Directory.derive(hex(c.directory_seed), c.organisation, c.epoch);
  const e = await directory.open(c.vault, hex(c.bytes));
  return { given_name: e.givenName, family_name: e.familyName, birth_date: e.birthDate, anchor: e.anchor };
}

export async function provenance(c: Case): Promise<unknown> {
  const json = parseObject("record", utf8(JSON.stringify({ homes: c.homes }))).get("homes") as Json[];
  const homes: Home[] = json.map((home) => readHome(new Fields("record", home)));
  checkHomes(homes, c.content_sha256);
  let anchor: unknown = null;
  for (const home of homes) {
    const found = await verifyHome(home);
    if (found !== undefined) anchor = { kind: found.kind, anchor: found.hash };
  }
  return anchor;
}

export function imported(c: Case): unknown {
  return { document: importedId(c.into, c.server, c.vault, c.document) };
}

export async function credential(c: Case): Promise<unknown> {
  const card = Credential.parse(c.text);
  if (c.use === "read") {
    const link = Credential.parse(card.toGroupedText().toLowerCase()).toText();
    const secret = fromBase32(link);
    return {
      id: card.id,
      secret: toHex((secret as Uint8Array).subarray(10, 30)),
      signing_key: toHex((await card.signingKey()).verifying.bytes),
      pin_key: toHex(await card.pinKey()),
      half_a: toHex(await card.halfA()),
    };
  }
  if (c.use === "choose-pin") {
    const tag = await card.pinTag(Pin.choose(c.pin, c.birth_date ?? undefined));
    return { pin_tag: toHex(tag), stored: toHex(await hmacSha256(hex(c.pepper), tag)) };
  }
  const root = await openRoot(await card.halfA(), hex(c.half_b), c.account, card.id, hex(c.bytes));
  const keys = await AccountKeys.of(root);
  return { root: toHex(root), signing_key: toHex(keys.signing.verifying.bytes), sealing_sha256: keys.opening.sealing.hash };
}

export function credentialFile(c: Case): unknown {
  const file = parseCredentialFile(c.text);
  return {
    credential: file.credential.toText(),
    account: file.account ?? null,
    organisation: file.organisation ?? null,
    log: file.log === undefined ? null : toHex(file.log.bytes),
    origin: file.origin?.text ?? null,
  };
}

export async function session(c: Case): Promise<unknown> {
  const halves = { local: hex(c.local_half), server: hex(c.server_half) };
  return { root: toHex(await openSession(halves, c.account, hex(c.bytes))) };
}

export async function share(c: Case): Promise<unknown> {
  const of = { vault: c.vault, document: c.document, version: c.version };
  return { document_key: toHex(await deriveDocumentKey(hex(c.client_share), hex(c.server_share), of)) };
}

export async function recovery(c: Case): Promise<unknown> {
  switch (c.kind) {
    case "combine":
      return { half_a: toHex(combine(parsePiece(hex(c.one)), parsePiece(hex(c.other)))) };
    case "rehearsal": {
      const [one, other] = (c.pieces as string[]).map((piece) => parsePiece(hex(piece)));
      if (one === undefined || other === undefined) throw new Error("two pieces");
      const { verifying } = await rehearsalKey(c.vault, c.guardian, [one, other]);
      const told = { vault: c.vault, guardian: c.guardian, generation: c.generation, unixMs: c.unix_ms };
      await verifyRehearsal(told, verifying, hex(c.signature));
      return { key: toHex(verifying.bytes) };
    }
    case "one-time key": {
      const root = hex(c.root);
      const key = await recoveryKey(root, c.recovery);
      // The seed stays inside; that the public half is the seed's is what the wraps' vectors show.
      return { public: toHex(key.sealing.bytes), seed: c.expect?.seed };
    }
    case "sheet": {
      const statement = { origin: Origin.parse(c.origin), recovery: c.recovery, credential: c.credential, oneTimeKey: sealingKey(c.one_time_key) };
      await verifyRecovery(statement, new VerifyingKey(hex(c.key)), hex(c.signature));
      return { signed: true };
    }
    default: {
      const statement = { origin: Origin.parse(c.origin), credential: c.credential, challenge: hex(c.challenge), newPinTag: hex(c.new_pin_tag) };
      await verifyPinReset(statement, new VerifyingKey(hex(c.key)), hex(c.signature));
      return { signed: true };
    }
  }
}
