/** What the worker does for the page: every flow, on actors that it keeps. Answers are plain data. */

import { Unreachable } from "../api/problem.ts";
import type { Desk } from "../api/remote.ts";
import { toHex } from "../core/bytes.ts";
import { Credential, type CredentialFile, parseCredentialFile } from "../core/credential.ts";
import type { DisplayProfile } from "../core/display_profile.ts";
import type { NameEntry } from "../core/name.ts";
import { Refused } from "../core/error.ts";
import { Origin } from "../core/origin.ts";
import { Pin } from "../core/pin.ts";
import type { ChannelKind, Role } from "../core/vocabulary.ts";
import * as cards from "../flows/cards.ts";
import { type Description, depositPaper } from "../flows/deposit.ts";
import { listNames } from "../flows/directory.ts";
import * as documents from "../flows/documents.ts";
import type { Labels, Packed, Pages } from "../flows/export.ts";
import type { Entry, Verified, WholeLog } from "../flows/journal.ts";
import { findHolder, grantMandate, listMandates, readPurposeText, revokeMandate, type Terms } from "../flows/mandates.ts";
import * as members from "../flows/members.ts";
import { type Asked, openDocument } from "../flows/open.ts";
import { type ListedPaper, listPapers } from "../flows/papers.ts";
import { Pins } from "../flows/pins.ts";
import * as recovery from "../flows/recovery.ts";
import { listReminders, removeReminder, setReminder } from "../flows/reminders.ts";
import { type Actor, logIn, logOut, type Place, renew } from "../flows/session.ts";
import * as ties from "../flows/ties.ts";
import * as vault from "../flows/vault.ts";

/** Who acts: the one whose session it is, or the person beside a professional. */
export type Slot = "self" | "beside";

/** A card and a PIN, as they were scanned and typed. */
export interface Shown {
  /** The 52 characters, the link, or a credential file. */
  readonly card: string;
  readonly pin: string;
}

/** Called with how far a long act is. While the connection is broken, `done` is negative. */
export type Progress = (done: number, of: number) => void;

/** A card in text, to print: everything that a credential file holds. */
export interface Printed {
  readonly code: string;
  readonly grouped: string;
  readonly link: string;
  readonly credential: string;
  readonly account: string | undefined;
  readonly organisation: string | undefined;
  readonly log: string | undefined;
}

/** Reads what was scanned or typed, in whichever form. */
export function readCard(text: string): CredentialFile {
  return parseCredentialFile(text.includes("\n") || text.includes("/#") ? text : Credential.parse(text).toText());
}

function printed(file: CredentialFile): Printed {
  const { credential } = file;
  const link = file.origin === undefined ? credential.toText() : credential.toLink(file.origin);
  const anchors = { account: file.account, organisation: file.organisation, log: file.log && toHex(file.log.bytes) };
  return { code: credential.toText(), grouped: credential.toGroupedText(), link, credential: credential.id, ...anchors };
}

const plainLog = ({ pages: _, ...rest }: Verified): Omit<Verified, "pages"> => rest;

/** An entry as screens need it: without the bytes that were verified. */
function lean({ index, body }: Entry) {
  const { eventType, unixMs, vault, document, version, actor, mandate, purpose, result } = body;
  return { index, eventType, unixMs, vault, document, version, actor, mandate, purpose, result };
}

