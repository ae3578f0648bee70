/** Logging in, and what somebody who is logged in holds: keys in memory, until the session ends. */

import { Calls, OpenCalls } from "../api/calls.ts";
import { AnswerUnreadable } from "../api/problem.ts";
import { type Caller, type Desk, Remote, tokenText } from "../api/remote.ts";
import type { AccountView, ServerInfo } from "../api/types.ts";
import { type Bytes, toBase64Url, wipe } from "../core/bytes.ts";
import { type Certificate, issueCertificate } from "../core/certificate.ts";
import { Chain } from "../core/chain.ts";
import { about } from "../core/contents.ts";
import { type CredentialFile, openRoot, sealRoot } from "../core/credential.ts";
import { generate } from "../core/entropy.ts";
import { ensure, Refused } from "../core/error.ts";
import { type AccountId, NO_HASH, NO_ID, type OrganisationId } from "../core/ids.ts";
import { AccountKeys, OpeningKey, SEED_LEN } from "../core/keys.ts";
import { LogKey } from "../core/log/note.ts";
import { signLogin } from "../core/login.ts";
import type { Origin } from "../core/origin.ts";
import type { Pin } from "../core/pin.ts";
import type { Role } from "../core/vocabulary.ts";
import { openWrap } from "../core/wrap.ts";
import { unb64, unb64All } from "./bytes.ts";
import type { Pins } from "./pins.ts";

/** How far the clocks of two honest machines may be apart, in seconds. */
export const CLOCK_SLACK = 300;

/** The organisation that somebody belongs to. */
export interface OwnOrganisation {
  readonly id: OrganisationId;
  readonly name: string;
  readonly role: Role;
  readonly chain: Chain;
}

/** Where one logs in, and with what surroundings. */
export interface Place {
  readonly desk: Desk;
  readonly origin: Origin;
  readonly pins: Pins;
}

/** Somebody who is logged in. */
export interface Actor {
  readonly place: Place;
  readonly calls: Calls;
  readonly open: OpenCalls;
  readonly log: LogKey;
  readonly keys: AccountKeys;
  readonly view: AccountView;
  readonly chain: Chain;
  readonly organisation: OwnOrganisation | undefined;
  /** When the session ends without a request, and in any case: Unix milliseconds. */
  readonly ends: { readonly idleMs: number; readonly latestMs: number };
}

/** Seconds since 1970. */
export function nowS(place: Place): number {
  return Math.floor(place.desk.now() / 1000);
}

/** Asks the server who it is, and holds it to what the card says and to what was seen before. */
export async function meet(place: Place, printed?: Pick<CredentialFile, "log">): Promise<{ info: ServerInfo; log: LogKey; remote: Remote }> {
  const remote = new Remote(place.origin, place.desk);
  const info = await new OpenCalls(remote).serverInfo();
  if (info.origin !== place.origin.text) throw new AnswerUnreadable(`the server says to be ${info.origin}`);
  const log = LogKey.parse(info.log_key);
  if (printed?.log !== undefined) ensure(printed.log.is(log.key), "checkpoint", "anchor");
  place.pins.seeLogKey(place.origin, log);
  return { info, log, remote };
}

/** The same person with the same keys, after the server was asked again who they are: their organisation may have new keys since. */
export async function renew(actor: Actor): Promise<Actor> {
  const { account } = await actor.calls.session();
  const { place, calls, open, log, keys, ends } = actor;
  return accept(place, { calls, open, log, keys, view: account, ends });
}

/** What a login gives: the actor, and what a solemn act needs beside: the account root and the proof of the PIN. */
interface Opened {
  readonly actor: Actor;
  readonly root: Bytes;
  readonly pinTag: Bytes;
}

/** Logs in with a card and a PIN. An account that has no keys yet gets its first ones. */
export async function logIn(place: Place, file: CredentialFile, pin: Pin): Promise<Actor> {
  const { actor, root, pinTag } = await open(place, file, pin);
  wipe(root, pinTag);
  return actor;
}

/**
 * A solemn act: card and PIN are asked for again, whatever session is open, and serve for this act only. `act` gets the actor,
 * the proof of the PIN for the call's `pin_tag`, and the account root, which is wiped after.
 */
export async function solemnly<T>(
  place: Place,
  file: CredentialFile,
  pin: Pin,
  act: (actor: Actor, pinTag: string, root: Bytes) => Promise<T>,
): Promise<T> {
  const { actor, root, pinTag } = await open(place, file, pin);
  try {
    return await act(actor, toBase64Url(pinTag), root);
  } finally {
    wipe(root, pinTag);
    // The session lives in memory only; that the server could not be told to end it changes nothing to what was done.
    await actor.calls.endSession().catch(() => undefined);
  }
}

/** Ends the session at the server. */
export function logOut(actor: Actor): Promise<void> {
  return actor.calls.endSession();
}

