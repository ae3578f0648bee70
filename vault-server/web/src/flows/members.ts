/** The members of an organisation, as its référent keeps them: added, suspended, removed; and the organisation's next keys (FORMATS 3). */

import type { MemberView, NewKeys } from "../api/types.ts";
import { type Bytes, toBase64Url, wipe } from "../core/bytes.ts";
import { hashOf, issueCertificate } from "../core/certificate.ts";
import type { CredentialFile } from "../core/credential.ts";
import { generate } from "../core/entropy.ts";
import { Refused } from "../core/error.ts";
import { type AccountId, newId } from "../core/ids.ts";
import { AccountKeys, type SealingKey, SEED_LEN, type SigningKey } from "../core/keys.ts";
import { Directory } from "../core/name.ts";
import type { Pin } from "../core/pin.ts";
import type { Role } from "../core/vocabulary.ts";
import { sealWrap, WRAP_KINDS, type WrapKind } from "../core/wrap.ts";
import { unb64 } from "./bytes.ts";
import { makeCredential } from "./cards.ts";
import { depositKey } from "./deposit.ts";
import { openSeed, OrganisationKeys, SEEDS } from "./directory.ts";
import { type Actor, firstCertificate, nowS, type OwnOrganisation, ownOrganisation, type Place, solemnly } from "./session.ts";
import { trustStaff } from "./trust.ts";

/** Most names that one call seals anew. */
const NAMES = 200;

/** The members, each with certificates that hold. */
export async function listMembers(actor: Actor): Promise<MemberView[]> {
  const own = ownOrganisation(actor);
  const members = await actor.calls.members(own.id);
  for (const member of members) await trustStaff(actor, member.account_id, member.certificates, own.chain);
  return members;
}

/** Suspends a member, at once. */
export function suspendMember(actor: Actor, member: AccountId): Promise<void> {
  return actor.calls.suspendMember(ownOrganisation(actor).id, member);
}

/** Lets a suspended member act again. */
export function resumeMember(place: Place, file: CredentialFile, pin: Pin, member: AccountId): Promise<void> {
  return solemnly(place, file, pin, (actor, pin_tag) => actor.calls.resumeMember(ownOrganisation(actor).id, member, pin_tag));
}

/** Who holds which seeds: a desk agent reads nothing, a référent signs for the organisation. */
function holds(role: Role, kind: WrapKind): boolean {
  if (kind === WRAP_KINDS.mandateSeedToMember) return role !== "desk";
  return kind === WRAP_KINDS.directorySeedToMember || role === "referent";
}

/** Adds a member, who is there and chose a PIN. Gives what is printed on the card. */
export function addMember(
  place: Place,
  file: CredentialFile,
  pin: Pin,
  person: { readonly role: Role; readonly displayName: string; readonly pin: Pin },
  onMade: (card: CredentialFile) => void | Promise<void>,
): Promise<AccountId> {
  return solemnly(place, file, pin, async (actor, pin_tag) => {
    const own = ownOrganisation(actor);
    const issuer = await signingKey(actor);
    const account = newId(place.desk.entropy);
    const root = AccountKeys.newRoot(place.desk.entropy);
    const keys = await AccountKeys.of(root);
    const certificate = await issueCertificate(firstCertificate(keys, "account", own.id, account, nowS(place)), issuer);
    const over = { account, root, signing: keys.signing, server: await depositKey(actor) };
    const { secret, told } = await makeCredential(place, over, "card", person.pin);
    wipe(root);
    const seeds = await sealOwnSeeds(actor, own, account, keys.opening.sealing, person.role, issuer);
    const anchors = { account: hashOf(certificate), organisation: own.chain.anchor, log: actor.log.key };
    await onMade({ credential: secret, origin: place.origin, ...anchors });
    const member = { account_id: account, role: person.role, display_name: person.displayName };
    await actor.calls.addMember(own.id, { ...member, certificate: toBase64Url(certificate), credential: told, seeds, pin_tag });
    return account;
  });
}

async function signingKey(actor: Actor): Promise<SigningKey> {
  const { signing } = await OrganisationKeys.fetch(actor);
  if (signing === undefined) throw new Refused("wrap", "recipient");
  return signing;
}

/** The référent's own seeds, sealed to a newcomer: directory and mandate seeds of every epoch, the signing seed of the one in force. */
async function sealOwnSeeds(actor: Actor, own: OwnOrganisation, member: AccountId, to: SealingKey, role: Role, maker: SigningKey): Promise<string[]> {
  const sealed: string[] = [];
  for (const text of (await actor.calls.seeds(own.id)).seeds) {
    const { kind, epoch, seed } = await openSeed(actor, unb64(text));
    const current = kind !== WRAP_KINDS.signingSeedToReferent || epoch === own.chain.current.epoch;
    if (holds(role, kind) && current) sealed.push(await sealSeed(actor, own, kind, epoch, member, to, maker, seed));
    wipe(seed);
  }
  return sealed;
}

