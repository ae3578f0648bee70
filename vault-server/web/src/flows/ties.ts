/** Organisations that may keep the person's sealed name, and ways to reach the person. */

import type { ChannelView, MandateView, OrganisationView } from "../api/types.ts";
import { toBase64Url } from "../core/bytes.ts";
import { hashOf } from "../core/certificate.ts";
import type { CredentialFile } from "../core/credential.ts";
import { type ChannelId, newId, type OrganisationId } from "../core/ids.ts";
import type { NameEntry } from "../core/name.ts";
import type { Pin } from "../core/pin.ts";
import type { ChannelKind } from "../core/vocabulary.ts";
import { OrganisationKeys } from "./directory.ts";
import { turnDueFolders } from "./folders.ts";
import { revocationOf } from "./mandates.ts";
import { type Actor, ownOrganisation, ownVault, type Place, solemnly } from "./session.ts";
import { trustMandate, trustOrganisation } from "./trust.ts";

/** The organisations that keep the person's sealed name. */
export async function listOrganisations(person: Actor): Promise<OrganisationView[]> {
  const views = await person.calls.vaultOrganisations(ownVault(person));
  await Promise.all(views.map((view) => trustOrganisation(person, view.organisation_id, view.certificates)));
  return views;
}

/** The person, beside a member, allows the member's organisation to keep their sealed name. */
export function joinOrganisation(member: Actor, place: Place, persons: CredentialFile, pin: Pin, name: Omit<NameEntry, "anchor">): Promise<void> {
  return solemnly(place, persons, pin, async (person, pin_tag) => {
    const own = ownOrganisation(member);
    const vault_id = ownVault(person);
    const { directory } = await OrganisationKeys.fetch(member);
    const entry = await directory.seal(place.desk.entropy, vault_id, { ...name, anchor: person.chain.anchor });
    await person.calls.invite(vault_id, { organisation_id: own.id, entry_sha256: hashOf(entry), pin_tag });
    await member.calls.join(own.id, { vault_id, directory_epoch: directory.epoch, directory_entry: toBase64Url(entry) });
  });
}

/** The person parts from an organisation: its sealed name goes, and every mandate of it and of its members ends. */
export function leaveOrganisation(place: Place, file: CredentialFile, pin: Pin, organisation: OrganisationId): Promise<{ revoked: number }> {
  return solemnly(place, file, pin, async (person, pin_tag) => {
    const vault = ownVault(person);
    const falling: MandateView[] = [];
    for (const view of await person.calls.vaultMandates(vault)) if (await falls(person, view, organisation)) falling.push(view);
    const revocations = await Promise.all(falling.map((view) => revocationOf(person, view)));
    await person.calls.depart(vault, organisation, { revocations, pin_tag });
    for (const view of falling) place.pins.seeRevoked(view.mandate_id);
    // As after each revocation, the folders get new keys; what fails now is done at the next visit.
    await turnDueFolders(person).catch(() => undefined);
    return { revoked: falling.length };
  });
}

async function falls(person: Actor, view: MandateView, organisation: OrganisationId): Promise<boolean> {
  if (view.state !== "active" && view.state !== "not-started") return false;
  const { recipient } = await trustMandate(person, view);
  if (recipient.kind === "organisation") return recipient.id === organisation;
  return (await person.calls.account(recipient.id)).organisation_id === organisation;
}

/** Adds a way to reach the person. */
export function addChannel(place: Place, file: CredentialFile, pin: Pin, kind: ChannelKind, address: string): Promise<ChannelView> {
  const channel_id = newId(place.desk.entropy);
  return solemnly(place, file, pin, (actor, pin_tag) => actor.calls.addChannel({ channel_id, kind, address, pin_tag }));
}

/** Removes a way to reach the person. */
export function removeChannel(place: Place, file: CredentialFile, pin: Pin, channel: ChannelId): Promise<ChannelView[]> {
  return solemnly(place, file, pin, (actor, pin_tag) => actor.calls.removeChannel(channel, pin_tag));
}
