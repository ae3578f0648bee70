/** No key is used without its certificates, verified from an anchor: one function for each kind of subject. */

import type { FolderView, MandateView, OrganisationView, OwnerView, SignerView } from "../api/types.ts";
import { type Bytes, wipe } from "../core/bytes.ts";
import { hashOf, parseCertificate } from "../core/certificate.ts";
import { Chain } from "../core/chain.ts";
import { about } from "../core/contents.ts";
import { ensure, Refused } from "../core/error.ts";
import { type AccountId, type Kid, NO_HASH, type OrganisationId, type VaultId } from "../core/ids.ts";
import { OpeningKey, type VerifyingKey } from "../core/keys.ts";
import { type Mandate, parseMandate, verifyMandate } from "../core/mandate.ts";
import { checkRevokes, parseRevocation, verifyRevocation } from "../core/revocation.ts";
import { openWrap, Wrap } from "../core/wrap.ts";
import { unb64, unb64All } from "./bytes.ts";
import { OrganisationKeys } from "./directory.ts";
import type { Actor } from "./session.ts";

/** The owner of a vault, verified. */
export interface Owner {
  readonly account: AccountId;
  readonly vault: VaultId;
  readonly chain: Chain;
}

/** An organisation's chain, held to what was seen before. */
export async function trustOrganisation(actor: Actor, id: OrganisationId, certificates: readonly string[]): Promise<Chain> {
  const chain = await Chain.verifyOrganisation(unb64All(certificates), id);
  actor.place.pins.seeChain(id, chain);
  return chain;
}

/** A vault's owner: one's own chain, or the one whose first certificate stands in the sealed name. */
export async function trustOwner(actor: Actor, vault: VaultId, view: OwnerView): Promise<Owner> {
  const chain = await Chain.verifyBeneficiary(unb64All(view.certificates), view.account_id, vault);
  if (view.account_id === actor.view.account_id) {
    chain.checkAnchor(actor.chain.anchor);
  } else if (actor.organisation !== undefined && !actor.place.pins.knows(view.account_id)) {
    const entry = await (await OrganisationKeys.fetch(actor)).find(actor, vault);
    if (entry !== undefined) chain.checkAnchor(entry.anchor);
  }
  actor.place.pins.seeChain(view.account_id, chain);
  return { account: view.account_id, vault, chain };
}

/** A folder's chain, issued by its owner. */
export async function trustFolder(actor: Actor, owner: Owner, view: FolderView): Promise<Chain> {
  const chain = await Chain.verifyFolder(unb64All(view.certificates), owner.vault, view.folder_id, owner.chain.verifyingKeys);
  actor.place.pins.seeChain(view.folder_id, chain);
  return chain;
}

/** The keys of a folder that were sealed to the actor, by epoch. */
export type FolderKeys = ReadonlyMap<number, OpeningKey>;

/** Opens every seed of a folder that the actor was given. */
export async function folderKeys(actor: Actor, owner: Owner, view: FolderView, chain: Chain): Promise<FolderKeys> {
  if (view.seed == null) throw new Refused("wrap", "recipient");
  const keys = new Map<number, OpeningKey>();
  let shared: Promise<OrganisationKeys> | undefined;
  const organisation = (): Promise<OrganisationKeys> => (shared ??= OrganisationKeys.fetch(actor));
  for (const text of [view.seed, ...(view.former_seeds ?? [])]) {
    const { seed, epoch } = await folderSeed(actor, owner, view, unb64(text), organisation);
    const key = await OpeningKey.of(seed);
    wipe(seed);
    ensure(chain.atEpoch(epoch)?.sealing.is(key.sealing) === true, "certificate", "key");
    keys.set(epoch, key);
  }
  return keys;
}

/** Opens one seed of a folder: for the caller to seal to somebody else, and to wipe. */
export async function folderSeed(
  actor: Actor,
  owner: Owner,
  view: FolderView,
  bytes: Bytes,
  organisation = (): Promise<OrganisationKeys> => OrganisationKeys.fetch(actor),
): Promise<{ seed: Bytes; epoch: number }> {
  const seen = Wrap.parse(bytes);
  const maker = owner.chain.find(seen.maker);
  if (maker === undefined) throw new Refused("wrap", "maker");
  const { epoch } = seen.about;
  const seedFor = owner.account === actor.view.account_id ? "owner" : "holder";
  const opening = seen.isFor(actor.keys.opening.sealing)
    ? actor.keys.opening
    : (await organisation()).mandateKey(seen);
  if (opening === undefined) throw new Refused("wrap", "recipient");
  const of = about.folderSeed(seedFor, { vault: owner.vault, folder: view.folder_id, epoch });
  return { seed: await openWrap({ with: opening, maker }, bytes, of), epoch };
}

