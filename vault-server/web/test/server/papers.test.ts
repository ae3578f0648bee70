/** Papers go from `coffre` to the page and back, to the byte, through the real server. */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ServerRefusal } from "../../src/api/problem.ts";
import { concat } from "../../src/core/bytes.ts";
import { Pin } from "../../src/core/pin.ts";
import { depositPaper, sealPaper, sendPaper } from "../../src/flows/deposit.ts";
import { openDocument } from "../../src/flows/open.ts";
import { listPapers } from "../../src/flows/papers.ts";
import { logIn, logOut } from "../../src/flows/session.ts";
import { cardOf, coffre, coffreLogin, demo, enter, newPlace } from "./demo.ts";

const OF = { type: "photo", mediaType: "application/pdf", issuedOn: undefined, expiresOn: undefined, pages: undefined, remarks: undefined, replaces: undefined };

describe("the person", () => {
  it("opens what coffre added, to the byte", async () => {
    const person = await enter("beneficiary");
    for (const paper of demo.documents) {
      const opened = await openDocument(person, { document: paper.document_id });
      expect(Buffer.compare(concat(...opened.content), readFileSync(paper.file))).toBe(0);
      opened.wipe();
      expect(opened.content.every((piece) => piece.every((byte) => byte === 0))).toBe(true);
    }
    await logOut(person);
    await expect(listPapers(person, demo.vault_id)).rejects.toMatchObject({ code: "session-over" });
  });

  it("sees the list of papers, each with its description", async () => {
    const person = await enter("beneficiary");
    const { papers } = await listPapers(person, demo.vault_id);
    const ids = papers.map((paper) => paper.document);
    expect(ids).toEqual(expect.arrayContaining(demo.documents.map((paper) => paper.document_id)));
    expect(papers.every((paper) => paper.refused === undefined && paper.record?.title !== "")).toBe(true);
  });

  it("adds a paper that coffre opens, to the byte, and that is added once however often it is sent", async () => {
    const person = await enter("beneficiary");
    const content = crypto.getRandomValues(new Uint8Array(60_000)).map((byte, i) => (i < 9 ? ("%PDF-1.4\n".charCodeAt(i) ?? 0) : byte));
    const folder = Object.values(demo.folders)[0] ?? "";
    const sealed = await sealPaper(person, demo.vault_id, folder, new Blob([content]), { ...OF, title: "SPECIMEN de la page", fileName: "specimen.pdf" });
    const first = await sendPaper(person, sealed);
    const again = await sendPaper(person, sealed);
    expect(again.document_id).toBe(first.document_id);
    const before = (await listPapers(person, demo.vault_id)).papers.filter((paper) => paper.document === first.document_id);
    expect(before).toHaveLength(1);
    coffreLogin("beneficiary");
    const out = join(mkdtempSync(join(tmpdir(), "coffre-open-")), "out.pdf");
    coffre("beneficiary", "open", first.document_id, "-o", out);
    expect(Buffer.compare(readFileSync(out), content)).toBe(0);
  });

  it("is told how many tries are left after a wrong PIN", async () => {
    const { file } = cardOf("beneficiary");
    const wrong = logIn(newPlace(), file, Pin.enter("0987"));
    await expect(wrong).rejects.toBeInstanceOf(ServerRefusal);
    await expect(wrong).rejects.toMatchObject({ code: "wrong-pin", triesLeft: 4 });
    await logOut(await enter("beneficiary"));
  });
});

describe("the professional", () => {
  it("opens under the mandate, and is refused what the mandate does not cover", async () => {
    const professional = await enter("professional");
    const { papers } = await listPapers(professional, demo.vault_id);
    const readable = papers.find((paper) => paper.record !== undefined);
    expect(readable).toBeDefined();
    const opened = await openDocument(professional, { document: readable?.document ?? "" });
    const known = demo.documents.find((paper) => paper.document_id === readable?.document);
    if (known !== undefined) expect(Buffer.compare(concat(...opened.content), readFileSync(known.file))).toBe(0);
    const hidden = demo.documents.filter((paper) => !papers.some((listed) => listed.document === paper.document_id));
    for (const paper of hidden)
      await expect(openDocument(professional, { document: paper.document_id })).rejects.toBeInstanceOf(ServerRefusal);
  });

  it("adds a paper of some megabytes for the person", async () => {
    const professional = await enter("professional");
    const { shelves } = await listPapers(professional, demo.vault_id);
    const folder = shelves.mandates.flatMap((m) => (m.rights.has("deposit") && m.target.kind === "folders" ? m.target.folders : []))[0];
    if (folder === undefined) return;
    const content = new Uint8Array(3_000_000).fill(7);
    const answer = await depositPaper(professional, { vault: demo.vault_id, folder }, new Blob([content]), { ...OF, title: "SPECIMEN du bureau", fileName: undefined });
    const person = await enter("beneficiary");
    const opened = await openDocument(person, { document: answer.document_id });
    expect(Buffer.compare(concat(...opened.content), content)).toBe(0);
  });
});
