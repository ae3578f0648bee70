/** A server that lies: whatever it changes in what it shows of a paper, the page refuses, and says why. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Unreachable } from "../../src/api/problem.ts";
import { toBase64Url } from "../../src/core/bytes.ts";
import { about } from "../../src/core/contents.ts";
import { sealDocument } from "../../src/core/document/stream.ts";
import { Refused } from "../../src/core/error.ts";
import { deriveDocumentKey } from "../../src/core/share.ts";
import { openWrap, sealWrap } from "../../src/core/wrap.ts";
import { depositPaper } from "../../src/flows/deposit.ts";
import { openDocument } from "../../src/flows/open.ts";
import { listPapers, Shelves } from "../../src/flows/papers.ts";
import { listReminders, removeReminder, setReminder } from "../../src/flows/reminders.ts";
import { listMandates } from "../../src/flows/mandates.ts";
import type { Actor } from "../../src/flows/session.ts";
import { unb64 } from "../../src/flows/bytes.ts";
import { demo, enter } from "./demo.ts";

type Change = (answer: any) => unknown;

/** The same actor, behind a server that changes some answers. */
function behind(actor: Actor, changes: Partial<Record<string, Change>>): Actor {
  const calls = new Proxy(actor.calls, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      const change = changes[String(name)];
      if (change === undefined || typeof value !== "function") return value;
      return (...args: unknown[]) => {
        const answer: unknown = (value as (...a: unknown[]) => unknown)(...args);
        if (!(answer instanceof Promise)) return change(answer);
        return answer.then(async (given) => {
          const copy: unknown = structuredClone(given);
          return (await change(copy)) ?? copy;
        });
      };
    },
  });
  return { ...actor, calls };
}

async function why(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(() => "accepted", (e: unknown) => e);
  return error instanceof Refused ? `${error.what}: ${error.property}` : error instanceof Error ? error.name : String(error);
}

/** The same bytes with one bit of one byte changed. */
function flip(text: string, at: number): string {
  const bytes = unb64(text);
  bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1;
  return toBase64Url(bytes);
}

const [one, other] = demo.documents;
const asked = { document: one?.document_id ?? "" };

async function views(person: Actor): Promise<{ first: any; second: any }> {
  const ask = (document_id = ""): Promise<unknown> => person.calls.open({ document_id, version: null, mandate_id: null, purpose: null });
  const first = await ask(one?.document_id);
  const second = await ask(other?.document_id);
  return { first, second };
}