async function sealSeed(
  actor: Actor,
  own: OwnOrganisation,
  kind: WrapKind,
  epoch: number,
  member: AccountId,
  to: SealingKey,
  maker: SigningKey,
  seed: Bytes,
): Promise<string> {
  const of = SEEDS[kind]?.({ organisation: own.id, member, epoch });
  if (of === undefined) throw new Refused("wrap", "kind");
  return toBase64Url(await sealWrap({ to, maker, notAfter: 0 }, actor.place.desk.entropy, of, seed));
}

/** Removes a member: the organisation gets new keys, sealed to those who remain, and the names are sealed anew under them. */
export function removeMember(place: Place, file: CredentialFile, pin: Pin, gone: AccountId): Promise<void> {
  return turn(place, file, pin, gone);
}

/** Gives the organisation new keys. */
export function turnOrganisationKeys(place: Place, file: CredentialFile, pin: Pin): Promise<void> {
  return turn(place, file, pin, undefined);
}

function turn(place: Place, file: CredentialFile, pin: Pin, gone: AccountId | undefined): Promise<void> {
  return solemnly(place, file, pin, async (actor, pin_tag) => {
    const own = ownOrganisation(actor);
    if (gone === actor.view.account_id) throw new Refused("certificate", "ids");
    const former = await OrganisationKeys.fetch(actor);
    const all = await actor.calls.members(own.id);
    const members = all.filter((member) => member.account_id !== gone);
    if (gone !== undefined && members.length === all.length) throw new Refused("certificate", "ids");
    const epoch = own.chain.current.epoch + 1;
    const directorySeed = generate(place.desk.entropy, SEED_LEN);
    const keys = await nextKeys(actor, own, members, epoch, directorySeed);
    const directory = await Directory.derive(directorySeed, own.id, epoch);
    wipe(directorySeed);
    if (gone === undefined) await actor.calls.turnKeys(own.id, { keys, pin_tag });
    else await actor.calls.removeMember(own.id, gone, { keys, pin_tag });
    await sealNames(actor, former, directory);
  });
}

async function nextKeys(actor: Actor, own: OwnOrganisation, members: readonly MemberView[], epoch: number, directory: Bytes): Promise<NewKeys> {
  const issuer = await signingKey(actor);
  const root = AccountKeys.newRoot(actor.place.desk.entropy);
  const keys = await AccountKeys.of(root);
  const first = firstCertificate(keys, "organisation", own.id, own.id, nowS(actor.place));
  const certificate = await issueCertificate({ ...first, epoch, previous: own.chain.currentHash }, issuer);
  const seeds: readonly (readonly [WrapKind, Bytes])[] = [
    [WRAP_KINDS.directorySeedToMember, directory],
    [WRAP_KINDS.mandateSeedToMember, root.slice(0, SEED_LEN)],
    [WRAP_KINDS.signingSeedToReferent, root.slice(SEED_LEN)],
  ];
  const sealed: NewKeys["members"] = [];
  for (const member of members) {
    const { current } = await trustStaff(actor, member.account_id, member.certificates, own.chain);
    const given = seeds.filter(([kind]) => holds(member.role, kind));
    const seal = ([kind, seed]: readonly [WrapKind, Bytes]): Promise<string> =>
      sealSeed(actor, own, kind, epoch, member.account_id, current.sealing, keys.signing, seed);
    sealed.push({ account_id: member.account_id, seeds: await Promise.all(given.map(seal)) });
  }
  wipe(root, ...seeds.slice(1).map(([, seed]) => seed));
  return { certificate: toBase64Url(certificate), members: sealed };
}

/** Seals every name under the directory in force. What a broken connection leaves is done by {@link sealNamesLeft}. */
async function sealNames(actor: Actor, keys: OrganisationKeys, directory: Directory): Promise<void> {
  const own = ownOrganisation(actor);
  const names = await keys.namesBefore(actor, directory.epoch);
  for (let at = 0; at < names.length; at += NAMES) {
    const batch = names.slice(at, at + NAMES);
    const seal = async ({ vault, entry }: (typeof names)[number]): Promise<{ vault_id: string; entry: string }> => ({
      vault_id: vault,
      entry: toBase64Url(await directory.seal(actor.place.desk.entropy, vault, entry)),
    });
    await actor.calls.resealNames(own.id, { epoch: directory.epoch, entries: await Promise.all(batch.map(seal)) });
  }
}

/** Seals the names that an interrupted turn of keys has left under former ones. */
export async function sealNamesLeft(actor: Actor): Promise<void> {
  const keys = await OrganisationKeys.fetch(actor);
  await sealNames(actor, keys, keys.directory);
}
