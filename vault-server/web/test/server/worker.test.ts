/** The page's journey through the worker: what crosses is plain data, and progress is told. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { newWorker } from "../worker.ts";
import { demo } from "./demo.ts";

it("logs in, lists, opens, reads the log, and leaves", async () => {
  let kept = "";
  const page = await newWorker((text) => void (kept = text));
  await page.begin(demo.url);
  const { credential_file, pin_file } = demo.people.beneficiary;
  const shown = { card: readFileSync(credential_file, "utf8"), pin: readFileSync(pin_file, "utf8") };
  const me = await page.logIn("self", shown);
  expect(me).toMatchObject({ kind: "beneficiary", vault_id: demo.vault_id });
  const papers = await page.listPapers("self", demo.vault_id);
  expect(papers.length).toBeGreaterThan(0);
  const known = demo.documents[0];
  const told: number[] = [];
  const opened = await page.openDocument("self", { document: known?.document_id ?? "" }, (done) => void told.push(done));
  expect(Buffer.compare(Buffer.from(await opened.content.arrayBuffer()), readFileSync(known?.file ?? ""))).toBe(0);
  expect(told.at(-1)).toBe(opened.content.size);
  expect((await page.listMandates("self")).length).toBeGreaterThan(0);
  const log = await page.readLog("self", demo.vault_id);
  expect(log.entries.length).toBeGreaterThan(0);
  expect(JSON.parse(kept)).toHaveProperty("logs");
  await page.logOut("self");
  await expect(page.listPapers("self", demo.vault_id)).rejects.toThrow();

  // What was kept holds the server to what it showed: another first certificate is refused.
  const changed = JSON.parse(kept);
  for (const chain of Object.values(changed.chains) as { anchor: string }[]) chain.anchor = "0".repeat(64);
  await page.begin(demo.url, JSON.stringify(changed));
  await expect(page.logIn("self", shown)).rejects.toMatchObject({ what: "certificate", property: "anchor" });
});
