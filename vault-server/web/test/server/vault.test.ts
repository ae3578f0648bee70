/** Cards and vaults, through the real server: opened with a person, replaced, closed and kept; and a paper moved, described, undone, erased. */

import { describe, expect, it } from "vitest";
import { Credential } from "../../src/core/credential.ts";
import type { CredentialFile } from "../../src/core/credential.ts";
import { Pin } from "../../src/core/pin.ts";
import { changePin, listCards, replaceCard } from "../../src/flows/cards.ts";
import { depositPaper } from "../../src/flows/deposit.ts";
import { listNames } from "../../src/flows/directory.ts";
import { describePaper, erasePaper, movePaper, undoDeposit } from "../../src/flows/documents.ts";
import { readLog } from "../../src/flows/journal.ts";
import { openDocument } from "../../src/flows/open.ts";
import { listPapers, Shelves } from "../../src/flows/papers.ts";
import { listReminders, setReminder } from "../../src/flows/reminders.ts";
import { type Actor, logIn, ownOrganisation, ownVault } from "../../src/flows/session.ts";
import { closeVault, createVault, keepVault, refuseVault } from "../../src/flows/vault.ts";
import { ServerRefusal } from "../../src/api/problem.ts";
import { findHolder, grantMandate } from "../../src/flows/mandates.ts";
import { approveRecovery, finishRecovery, listRecoveries, startRecovery, stopRecovery } from "../../src/flows/recovery.ts";
import { addChannel, joinOrganisation, leaveOrganisation, listOrganisations } from "../../src/flows/ties.ts";
import { cardOf, coffre, coffreLogin, enter, newPlace } from "./demo.ts";

const PIN = Pin.choose("5829", "1987-04-23");
const ENTRY = { givenName: "Zoé", familyName: "SPECIMEN", birthDate: "1987-04-23" };
const OF = { type: "other", mediaType: "text/plain", issuedOn: undefined, expiresOn: undefined, pages: undefined, fileName: undefined, remarks: undefined, replaces: undefined };

async function newVault(): Promise<{ card: CredentialFile; person: Actor }> {
  const professional = await enter("professional");
  const { card, sheet } = await createVault(professional, { name: ENTRY, pin: PIN, consent: "SPECIMEN" });
  expect(card.credential.id).not.toBe(sheet.credential.id);
  return { card, person: await logIn(newPlace(), card, PIN) };
}

const add = (person: Actor, folder: string): ReturnType<typeof depositPaper> =>
  depositPaper(person, { vault: ownVault(person), folder }, new Blob(["SPECIMEN"]), { ...OF, title: "Premier titre" });

const folderOf = async (person: Actor, kind: string): Promise<string> =>
  (await person.calls.vault(ownVault(person))).folders.find((folder) => folder.kind === kind)?.folder_id ?? "";

describe("a vault", () => {
  it("is opened with the person, found by name, and known to coffre", async () => {
    const { card, person } = await newVault();
    const vault = ownVault(person);
    const names = await listNames(await enter("professional"));
    expect(names.find((named) => named.vault === vault)?.entry).toEqual({ ...ENTRY, anchor: card.account });
    const log = await readLog(person, vault);
    expect(log.entries.length).toBeGreaterThan(0);
    coffreLogin("professional");
    const found = coffre("professional", "vault", "find", "SPECIMEN") as { vault_id: string }[];
    expect(found.map((one) => one.vault_id)).toContain(vault);
  });

  it("may be refused, and nothing is left but that", async () => {
    const professional = await enter("professional");
    const before = (await listNames(professional)).length;
    await refuseVault(professional);
    expect((await listNames(professional)).length).toBe(before);
  });

  it("is closed with the PIN, and kept after all", async () => {
    const { card, person } = await newVault();
    const place = newPlace();
    const closing = await closeVault(place, card, PIN);
    expect(closing.receipt).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    expect((await person.calls.vault(ownVault(person))).destroy_ms).toBe(closing.destroy_ms);
    await expect(closeVault(place, card, Pin.enter("0987"))).rejects.toMatchObject({ code: "wrong-pin" });
    await keepVault(place, card, PIN);
    expect((await person.calls.vault(ownVault(person))).destroy_ms ?? null).toBeNull();
  });
});

