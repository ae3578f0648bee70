/** The log and mandates, through the real server: verified here, and held to what was kept from before. */

import { describe, expect, it } from "vitest";
import { concat } from "../../src/core/bytes.ts";
import { Refused } from "../../src/core/error.ts";
import { EVENT_TYPES } from "../../src/core/vocabulary.ts";
import { readLog, readWholeLog } from "../../src/flows/journal.ts";
import { findHolder, grantMandate, listMandates, readPurposeText, revokeMandate } from "../../src/flows/mandates.ts";
import { openDocument } from "../../src/flows/open.ts";
import { listPapers } from "../../src/flows/papers.ts";
import type { Actor } from "../../src/flows/session.ts";
import { demo, enter, newPlace } from "./demo.ts";

/** The same actor behind a server whose answer to one path is changed on the way. */
function lying(actor: Actor, change: (page: any) => void): Actor {
  const calls = new Proxy(actor.calls, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if ((name !== "vaultLog" && name !== "logPage") || typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        const page = structuredClone(await (value as (...a: unknown[]) => Promise<unknown>)(...args));
        change(page);
        return page;
      };
    },
  });
  return { ...actor, calls };
}

describe("the log of a vault", () => {
  it("is verified to its signed end, and told who looked", async () => {
    const place = newPlace();
    const person = await enter("beneficiary", place);
    const first = await readLog(person, demo.vault_id);
    expect(first.keptSize).toBeUndefined();
    expect(first.entries.map((entry) => entry.body.eventType)).toEqual(
      expect.arrayContaining([EVENT_TYPES["vault-created"], EVENT_TYPES["deposit"], EVENT_TYPES["mandate-granted"]]),
    );
    const professional = await enter("professional");
    const { papers } = await listPapers(professional, demo.vault_id);
    await openDocument(professional, { document: papers[0]?.document ?? "" });
    const second = await readLog(person, demo.vault_id);
    expect(second.keptSize).toBe(first.checkpoint.size);
    const last = second.entries.at(-1);
    expect(last?.body.eventType).toBe(EVENT_TYPES.opening);
    expect(last?.body.actor).toBe(professional.keys.signing.kid);
    expect(second.actors.find((actor) => actor.kid === last?.body.actor)?.display_name).toBe(demo.people.professional.name);
  });

  it("is refused when those who signed are hidden, are others, or belong elsewhere", async () => {
    const person = await enter("beneficiary");
    const refusal = async (change: (page: any) => void): Promise<string> => {
      const error: unknown = await readLog(lying(person, change), demo.vault_id).catch((e: unknown) => e);
      return error instanceof Refused ? `${error.what}: ${error.property}` : String(error);
    };
    const staff = (page: any): any => page.signers.find((signer: any) => signer.organisation_id != null);
    expect(await refusal((page) => (page.signers = []))).toBe("request: maker");
    expect(await refusal((page) => (page.signers = page.signers.filter((signer: any) => signer !== staff(page))))).toBe("request: maker");
    expect(await refusal((page) => (page.organisations = []))).toMatch(/^certificate/);
    expect(await refusal((page) => (page.organisations[0].name = "SPECIMEN"))).toBe("certificate: ids");
    expect(await refusal((page) => (staff(page).account_id = "a1".repeat(16)))).toMatch(/^certificate/);
    expect(await refusal((page) => (staff(page).certificates = page.signers.find((signer: any) => signer.organisation_id == null).certificates))).toMatch(/^certificate/);
  });

  it("is refused when an entry was left out, changed, or the end hidden", async () => {
    const person = await enter("beneficiary");
    const refusal = async (change: (page: any) => void): Promise<string> => {
      const error: unknown = await readLog(lying(person, change), demo.vault_id).catch((e: unknown) => e);
      return error instanceof Refused ? `${error.what}: ${error.property}` : String(error);
    };
    expect(await refusal((page) => page.entries.splice(2, 1))).toMatch(/^log-body: (sequence|hash)$/);
    expect(await refusal((page) => page.entries.pop())).toBe("vault-head: sequence");
    expect(await refusal((page) => (page.entries[1].inclusion = page.entries[2].inclusion))).toMatch(/^log-tree/);
    expect(await refusal((page) => (page.entries[1].salt = page.entries[2].salt))).toMatch(/^log-(tree|body)/);
    expect(await refusal((page) => page.entries.reverse())).toMatch(/^log-body/);
    expect(await refusal((page) => (page.entries[0].request = page.entries[1].request))).toBe("request: hash");
  });

  it("is read whole by an auditor, and its tree built anew", async () => {
    const auditor = await enter("auditor");
    const whole = await readWholeLog(auditor);
    expect(whole.entries).toHaveLength(whole.checkpoint.size);
    const changed = lying(auditor, (page) => page.entries.splice(3, 1));
    await expect(readWholeLog(changed)).rejects.toBeInstanceOf(Refused);
  });
});

describe("a mandate", () => {
  it("is granted with a purpose that both can read, used, and stopped at once", async () => {
    const person = await enter("beneficiary");
    const hidden = demo.folders["Famille"] ?? "";
    const desk = await findHolder(person, demo.people.professional.account_id);
    expect(desk.name).toBe(demo.people.professional.name);
    const terms = { to: desk, folders: [hidden], rights: ["read", "deposit"] as const, purpose: "schooling" as const, days: 7, consent: "SPECIMEN" };
    const { mandate } = await grantMandate(person, { ...terms, purposeText: "Inscription à l'école (SPECIMEN)" });

    const professional = await enter("professional");
    const held = (await listMandates(professional)).find((listed) => listed.mandate.id === mandate.id);
    expect(held?.state).toBe("active");
    if (held === undefined) return;
    expect(await readPurposeText(professional, held)).toBe("Inscription à l'école (SPECIMEN)");
    const { depositPaper } = await import("../../src/flows/deposit.ts");
    const content = new Blob([new Uint8Array([1, 2, 3])]);
    const description = { type: "other", title: "SPECIMEN", mediaType: "text/plain", issuedOn: undefined, expiresOn: undefined, pages: undefined, fileName: undefined, remarks: undefined, replaces: undefined };
    const added = await depositPaper(professional, { vault: demo.vault_id, folder: hidden }, content, description);
    const opened = await openDocument(professional, { document: added.document_id });
    expect(concat(...opened.content)).toEqual(new Uint8Array([1, 2, 3]));

    // One reading of the descriptions, under both mandates: two entries on one request, and the journal holds.
    await listPapers(professional, demo.vault_id);
    const { entries } = await readLog(person, demo.vault_id);
    const [last, before] = entries.slice(-2).reverse().map(({ body }) => body);
    expect([last?.eventType, before?.eventType]).toEqual([EVENT_TYPES["records-read"], EVENT_TYPES["records-read"]]);
    expect(last?.requestHash).toBe(before?.requestHash);
    expect(last?.mandate).not.toBe(before?.mandate);

    expect(await revokeMandate(person, mandate.id)).toEqual({ keysTurned: true });
    await expect(openDocument(professional, { document: added.document_id })).rejects.toMatchObject({ code: expect.stringMatching(/^(no-mandate|mandate-revoked)$/) });
    const after = (await listMandates(person)).find((listed) => listed.mandate.id === mandate.id);
    expect(after?.state).toBe("revoked");
    // The folder has a new key, and the person still opens the paper, whose description was sealed to it anew.
    const again = await openDocument(person, { document: added.document_id });
    expect(concat(...again.content)).toEqual(new Uint8Array([1, 2, 3]));
  });
});
