/** Mandates: who may look, granted and stopped by the person (FORMATS 5). */

import { ServerRefusal } from "../api/problem.ts";
import type { MandateState, MandateView } from "../api/types.ts";
import { toBase64Url, wipe } from "../core/bytes.ts";
import { hashOf } from "../core/certificate.ts";
import { Chain } from "../core/chain.ts";
import { textHash } from "../core/consent.ts";
import { about, openPurposeText, sealPurposeText } from "../core/contents.ts";
import { ensure, Refused } from "../core/error.ts";
import { type AccountId, type FolderId, type MandateId, newId, NO_HASH, NO_ID, type OrganisationId, type VaultId } from "../core/ids.ts";
import { type Mandate, type Recipient, type Right, signMandate } from "../core/mandate.ts";
import { signRevocation } from "../core/revocation.ts";
import { PURPOSES, type Purpose } from "../core/vocabulary.ts";
import { sealWrap, Wrap } from "../core/wrap.ts";
import { unb64, unb64All } from "./bytes.ts";
import { resealLeft, turnDueFolders } from "./folders.ts";
import { Shelves } from "./papers.ts";
import { type Actor, CLOCK_SLACK, nowS, ownVault } from "./session.ts";
import { folderSeed, trustMandate, trustOrganisation, trustStaff } from "./trust.ts";

const DAY_S = 24 * 60 * 60;

/** A mandate that holds, with what the server tells of it. */
export interface ListedMandate {
  readonly mandate: Mandate;
  readonly state: MandateState;
  /** The holder's name, as the server shows it. */
  readonly name: string | undefined;
  /** Unix milliseconds. */
  readonly grantedMs: number;
  readonly view: MandateView;
}

/** The mandates on the person's vault, or those that a member may use. */
export async function listMandates(actor: Actor, vault?: VaultId): Promise<ListedMandate[]> {
  const of = vault ?? actor.view.vault_id ?? undefined;
  const views = of === undefined ? await actor.calls.mandates() : await actor.calls.vaultMandates(of);
  const list = async (view: MandateView): Promise<ListedMandate> => ({
    mandate: await trustMandate(actor, view),
    state: view.state,
    name: view.recipient.name ?? undefined,
    grantedMs: view.granted_ms,
    view,
  });
  return Promise.all(views.map(list));
}

/** Whom a mandate may be given to, verified. */
export interface Holder {
  readonly recipient: Recipient;
  /** As the server shows it. */
  readonly name: string;
  readonly chain: Chain;
}

/** Finds an organisation, or else a member of one. */
export async function findHolder(actor: Actor, id: OrganisationId | AccountId): Promise<Holder> {
  try {
    const found = await actor.calls.organisation(id);
    const chain = await trustOrganisation(actor, id, found.certificates);
    return { recipient: { kind: "organisation", id }, name: found.name, chain };
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== "not-found") throw error;
  }
  const found = await actor.calls.account(id);
  let chain: Chain;
  if (found.organisation_id == null) {
    chain = await Chain.verifyUnaffiliated(unb64All(found.certificates), id);
  } else {
    const of = await actor.calls.organisation(found.organisation_id);
    chain = await trustStaff(actor, id, found.certificates, await trustOrganisation(actor, found.organisation_id, of.certificates));
  }
  return { recipient: { kind: "account", id }, name: found.display_name ?? id, chain };
}

/** What the person agrees to. */
export interface Terms {
  readonly to: Holder;
  readonly folders: readonly FolderId[];
  readonly rights: readonly Right[];
  readonly purpose: Purpose;
  readonly purposeText?: string | undefined;
  readonly days: number;
  /** The text that was shown, word for word. */
  readonly consent: string;
}

