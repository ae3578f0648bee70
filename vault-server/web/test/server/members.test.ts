/** A référent adds, suspends and removes a member, through the real server. */

import { expect, it } from "vitest";
import type { CredentialFile } from "../../src/core/credential.ts";
import { Pin } from "../../src/core/pin.ts";
import { listNames } from "../../src/flows/directory.ts";
import { addMember, listMembers, removeMember, resumeMember, suspendMember } from "../../src/flows/members.ts";
import { listPapers } from "../../src/flows/papers.ts";
import { logIn } from "../../src/flows/session.ts";
import { cardOf, demo, enter, newPlace } from "./demo.ts";

it("a member is added, suspended, active again, and removed; those who remain go on", async () => {
  const referent = cardOf("referent");
  const pin = Pin.choose("5829");
  let card: CredentialFile | undefined;
  const account = await addMember(newPlace(), referent.file, referent.pin, { role: "professional", displayName: "Ana SPECIMEN", pin }, (made) => void (card = made));
  if (card === undefined) throw new Error("no card");
  const member = await logIn(newPlace(), card, pin);
  const names = await listNames(member);
  expect(names.length).toBeGreaterThan(0);
  // A newcomer reads what the organisation may, old mandates included.
  expect((await listPapers(member, demo.vault_id)).papers.length).toBeGreaterThan(0);

  const keeper = await enter("referent");
  await suspendMember(keeper, account);
  await expect(logIn(newPlace(), card, pin)).rejects.toMatchObject({ code: "member-suspended" });
  await resumeMember(newPlace(), referent.file, referent.pin, account);
  await logIn(newPlace(), card, pin);

  await removeMember(newPlace(), referent.file, referent.pin, account);
  expect((await listMembers(await enter("referent"))).find((one) => one.account_id === account)?.state ?? "removed").toBe("removed");
  await expect(logIn(newPlace(), card, pin)).rejects.toThrow();
  const professional = await enter("professional");
  expect(await listNames(professional)).toEqual(expect.arrayContaining(names));
  expect((await listPapers(professional, demo.vault_id)).papers.some((paper) => paper.record !== undefined)).toBe(true);
});