/** The handlers, on surroundings and a memory of what was seen. */
export function makeHandlers(desk: Desk, keep: (text: string) => void) {
  let place: Place | undefined;
  let whole: WholeLog | undefined;
  let packed: Packed | undefined;
  let taking = 0;
  const actors = new Map<Slot, Actor>();
  const here = (): Place => {
    if (place === undefined) throw new Error("begin first");
    return place;
  };
  const of = (slot: Slot): Actor => {
    const actor = actors.get(slot);
    if (actor === undefined) throw new Error(`nobody is logged in as ${slot}`);
    return actor;
  };
  const both = ({ card, pin }: Shown) => [here(), readCard(card), Pin.enter(pin)] as const;
  const view = (actor: Actor) => ({ ...actor.view, ends: actor.ends, organisation: actor.organisation && { id: actor.organisation.id, name: actor.organisation.name, role: actor.organisation.role } });

  return {
    /** Names the server, and gives back what was kept of earlier visits. */
    begin(origin: string, kept?: string): void {
      place = { desk, origin: Origin.parse(origin), pins: new Pins(kept, keep) };
    },
    async logIn(slot: Slot, shown: Shown) {
      const actor = await logIn(...both(shown));
      actors.set(slot, actor);
      return { ...view(actor), token: actor.calls.token };
    },
    /** Ends a session; the keys are gone whether or not the server was reached. */
    async logOut(slot: Slot): Promise<void> {
      const actor = actors.get(slot);
      actors.delete(slot);
      if (actor !== undefined) await logOut(actor);
    },
    /** How the account likes the page to be shown, nothing when it never said; kept anew when it is given. */
    async display(slot: Slot, next?: DisplayProfile) {
      const { readDisplay, keepDisplay } = await import("../flows/display.ts");
      return next === undefined ? readDisplay(of(slot)) : keepDisplay(of(slot), next);
    },
    async listPapers(slot: Slot, id: string): Promise<readonly (ListedPaper & { readonly damaged: boolean })[]> {
      return (await listPapers(of(slot), id)).papers.map((paper) => ({ ...paper, refused: undefined, damaged: paper.refused !== undefined }));
    },
    /** The person's own vault in one question: its papers, their reminders, its folders, and whether it is about to be destroyed. */
    async readVault(slot: Slot, id: string) {
      const { papers, shelves } = await listPapers(of(slot), id);
      const folders = shelves.shelves.map(({ view }) => ({ id: view.folder_id, kind: view.kind }));
      const plain = papers.map(({ refused, ...paper }) => ({ ...paper, damaged: refused !== undefined }));
      const reminders = await listReminders(of(slot), shelves);
      return { papers: plain, folders, reminders, destroyMs: shelves.view.vault.destroy_ms ?? undefined };
    },
    async openDocument(slot: Slot, asked: Asked, progress?: Progress) {
      const opened = await openDocument(of(slot), asked, progress);
      const content = new Blob([...opened.content]);
      opened.wipe();
      return { record: opened.record, version: opened.version, logIndex: opened.logIndex, content };
    },
    deposit: (slot: Slot, target: { vault: string; folder: string }, content: Blob, what: Description, progress?: Progress) =>
      depositPaper(of(slot), target, content, what, progress, (attempt) => {
        progress?.(-1, 1);
        return wait(Math.min(30, 2 ** attempt) * 1000);
      }),
    movePaper: (slot: Slot, id: string, document: string, folder: string) => documents.movePaper(of(slot), id, document, folder),
    describePaper: (slot: Slot, id: string, document: string, change: Parameters<typeof documents.describePaper>[3]) =>
      documents.describePaper(of(slot), id, document, change),
    setReminder: (slot: Slot, id: string, document: string, day: string, text: string) => setReminder(of(slot), id, document, day, text),
    removeReminder: (slot: Slot, id: string) => removeReminder(of(slot), id),
    undoDeposit: (slot: Slot, document: string) => documents.undoDeposit(of(slot), document),
    erasePaper: (shown: Shown, document: string) => documents.erasePaper(...both(shown), document),
    vault: (slot: Slot, id: string) => of(slot).calls.vault(id),
    /** Beside the log: the names of the reader's own keys, present and past. */
    async readLog(slot: Slot, id: string) {
      const actor = of(slot);
      const own = actor.chain.verifyingKeys.map((key) => key.kid);
      const { readLog } = await import("../flows/journal.ts");
      return { ...plainLog(await readLog(actor, id)), own };
    },
    async readWholeLog(slot: Slot, progress?: Progress) {
      // A reading that failed leaves no proof of the one before.
      whole = undefined;
      const { readWholeLog } = await import("../flows/journal.ts");
      whole = await readWholeLog(of(slot), progress);
      const { pages: _, entries, ...rest } = whole;
      return { ...rest, entries: entries.map(lean) };
    },
    /** The proof of what was read last, to keep or to give to somebody else. */
    async wholeLogProof(slot: Slot): Promise<Blob> {
      const { writeLogProof } = await import("../flows/log_proof.ts");
      const actor = of(slot);
      if (whole === undefined) throw new Error("read first");
      return new Blob([writeLogProof(actor.log, whole)], { type: "application/json" });
    },
    /** Holds what will be read to a proof that was kept elsewhere: the log must continue its checkpoint. */
    async holdToProof(slot: Slot, proof: Blob): Promise<void> {
      const { readKeptCheckpoint } = await import("../flows/log_proof.ts");
      const { place: at, log } = of(slot);
      await at.pins.keepCheckpoint(at.origin, log, readKeptCheckpoint(await proof.text()));
    },
    async listMandates(slot: Slot, id?: string) {
      return listMandates(of(slot), id);
    },
    async readPurposeText(slot: Slot, mandate: string) {
      const found = (await listMandates(of(slot))).find((listed) => listed.mandate.id === mandate);
      return found === undefined ? undefined : readPurposeText(of(slot), found);
    },
    async grantMandate(slot: Slot, to: string, terms: Omit<Terms, "to">) {
      return grantMandate(of(slot), { ...terms, to: await findHolder(of(slot), to) });
    },
    async findHolder(slot: Slot, id: string) {
      const { recipient, name } = await findHolder(of(slot), id);
      return { recipient, name };
    },
    revokeMandate: (slot: Slot, mandate: string) => revokeMandate(of(slot), mandate),
    /** All names. When something does not fit, the organisation may have turned its keys during this session: it is asked once more. */
    async listNames(slot: Slot) {
      try {
        return await listNames(of(slot));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        actors.set(slot, await renew(of(slot)));
        return listNames(of(slot));
      }
    },
    listMembers: (slot: Slot) => members.listMembers(of(slot)),
    suspendMember: (slot: Slot, member: string) => members.suspendMember(of(slot), member),
    resumeMember: (shown: Shown, member: string) => members.resumeMember(...both(shown), member),
    removeMember: (shown: Shown, member: string) => members.removeMember(...both(shown), member),
    addMember(shown: Shown, person: { role: Role; displayName: string; pin: string }) {
      let card: Printed | undefined;
      const onMade = (made: CredentialFile): void => void (card = printed(made));
      const chosen = { ...person, pin: Pin.choose(person.pin) };
      return uncertain(async () => ({ account: await members.addMember(...both(shown), chosen, onMade) }), () => card && { card });
    },
    async createVault(slot: Slot, person: Omit<vault.NewPerson, "pin"> & { pin: string }) {
      let papers: { card: Printed; sheet: Printed } | undefined;
      const onMade = (card: CredentialFile, sheet: CredentialFile): void => void (papers = { card: printed(card), sheet: printed(sheet) });
      const chosen = { ...person, pin: Pin.choose(person.pin, person.name.birthDate) };
      return uncertain(
        async () => (({ vault: id, account, logIndex }) => ({ vault: id, account, logIndex }))(await vault.createVault(of(slot), chosen, onMade)),
        () => papers,
      );
    },
    refuseVault: (slot: Slot) => vault.refuseVault(of(slot)),
    /** Whether this server keeps a folder for health papers. */
    offersHealth: async (slot: Slot) => (await of(slot).open.serverInfo()).health_folder,
    /** Takes everything out of the vault whose session is open. The pages that people read are written in the page, then added by {@link finishTakeOut}. */
    async takeOut(slot: Slot, shown: Shown, labels: Labels, progress?: Progress) {
      const own = of(slot).view.vault_id;
      if (own == null) throw new Refused("credential", "ids");
      packed = undefined;
      const mine = ++taking;
      const watch = { onTaken: (done: number, all: number) => progress?.(done, all), isStopped: () => taking !== mine };
      // Few leave; nobody else loads it.
      const { takeOut } = await import("../flows/export.ts");
      const done = await takeOut(...both(shown), own, labels, watch);
      if (!watch.isStopped()) packed = done;
      return done.taken;
    },
    async finishTakeOut(pages: Pages): Promise<Blob> {
      const held = packed;
      packed = undefined;
      if (held === undefined) throw new Error("take out first");
      return held.finish(pages);
    },
    /** The person has changed their mind: what was taken is forgotten, and no further paper is opened. */
    stopTakeOut(): void {
      taking += 1;
      packed = undefined;
    },
    closeVault: (shown: Shown) => vault.closeVault(...both(shown)),
    keepVault: (shown: Shown) => vault.keepVault(...both(shown)),
    listCards: (slot: Slot) => cards.listCards(of(slot)),
    async changePin(slot: Slot, shown: Shown, next: string) {
      await cards.changePin(of(slot), readCard(shown.card), Pin.enter(shown.pin), Pin.choose(next));
    },
    replaceCard(shown: Shown, newPin: string) {
      let card: Printed | undefined;
      const onMade = (file: CredentialFile): void => void (card = printed(file));
      return uncertain(() => cards.replaceCard(...both(shown), Pin.choose(newPin), onMade).then(() => ({})), () => card && { card });
    },
    newSheet(shown: Shown) {
      let sheet: Printed | undefined;
      const onMade = (file: CredentialFile): void => void (sheet = printed(file));
      return uncertain(() => cards.newSheet(...both(shown), onMade).then(() => ({})), () => sheet && { sheet });
    },
    revokeCards: (shown: Shown, ids: readonly string[]) => cards.revokeCards(...both(shown), ids),
    approvePinReset: (shown: Shown, id: string) => cards.approvePinReset(...both(shown), id),
    resetPin: (slot: Slot, card: string, newPin: string) => cards.resetPin(of(slot), readCard(card), Pin.choose(newPin)),
    listRecoveries: (slot: Slot) => recovery.listRecoveries(of(slot)),
    startRecovery: (shown: Shown, id: string) => recovery.startRecovery(...both(shown), id),
    approveRecovery: (shown: Shown, id: string) => recovery.approveRecovery(...both(shown), id),
    stopRecovery: (slot: Slot, id: string) => recovery.stopRecovery(of(slot), id),
    finishRecovery(shown: Shown, sheetText: string, id: string, newPin: string) {
      const [at, file, pin] = both(shown);
      let papers: { card: Printed; sheet: Printed } | undefined;
      const onMade = (card: CredentialFile, sheet: CredentialFile): void => void (papers = { card: printed(card), sheet: printed(sheet) });
      const choose = (birthDate: string | undefined): Promise<Pin> => Promise.resolve(Pin.choose(newPin, birthDate));
      return uncertain(
        () => recovery.finishRecovery(at, { file, pin }, readCard(sheetText), id, choose, onMade).then(() => ({})),
        () => papers,
      );
    },
    listOrganisations: (slot: Slot) => ties.listOrganisations(of(slot)),
    joinOrganisation: (slot: Slot, person: Shown, name: Omit<NameEntry, "anchor">) => ties.joinOrganisation(of(slot), ...both(person), name),
    leaveOrganisation: (shown: Shown, id: string) => ties.leaveOrganisation(...both(shown), id),
    channels: (slot: Slot) => of(slot).calls.channels(),
    addChannel: (shown: Shown, kind: ChannelKind, address: string) => ties.addChannel(...both(shown), kind, address),
    removeChannel: (shown: Shown, id: string) => ties.removeChannel(...both(shown), id),
  };
}

/**
 * An act that makes something to print. When the connection broke after it was made, nobody knows whether the server took it:
 * what was made is given all the same, with `certain: false`, so that no one is left without a card.
 */
async function uncertain<T extends object, M extends object>(act: () => Promise<T>, made: () => M | undefined): Promise<M & Partial<T> & { certain: boolean }> {
  let done: Partial<T> = {};
  let certain = true;
  try {
    done = await act();
  } catch (error) {
    if (!(error instanceof Unreachable) || made() === undefined) throw error;
    certain = false;
  }
  const papers = made();
  if (papers === undefined) throw new Error("nothing was made");
  return { ...papers, ...done, certain };
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => void setTimeout(done, ms));
}

/** All handlers, by name. */
export type Handlers = ReturnType<typeof makeHandlers>;