/** Grants a mandate. The actor is the person, logged in with their card. */
export async function grantMandate(actor: Actor, terms: Terms): Promise<{ mandate: Mandate; bytes: string; logIndex: number | undefined }> {
  const vault = ownVault(actor);
  const { entropy } = actor.place.desk;
  // A new holder is given the key in force alone: descriptions are sealed to it first.
  await turnDueFolders(actor);
  await resealLeft(actor);
  const folders = [...new Set(terms.folders)].sort();
  const now = nowS(actor.place);
  const draft = {
    id: newId(entropy),
    vault,
    recipient: terms.to.recipient,
    recipientCertificate: terms.to.chain.currentHash,
    target: { kind: "folders" as const, folders },
    rights: new Set(terms.rights),
    purpose: PURPOSES[terms.purpose],
    purposeText: NO_HASH,
    notBefore: now - CLOCK_SLACK,
    notAfter: now + terms.days * DAY_S,
    consent: textHash(terms.consent),
    replaces: NO_ID,
    maker: actor.keys.signing.kid,
  };
  const seeds = draft.rights.has("read") ? await sealSeeds(actor, folders, terms.to, draft.notAfter) : [];
  const text = terms.purposeText ? await sealText(actor, vault, draft.id, folders[0], terms.purposeText) : undefined;
  const mandate = { ...draft, purposeText: text === undefined ? NO_HASH : hashOf(text) };
  const bytes = toBase64Url(await signMandate(mandate, actor.keys.signing));
  const purpose_text = text === undefined ? null : toBase64Url(text);
  const granted = await actor.calls.grant(vault, { mandate: bytes, seeds, purpose_text });
  return { mandate, bytes, logIndex: granted.log_index ?? undefined };
}

/** The seed in force of each folder, sealed to the holder. */
async function sealSeeds(actor: Actor, folders: readonly FolderId[], to: Holder, notAfter: number): Promise<string[]> {
  const shelves = await Shelves.fetch(actor, ownVault(actor));
  const seeds: string[] = [];
  for (const folder of folders) {
    const { view, chain } = shelves.shelf(folder);
    if (view.seed == null) throw new Refused("wrap", "recipient");
    const { seed, epoch } = await folderSeed(actor, shelves.owner, view, unb64(view.seed));
    ensure(epoch === chain.current.epoch, "wrap", "epoch");
    const of = { vault: shelves.owner.vault, folder, epoch };
    const envelope = { to: to.chain.current.sealing, maker: actor.keys.signing, notAfter };
    seeds.push(toBase64Url(await sealWrap(envelope, actor.place.desk.entropy, about.folderSeed("holder", of), seed)));
    wipe(seed);
  }
  return seeds;
}

async function sealText(actor: Actor, vault: VaultId, mandate: MandateId, folder: FolderId | undefined, text: string): Promise<Uint8Array<ArrayBuffer>> {
  if (folder === undefined) throw new Refused("mandate", "length");
  const { chain } = (await Shelves.fetch(actor, vault)).shelf(folder);
  const envelope = { to: chain.current.sealing, maker: actor.keys.signing, notAfter: 0 };
  return sealPurposeText(envelope, actor.place.desk.entropy, vault, mandate, chain.current.epoch, text);
}

/** The free text of a mandate's purpose; `undefined` when there is none, or when it lies under a key that the actor lacks. */
export async function readPurposeText(actor: Actor, listed: ListedMandate): Promise<string | undefined> {
  const { view, mandate } = listed;
  if (view.purpose_text == null || mandate.target.kind !== "folders") return undefined;
  const bytes = unb64(view.purpose_text);
  const shelves = await Shelves.fetch(actor, mandate.vault);
  const wrap = Wrap.parse(bytes);
  const key = shelves.shelf(mandate.target.folders[0] ?? "").keys?.get(wrap.about.epoch);
  const maker = shelves.owner.chain.find(wrap.maker);
  if (key === undefined || maker === undefined) return undefined;
  return openPurposeText({ with: key, maker }, bytes, mandate.vault, mandate.id, wrap.about.epoch);
}

/**
 * Ends a mandate, at once and for good. The owner's folders then get new keys; when that fails the mandate is over all the same,
 * and the next visit does it: `keysTurned` tells.
 */
export async function revokeMandate(actor: Actor, id: MandateId): Promise<{ keysTurned: boolean }> {
  const own = actor.view.vault_id ?? undefined;
  const views = own === undefined ? await actor.calls.mandates() : await actor.calls.vaultMandates(own);
  const view = views.find((one) => one.mandate_id === id);
  if (view === undefined) throw new Refused("mandate", "ids");
  await trustMandate(actor, view);
  await actor.calls.revoke(id, await revocationOf(actor, view));
  if (own === undefined) return { keysTurned: false };
  actor.place.pins.seeRevoked(id);
  return { keysTurned: await turnDueFolders(actor).then(() => true, () => false) };
}

/** The signed revocation of a mandate, now. */
export async function revocationOf(actor: Actor, view: MandateView): Promise<string> {
  const revocation = { mandate: view.mandate_id, mandateHash: hashOf(unb64(view.mandate)), unixMs: actor.place.desk.now() };
  return toBase64Url(await signRevocation(revocation, actor.keys.signing));
}