describe("an opening", () => {
  it("of another document, deposit, description, share or key is refused", async () => {
    const person = await enter("beneficiary");
    const { second } = await views(person);
    // Whoever signed the other paper is shown too, as a liar would.
    const also = (view: any): void => void (view.signers = [...(view.signers ?? []), ...(second.signers ?? []), second.depositor]);
    const refusal = (change: Change) =>
      why(openDocument(behind(person, { open: (view) => (also(view), change(view)) }), asked));
    expect(await refusal(() => second)).toBe("document: ids");
    expect(await refusal((view) => void (view.deposit = second.deposit))).toBe("deposit: ids");
    expect(await refusal((view) => void (view.deposit = flip(view.deposit, 80)))).toBe("deposit: signature");
    expect(await refusal((view) => void (view.record = second.record))).toBe("wrap: ids");
    expect(await refusal((view) => void (view.record = flip(view.record, -70)))).toBe("wrap: signature");
    expect(await refusal((view) => void (view.server_share = second.server_share))).toBe("wrap: ids");
    expect(await refusal((view) => void (view.server_share = flip(view.server_share, 1220)))).toBe("wrap: signature");
    expect(await refusal((view) => void (view.folder.seed = second.folder.certificates[0]))).toBe("wrap: magic");
    expect(await refusal((view) => void (view.folder.certificates = [flip(view.folder.certificates[0], 70)]))).toMatch(/^certificate: (signature|key)$/);
    expect(await refusal((view) => void (view.owner.certificates = view.depositor.certificates))).toMatch(/^certificate/);
    expect(await refusal((view) => void (view.depositor = { ...view.depositor, account_id: "a1".repeat(16) }))).toMatch(/^certificate/);
    expect(await refusal((view) => void (view.version = 2))).toMatch(/^(deposit|wrap|document)/);
  });

  it("of an object that was changed is refused, and one that was cut is a broken connection", async () => {
    const person = await enter("beneficiary");
    const object = (change: (bytes: Uint8Array) => Uint8Array): Change =>
      async function* (stream: AsyncIterable<Uint8Array>) {
        const parts: Uint8Array[] = [];
        for await (const part of stream) parts.push(part);
        yield change(new Uint8Array(Buffer.concat(parts)));
      };
    const refusal = (change: (bytes: Uint8Array) => Uint8Array) => why(openDocument(behind(person, { object: object(change) }), asked));
    const flipped = (at: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    expect(await refusal(flipped(0))).toBe("document: magic");
    expect(await refusal(flipped(60))).toBe("document: commitment");
    expect(await refusal(flipped(20_000))).toBe("document: authentication");
    expect(await refusal((bytes) => bytes.slice(0, -16_400))).toMatch(/^(document: (length|authentication)|Error)$/);
    expect(await refusal((bytes) => new Uint8Array([...bytes, 0]))).toMatch(/^document/);
  });

  it("of an object that somebody with the key sealed anew, or of a folder's key that is not the certified one, is refused", async () => {
    const person = await enter("beneficiary");
    const entropy = (dst: Uint8Array<ArrayBuffer>): void => void crypto.getRandomValues(dst);
    const content = readFileSync(one?.file ?? "");
    const of = { vault: demo.vault_id, document: asked.document, version: 1 };
    const shelves = await Shelves.fetch(person, demo.vault_id);
    const shown = shelves.view.records.find((record) => record.document_id === asked.document);
    const client = shown && (await shelves.open(person, shown))?.client;
    let key: Uint8Array<ArrayBuffer> | undefined;
    const share = async (view: any): Promise<void> => {
      const reading = { with: person.keys.opening, maker: person.log.key };
      const server = await openWrap(reading, unb64(view.server_share), about.shareToReader(of));
      key = await deriveDocumentKey(client ?? new Uint8Array(32), server, of);
    };
    const anew = async function* () {
      yield* sealDocument(key ?? new Uint8Array(32), { padding: 1, of }, content.length, [content], entropy);
    };
    expect(await why(openDocument(behind(person, { open: share, object: anew }), asked))).toBe("document: hash");

    const seal = async (view: any): Promise<void> => {
      const folder = about.folderSeed("owner", { vault: demo.vault_id, folder: view.folder.folder_id, epoch: view.folder.certificates.length });
      const envelope = { to: person.keys.opening.sealing, maker: person.keys.signing, notAfter: 0 };
      view.folder.seed = toBase64Url(await sealWrap(envelope, entropy, folder, new Uint8Array(32).fill(5)));
    };
    expect(await why(openDocument(behind(person, { open: seal }), asked))).toBe("certificate: key");
  });

  it("of a version that goes back is refused", async () => {
    const person = await enter("beneficiary");
    person.place.pins.seeLatest(asked.document, 3);
    expect(await why(openDocument(person, asked))).toBe("document: version");
  });
});

describe("a list of papers", () => {
  it("shows as damaged what does not hold, and the others all the same", async () => {
    const person = await enter("beneficiary");
    const lied = behind(person, { records: (view) => void (view.records[0].record = flip(view.records[0].record, 1300)) });
    const { papers } = await listPapers(lied, demo.vault_id);
    expect(papers[0]?.refused?.property).toBe("signature");
    expect(papers[0]?.record).toBeUndefined();
    expect(papers.slice(1).every((paper) => paper.refused === undefined)).toBe(true);
    const moved = behind(person, { records: (view) => void (view.records[0].folder_id = view.vault.folders.find((f: any) => f.folder_id !== view.records[0].folder_id).folder_id) });
    expect((await listPapers(moved, demo.vault_id)).papers[0]?.refused).toMatchObject({ what: "deposit", property: "ids" });
    const elsewhere = behind(person, { records: (view) => void (view.vault.vault_id = "a1".repeat(16)) });
    expect(await why(listPapers(elsewhere, demo.vault_id))).toBe("record: ids");
  });
});

describe("a reminder", () => {
  it("whose text is another's, of another paper, of another day or by somebody else is shown as damaged, the others as they are", async () => {
    const person = await enter("beneficiary");
    const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const set = [await setReminder(person, demo.vault_id, asked.document, day(9), "SPECIMEN neuf"), await setReminder(person, demo.vault_id, asked.document, day(10), "SPECIMEN dix")];
    const texts = async (change?: Change): Promise<string[]> => {
      const { shelves } = await listPapers(change === undefined ? person : behind(person, { records: change }), demo.vault_id);
      return (await listReminders(person, shelves)).map(({ text, damaged }) => (damaged ? "damaged" : (text ?? "sealed")));
    };
    expect(await texts()).toEqual(["SPECIMEN neuf", "SPECIMEN dix"]);
    const author = demo.people.professional.account_id;
    for (const lie of [
      (all: any[]) => (all[0].text = all[1].text),
      (all: any[]) => (all[0].text = flip(all[0].text, -100)),
      (all: any[]) => (all[0].due_ms += 86_400_000),
      (all: any[]) => (all[0].document_id = other?.document_id),
      (all: any[]) => (all[0].author = author),
    ])
      expect(await texts((view) => void lie(view.reminders)), String(lie)).toEqual(["damaged", "SPECIMEN dix"]);
    for (const one of set) await removeReminder(person, one);
    expect(await texts()).toEqual([]);
  });
});

describe("a mandate", () => {
  it("that says something else than was signed is refused", async () => {
    const professional = await enter("professional");
    const refusal = (change: Change) => why(listMandates(behind(professional, { mandates: change })));
    expect(await refusal((all) => void (all[0].mandate = flip(all[0].mandate, 6)))).toMatch(/^mandate/);
    expect(await refusal((all) => void (all[0].mandate_id = "a1".repeat(16)))).toBe("mandate: ids");
    expect(await refusal((all) => void (all[0].purpose_text = all[0].mandate))).toBe("mandate: hash");
    expect(await refusal((all) => void (all[0].recipient.certificates = all[0].owner_certificates))).toMatch(/^(certificate|mandate)/);
    professional.place.pins.seeRevoked(demo.mandate_id);
    expect(await why(listMandates(professional))).toBe("mandate: validity");
  });
});

describe("a deposit", () => {
  it("is not sealed to a key that the log did not certify, nor to a folder that is not the owner's", async () => {
    const person = await enter("beneficiary");
    const folder = Object.values(demo.folders)[0] ?? "";
    const description = { type: "other", title: "SPECIMEN", mediaType: "text/plain", issuedOn: undefined, expiresOn: undefined, pages: undefined, fileName: undefined, remarks: undefined, replaces: undefined };
    const add = (actor: Actor) => why(depositPaper(actor, { vault: demo.vault_id, folder }, new Blob(["x"]), description));
    const info = await person.open.serverInfo();
    const open = Object.assign(Object.create(person.open), { serverInfo: () => Promise.resolve({ ...info, deposit_certificate: flip(info.deposit_certificate, 1250) }) });
    expect(await add({ ...person, open })).toBe("certificate: signature");
    const sealed = behind(person, { vault: (view) => void view.folders.forEach((f: any) => (f.certificates = [flip(f.certificates[0], 1290)])) });
    expect(await add(sealed)).toMatch(/^certificate/);
  });

  it("goes on after the connection broke, and is there once", async () => {
    const person = await enter("beneficiary");
    // The upload arrives and its answer is lost; then the deposit is done and its answer is lost.
    const lost = { upload: 1, deposit: 1 };
    const lose = (what: keyof typeof lost) => (): void => {
      if (lost[what]-- > 0) throw new Unreachable();
    };
    const failing = behind(person, { upload: lose("upload"), deposit: lose("deposit") });
    const before = (await listPapers(person, demo.vault_id)).papers.length;
    const folder = Object.values(demo.folders)[0] ?? "";
    const description = { type: "other", title: "SPECIMEN coupé", mediaType: "text/plain", issuedOn: undefined, expiresOn: undefined, pages: undefined, fileName: undefined, remarks: undefined, replaces: undefined };
    const answer = await depositPaper(failing, { vault: demo.vault_id, folder }, new Blob(["SPECIMEN"]), description, undefined, () => Promise.resolve());
    const { papers } = await listPapers(person, demo.vault_id);
    expect(lost.deposit).toBeLessThan(0);
    expect(papers).toHaveLength(before + 1);
    expect(papers.map((paper) => paper.document)).toContain(answer.document_id);
  });
});