/** The key of this name, in the chain of somebody who may have signed in this vault: its owner, or a member of an organisation. */
export async function trustSigner(
  actor: Actor,
  owner: Owner,
  view: SignerView,
  organisations: readonly OrganisationView[],
  kid: Kid,
): Promise<VerifyingKey> {
  ensure(view.kid === kid, "certificate", "maker");
  let { chain } = owner;
  if (view.account_id !== owner.account) {
    const id = view.organisation_id;
    if (id == null) throw new Refused("certificate", "maker");
    const found = organisations.find((organisation) => organisation.organisation_id === id);
    if (found === undefined) throw new Refused("certificate", "ids");
    chain = await trustStaff(actor, view.account_id, view.certificates, await trustOrganisation(actor, id, found.certificates));
  }
  const key = chain.find(kid);
  if (key === undefined) throw new Refused("certificate", "maker");
  return key;
}

/** A member of an organisation. */
export async function trustStaff(actor: Actor, account: AccountId, certificates: readonly string[], organisation: Chain): Promise<Chain> {
  const chain = await Chain.verifyStaff(unb64All(certificates), account, organisation);
  actor.place.pins.seeChain(account, chain);
  return chain;
}

/** A mandate, with everything that it names. `owner`: of the vault, when it is known. */
export async function trustMandate(actor: Actor, view: MandateView, known?: Owner): Promise<Mandate> {
  const bytes = unb64(view.mandate);
  const claimed = parseMandate(bytes);
  ensure(claimed.id === view.mandate_id && claimed.vault === view.vault_id, "mandate", "ids");
  const owner = known ?? (await trustOwner(actor, claimed.vault, { account_id: ownerOf(view), certificates: view.owner_certificates }));
  ensure(owner.vault === claimed.vault, "mandate", "ids");
  const key = owner.chain.find(claimed.maker);
  if (key === undefined) throw new Refused("mandate", "maker");
  const mandate = await verifyMandate(bytes, key);
  await checkSurroundings(actor, view, mandate, owner);
  await checkRevocation(actor, view, bytes, owner);
  return mandate;
}

async function checkSurroundings(actor: Actor, view: MandateView, mandate: Mandate, owner: Owner): Promise<void> {
  const text = view.purpose_text == null ? NO_HASH : hashOf(unb64(view.purpose_text));
  ensure(text === mandate.purposeText, "mandate", "hash");
  const { certificates } = view.recipient;
  if (mandate.recipient.kind === "organisation") await trustOrganisation(actor, mandate.recipient.id, certificates);
  const named = unb64All(certificates).some((bytes) => hashOf(bytes) === mandate.recipientCertificate);
  ensure(named, "mandate", "recipient");
  const maker = await Chain.verifyBeneficiary(unb64All(view.owner_certificates), owner.account, owner.vault);
  maker.checkAnchor(owner.chain.anchor);
}

async function checkRevocation(actor: Actor, view: MandateView, mandate: Bytes, owner: Owner): Promise<void> {
  const { pins } = actor.place;
  if (view.revocation == null) {
    pins.checkNotRevoked(view.mandate_id);
    return;
  }
  const bytes = unb64(view.revocation);
  const revocation = parseRevocation(bytes);
  checkRevokes(revocation, view.mandate_id, hashOf(mandate));
  // A recipient who gives up may have signed too; whoever forges that one takes nothing but their own right away.
  const key = owner.chain.find(revocation.maker);
  if (key === undefined) return;
  await verifyRevocation(bytes, key);
  pins.seeRevoked(view.mandate_id);
}

/** Refuses a mandate that was given to somebody else. */
export function checkHolder(actor: Actor, mandate: Mandate): void {
  const { kind, id } = mandate.recipient;
  ensure(id === (kind === "account" ? actor.view.account_id : actor.organisation?.id), "mandate", "recipient");
}

function ownerOf(view: MandateView): AccountId {
  const first = view.owner_certificates[0];
  if (first === undefined) throw new Refused("certificate", "length");
  return parseCertificate(unb64(first)).subject;
}
