/** Cards, sheets and PINs: made, replaced, withdrawn, changed, and set anew when one was forgotten (FORMATS 6). */

import type { CredentialChange, CredentialView, NewCredential, PinResetApproved } from "../api/types.ts";
import { type Bytes, toBase64Url, wipe } from "../core/bytes.ts";
import type { Certificate } from "../core/certificate.ts";
import { about } from "../core/contents.ts";
import { Credential, type CredentialFile, sealRoot } from "../core/credential.ts";
import { generate } from "../core/entropy.ts";
import { ensure } from "../core/error.ts";
import type { AccountId, CredentialId, VaultId } from "../core/ids.ts";
import type { SigningKey } from "../core/keys.ts";
import { signPinReset } from "../core/login.ts";
import type { Pin } from "../core/pin.ts";
import { sealWrap } from "../core/wrap.ts";
import { unb64 } from "./bytes.ts";
import { depositKey } from "./deposit.ts";
import { type Actor, type Place, solemnly } from "./session.ts";

/** What a credential is made over. */
export interface Over {
  readonly account: AccountId;
  /** The account root, which stays the caller's, to wipe. */
  readonly root: Bytes;
  readonly signing: SigningKey;
  /** The server's deposit key. */
  readonly server: Certificate;
}

/** Makes a credential: what is printed, and what the server is told of it. A sheet has no PIN. */
export async function makeCredential(
  place: Place,
  over: Over,
  kind: "card" | "sheet",
  pin?: Pin,
): Promise<{ secret: Credential; told: NewCredential }> {
  ensure((kind === "card") === (pin !== undefined), "pin", "kind");
  const { entropy } = place.desk;
  const secret = Credential.generate(entropy);
  const [halfA, halfB] = [await secret.halfA(), generate(entropy, 32)];
  const envelope = { to: over.server.sealing, maker: over.signing, notAfter: 0 };
  const half = await sealWrap(envelope, entropy, about.halfToServer(over.account, secret.id, over.server.epoch), halfB);
  const sealed = await sealRoot(entropy, halfA, halfB, over.account, secret.id, over.root);
  wipe(halfA, halfB);
  const told = {
    credential_id: secret.id,
    kind,
    public_key: toBase64Url((await secret.signingKey()).verifying.bytes),
    pin_tag: pin === undefined ? "" : toBase64Url(await secret.pinTag(pin)),
    half_b: toBase64Url(half),
    root: toBase64Url(sealed),
  };
  return { secret, told };
}

/** The credentials of the actor's account. */
export function listCards(actor: Actor): Promise<CredentialView[]> {
  return actor.calls.credentials();
}

/** Shows what was just made, before the server is told: a page that closes in between leaves no one without a card. */
export type OnMade = (file: CredentialFile) => void | Promise<void>;

/** Gives the person in hand a new card with a PIN of its own, and withdraws `lost`, if any is named. */
export function newCard(
  place: Place,
  file: CredentialFile,
  pin: Pin,
  newPin: Pin,
  onMade: OnMade,
  lost?: readonly CredentialId[],
): Promise<CredentialFile> {
  return addCredential(place, file, pin, "card", onMade, newPin, lost);
}

/** Replaces the card in hand: the new one works, the old one no longer. */
export function replaceCard(place: Place, file: CredentialFile, pin: Pin, newPin: Pin, onMade: OnMade): Promise<CredentialFile> {
  return newCard(place, file, pin, newPin, onMade, [file.credential.id]);
}

/** Makes a new recovery sheet. */
export function newSheet(place: Place, file: CredentialFile, pin: Pin, onMade: OnMade): Promise<CredentialFile> {
  return addCredential(place, file, pin, "sheet", onMade);
}

/** Withdraws cards or sheets. */
export function revokeCards(place: Place, file: CredentialFile, pin: Pin, revoke: readonly CredentialId[]): Promise<void> {
  return solemnly(place, file, pin, async (actor, pin_tag) => {
    await actor.calls.changeCredentials({ pin_tag, add: null, revoke: [...revoke] });
  });
}

function addCredential(
  place: Place,
  file: CredentialFile,
  pin: Pin,
  kind: "card" | "sheet",
  onMade: OnMade,
  newPin?: Pin,
  revoke: readonly CredentialId[] = [],
): Promise<CredentialFile> {
  return solemnly(place, file, pin, async (actor, pin_tag, root) => {
    const over = { account: actor.view.account_id, root, signing: actor.keys.signing, server: await depositKey(actor) };
    const { secret, told } = await makeCredential(place, over, kind, newPin);
    // A card that was typed says nothing but its secret: what this login has verified is printed on the new one.
    const { anchor } = actor.chain;
    const made = { credential: secret, origin: place.origin, account: anchor, organisation: file.organisation ?? actor.organisation?.chain.anchor, log: actor.log.key };
    await onMade(made);
    const change: CredentialChange = { pin_tag, add: told, revoke: [...revoke] };
    await actor.calls.changeCredentials(change);
    return made;
  });
}

/** Changes the PIN of the card in hand. */
export async function changePin(actor: Actor, file: CredentialFile, current: Pin, next: Pin): Promise<void> {
  ensure(file.credential.id === actor.view.credential_id, "credential", "ids");
  const tags = [await file.credential.pinTag(current), await file.credential.pinTag(next)] as const;
  await actor.calls.changePin({ current_pin_tag: toBase64Url(tags[0]), new_pin_tag: toBase64Url(tags[1]) });
  wipe(...tags);
}

/** A member vouches for a person who forgot the PIN. */
export function approvePinReset(place: Place, file: CredentialFile, pin: Pin, vault: VaultId): Promise<PinResetApproved> {
  return solemnly(place, file, pin, (actor, pin_tag) => actor.calls.approvePinReset({ vault_id: vault, pin_tag }));
}

/** The person's card, beside a member, gets a new PIN once two members have vouched. */
export async function resetPin(actor: Actor, persons: CredentialFile, newPin: Pin): Promise<void> {
  const { credential } = persons;
  const challenge = unb64((await actor.open.challenge(credential.id)).challenge);
  const newPinTag = await credential.pinTag(newPin);
  const statement = { origin: actor.place.origin, credential: credential.id, challenge, newPinTag };
  const signature = await signPinReset(statement, await credential.signingKey());
  await actor.calls.resetPin({
    credential_id: credential.id,
    challenge: toBase64Url(challenge),
    new_pin_tag: toBase64Url(newPinTag),
    signature: toBase64Url(signature),
  });
  wipe(newPinTag);
}