describe("a card", () => {
  it("is replaced: the new one opens the same account, the old one nothing", async () => {
    const { card, person } = await newVault();
    const other = Pin.choose("7306");
    let shown: CredentialFile | undefined;
    const fresh = await replaceCard(newPlace(), card, PIN, other, (file) => void (shown = file));
    expect(shown?.credential.id).toBe(fresh.credential.id);
    const again = await logIn(newPlace(), fresh, other);
    expect(ownVault(again)).toBe(ownVault(person));
    await expect(logIn(newPlace(), card, PIN)).rejects.toMatchObject({ code: "credential-revoked" });
    expect((await listCards(again)).map((listed) => listed.state).sort()).toEqual(["live", "live", "revoked"]);
  });

  it("gets another PIN, and is read as people type it", async () => {
    const { card, person } = await newVault();
    const next = Pin.choose("4071");
    await changePin(person, card, PIN, next);
    const typed = { ...card, credential: Credential.parse(card.credential.toGroupedText().toLowerCase()) };
    await logIn(newPlace(), typed, next);
  });
});

describe("a paper", () => {
  it("is moved and described anew, and opens as before", async () => {
    const { person } = await newVault();
    const [family, hidden] = [await folderOf(person, "family"), await folderOf(person, "private")];
    const added = await add(person, family);
    await movePaper(person, ownVault(person), added.document_id, hidden);
    await describePaper(person, ownVault(person), added.document_id, { title: "Autre titre", expiresOn: "2030-01-31" });
    const [listed] = (await listPapers(person, ownVault(person))).papers;
    expect(listed).toMatchObject({ folder: hidden, folderKind: "private" });
    expect(listed?.record).toMatchObject({ title: "Autre titre", expiresOn: "2030-01-31" });
    const opened = await openDocument(person, { document: added.document_id });
    expect(await new Blob([...opened.content]).text()).toBe("SPECIMEN");
  });

  it("takes its reminders along to another folder", async () => {
    const { person } = await newVault();
    const [family, hidden] = [await folderOf(person, "family"), await folderOf(person, "private")];
    const { document_id } = await add(person, family);
    const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    const id = await setReminder(person, ownVault(person), document_id, day, "SPECIMEN");
    await movePaper(person, ownVault(person), document_id, hidden);
    const shelves = await Shelves.fetch(person, ownVault(person));
    expect(shelves.view.records[0]).toMatchObject({ document_id, folder_id: hidden });
    expect(await listReminders(person, shelves)).toMatchObject([{ id, day, text: "SPECIMEN", damaged: false }]);
  });

  it("is undone at once, or erased for good with the PIN", async () => {
    const { card, person } = await newVault();
    const folder = await folderOf(person, "family");
    const [one, other] = [await add(person, folder), await add(person, folder)];
    await undoDeposit(person, one.document_id);
    await erasePaper(newPlace(), card, PIN, other.document_id);
    expect((await listPapers(person, ownVault(person))).papers).toEqual([]);
    await expect(openDocument(person, { document: other.document_id })).rejects.toMatchObject({ code: "erased" });
  });
});

describe("a recovery by the sheet", () => {
  it("is started, vouched for by a second member, cannot be finished early, and the person stops it", async () => {
    const { card, person } = await newVault();
    const vault = ownVault(person);
    const starter = cardOf("professional");
    // A recovery begins once the person can be told.
    await addChannel(newPlace(), card, PIN, "mail", "zoe.specimen@exemple.fr");
    const begun = await startRecovery(newPlace(), starter.file, starter.pin, vault);
    const second = cardOf("referent");
    const approved = await approveRecovery(newPlace(), second.file, second.pin, begun.recovery_id);
    expect(approved.approvals).toHaveLength(approved.needed);
    const early = finishRecovery(newPlace(), starter, card, begun.recovery_id, () => Promise.resolve(PIN), () => undefined);
    await expect(early).rejects.toBeInstanceOf(ServerRefusal);
    expect((await listRecoveries(person))[0]).toMatchObject({ recovery_id: begun.recovery_id, state: "waiting" });
    await stopRecovery(person, begun.recovery_id);
    expect((await listRecoveries(person))[0]).toMatchObject({ state: "stopped" });
  });
});

describe("an organisation", () => {
  it("is parted from: its mandates end and the name goes", async () => {
    const { card, person } = await newVault();
    const professional = await enter("professional");
    const own = ownOrganisation(professional);
    const terms = { folders: [await folderOf(person, "family")], rights: ["read"] as const, purpose: "rsa" as const, days: 7, consent: "SPECIMEN" };
    await grantMandate(person, { ...terms, to: await findHolder(person, own.id) });
    expect((await listOrganisations(person)).map((one) => one.organisation_id)).toEqual([own.id]);
    expect(await leaveOrganisation(newPlace(), card, PIN, own.id)).toEqual({ revoked: 1 });
    expect(await listOrganisations(person)).toEqual([]);
    expect((await listNames(professional)).some((named) => named.vault === ownVault(person))).toBe(false);
    await joinOrganisation(professional, newPlace(), card, PIN, ENTRY);
    expect((await listNames(professional)).find((named) => named.vault === ownVault(person))?.entry.anchor).toBe(card.account);
  });
});