async function open(place: Place, file: CredentialFile, pin: Pin): Promise<Opened> {
  const { log, remote } = await meet(place, file);
  const { credential } = file;
  const { entropy } = place.desk;
  const calls = new OpenCalls(remote);
  const oneTime = await newOpeningKey(generate(entropy, SEED_LEN));
  const challenge = unb64((await calls.challenge(credential.id)).challenge);
  const pinTag = await credential.pinTag(pin);
  const statement = { origin: place.origin, credential: credential.id, challenge, pinTag, oneTimeKey: oneTime.sealing };
  const answer = await calls.login({
    credential_id: credential.id,
    challenge: toBase64Url(challenge),
    pin_tag: toBase64Url(pinTag),
    one_time_key: toBase64Url(oneTime.sealing.bytes),
    signature: toBase64Url(await signLogin(statement, await credential.signingKey())),
  });
  const account = answer.session.account.account_id;
  const of = about.halfToLogin(account, credential.id);
  const halfB = await openWrap({ with: oneTime, maker: log.key }, unb64(answer.half_b), of);
  const halfA = await credential.halfA();
  const root =
    answer.root == null
      ? AccountKeys.newRoot(entropy)
      : await openRoot(halfA, halfB, account, credential.id, unb64(answer.root));
  const keys = await AccountKeys.of(root);
  const caller: Caller = { token: tokenText(unb64(answer.token)), account, signing: keys.signing };
  const held = new Calls(remote, caller);
  let { session } = answer;
  if (answer.root == null) {
    const sealed = await sealRoot(entropy, halfA, halfB, account, credential.id, root);
    const first = firstCertificate(keys, "account", NO_ID, account, nowS(place));
    const certificate = await issueCertificate(first, keys.signing);
    await held.enrol({ certificate: toBase64Url(certificate), root: toBase64Url(sealed) });
    session = await held.session();
  }
  wipe(halfA, halfB);
  ensure(session.account.account_id === account, "login", "ids");
  const ends = { idleMs: session.idle_ends_ms, latestMs: session.ends_ms };
  const actor = await accept(place, { calls: held, open: calls, log, keys, view: session.account, ends });
  checkAnchors(actor, file);
  return { actor, root, pinTag };
}

async function newOpeningKey(seed: Bytes): Promise<OpeningKey> {
  const key = await OpeningKey.of(seed);
  wipe(seed);
  return key;
}

/** Believes what the server tells of the account only where certificates prove it. */
async function accept(place: Place, told: Omit<Actor, "place" | "chain" | "organisation">): Promise<Actor> {
  const { view, keys } = told;
  const organisation = await membership(place, view);
  const certificates = unb64All(view.certificates);
  const account = view.account_id;
  const chain =
    organisation !== undefined
      ? await Chain.verifyStaff(certificates, account, organisation.chain)
      : view.kind === "beneficiary" && view.vault_id != null
        ? await Chain.verifyBeneficiary(certificates, account, view.vault_id)
        : await Chain.verifyUnaffiliated(certificates, account);
  const own = chain.verifying?.is(keys.signing.verifying) === true && chain.current.sealing.is(keys.opening.sealing);
  ensure(own, "certificate", "key");
  place.pins.seeChain(account, chain);
  return { ...told, place, chain, organisation };
}

async function membership(place: Place, view: AccountView): Promise<OwnOrganisation | undefined> {
  if (view.membership == null) return undefined;
  const { organisation_id: id, name, role, certificates } = view.membership;
  const chain = await Chain.verifyOrganisation(unb64All(certificates), id);
  place.pins.seeChain(id, chain);
  return { id, name, role, chain };
}

function checkAnchors(actor: Actor, file: CredentialFile): void {
  if (file.account !== undefined) actor.chain.checkAnchor(file.account);
  if (file.organisation !== undefined) actor.organisation?.chain.checkAnchor(file.organisation);
}

/** The actor's organisation. Refuses somebody who has none. */
export function ownOrganisation(actor: Actor): OwnOrganisation {
  if (actor.organisation === undefined) throw new Refused("certificate", "maker");
  return actor.organisation;
}

/** The vault of a beneficiary. Refuses somebody who has none. */
export function ownVault(actor: Actor): string {
  if (actor.view.vault_id == null) throw new Refused("certificate", "ids");
  return actor.view.vault_id;
}

/** The first certificate of new keys, to issue. */
export function firstCertificate(
  keys: AccountKeys,
  kind: "account" | "organisation",
  scope: string,
  subject: AccountId,
  now: number,
): Omit<Certificate, "issuer"> {
  const dates = { notBefore: now, notAfter: 0 };
  return { kind, scope, subject, epoch: 1, ...dates, sealing: keys.opening.sealing, verifying: keys.signing.verifying, previous: NO_HASH };
}

