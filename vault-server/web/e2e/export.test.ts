// « Emporter mes papiers » in a real browser: the file that the page makes is the one that `coffre export` makes, and `coffre` verifies it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { type Person, showCard, typeCode } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { unzip } from "./harness/unzip.ts";
import { openVault, way } from "./harness/vault.ts";

let demo: Demo;
let browser: Browser;
let person: Person;

withDemo((stage) => {
  ({ demo, browser } = stage);
  person = demo.people.beneficiary;
  add("../../Été : CON", "lease", "lettre.docx", "PK\u0003\u0004 SPECIMEN");
  add("ETE _ con", "other", "note.txt", "SPECIMEN\n".repeat(9));
  add("Été : con", "other", "note.txt", "SPECIMEN encore");
  add("<script>alert(1)</script>", "payslip", "x.pdf", "%PDF-1.4 SPECIMEN", "--expires", "2031-02-03");
  for (const words of ["SPECIMEN <i>demander</i>", "SPECIMEN\nà refaire"]) remind("<script>alert(1)</script>", words);
});

function add(title: string, type: string, name: string, content: string, ...more: string[]): void {
  const file = join(demo.folder, name);
  writeFileSync(file, content);
  demo.coffre("beneficiary", "deposit", "--folder", "Logement", "--type", type, "--title", title, ...more, file);
}

/** In a year. */
function remind(title: string, words: string): void {
  const listed = demo.coffre("beneficiary", "list") as unknown as { title: string; document_id: string }[];
  const document = listed.find((paper) => paper.title === title)?.document_id ?? "";
  const file = join(demo.folder, "words.txt");
  writeFileSync(file, words, { mode: 0o600 });
  const day = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
  demo.coffre("beneficiary", "reminder", "set", "--document", document, "--on", day, "--text-file", file);
}

const enter = () => openVault(browser, demo, demo.people.beneficiary);

/** To the screen, and shows a card by hand. */
async function prove(page: Page, card: string, code: string): Promise<void> {
  await way(page, 3);
  await page.getByRole("button", { name: "Emporter mes papiers" }).click();
  await page.getByRole("button", { name: "Emporter tous mes papiers" }).click();
  await page.locator(".tile").nth(1).click();
  await page.locator("textarea").fill(card);
  await page.locator("form .button.first").click();
  await typeCode(page, code);
}

type Read = Record<string, unknown> & { files: { path: string }[]; documents: { versions: { path: string }[] }[] };

const manifest = (files: Map<string, Buffer>): Read => JSON.parse(String(files.get("manifest.json"))) as Read;

describe("the file", () => {
  it("is accepted by `coffre export verify`, and holds what `coffre export` gives, byte for byte", async () => {
    const { page, context, complaints } = await enter();
    await prove(page, person.card, person.pin);
    await page.getByText(/C’est prêt\s: .?7\S?\spapiers sont dans le fichier/).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Garder le fichier" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^coffre-\d{4}-\d\d-\d\d\.zip$/);
    const [mine, theirs] = [join(demo.folder, "page.zip"), join(demo.folder, "coffre.zip")];
    await download.saveAs(mine);
    expect(complaints).toEqual([]);
    await context.close();

    expect(demo.coffre("beneficiary", "export", "verify", mine)).toMatchObject({ verified: true, vault_id: demo.vault, documents: 7, versions: 7, reminders: 2 });
    demo.coffre("beneficiary", "export", "--output", theirs, ...beneficiary());
    const [page1, page2] = [unzip(readFileSync(mine)), unzip(readFileSync(theirs))];
    expect([...page1.keys()]).toEqual([...page2.keys()]);
    for (const [path, content] of page2) if (path.startsWith("documents/")) expect(page1.get(path)?.equals(content), path).toBe(true);
    const { exported_ms: _, log_index: __, files: own, ...rest } = manifest(page1);
    const { exported_ms: ___, log_index: ____, files: other, ...expected } = manifest(page2);
    expect(rest).toEqual(expected);
    expect(own.map(({ path }) => path)).toEqual(other.map(({ path }) => path));
    // The list of papers is the same page; only the hour may differ.
    const [list, told] = [page1, page2].map((files) => String(files.get("index.html")).replace(/<p>Voici tous.*\n/, "").replaceAll("\u00a0", " "));
    expect(list).toBe(told);
    expect(list).not.toContain("<script>");
    const [journal, before] = [page1, page2].map((files) => String(files.get("journal/journal.html")).replaceAll("\u00a0", " ").split("\n").filter((line) => line.startsWith("<li")));
    expect(before?.slice(0, journal?.length)).toEqual(journal);
    const shorn = (files: Map<string, Buffer>): string => String(files.get("LISEZMOI.txt")).replaceAll("\u00a0", " ").replace(/Ce fichier contient[^\r]*/, "");
    expect(shorn(page1)).toBe(shorn(page2));
  });

  it("is told in the journal, with every paper that was opened for it", () => {
    const log = JSON.stringify(demo.coffre("beneficiary", "log", "show"));
    expect(log).toContain("export");
  });
});

describe("what is refused", () => {
  it("a wrong code, and a card that opens another vault or none: nothing is taken", async () => {
    const { page, context } = await enter();
    const downloads: unknown[] = [];
    page.on("download", (one) => downloads.push(one));
    await prove(page, person.card, "0912");
    await page.locator(".failure", { hasText: "code" }).waitFor();
    expect(await page.getByRole("button", { name: "Garder le fichier" }).count()).toBe(0);
    await prove(page, demo.people.professional.card, demo.people.professional.pin);
    await page.locator(".failure", { hasText: "Cette carte ouvre un autre coffre." }).waitFor();
    expect(downloads).toEqual([]);
    await context.close();
  });

  it("a paper that was changed on its way: no file", async () => {
    const { page, context } = await enter();
    demo.line.change({ path: /^\/v1\/openings\/\w+\/object$/ }, (body) => {
      body[body.length - 20] = (body[body.length - 20] ?? 0) ^ 1;
      return body;
    });
    await prove(page, person.card, person.pin);
    await page.locator(".failure").waitFor();
    expect(await page.locator(".failure").innerText()).toContain("Rien n’a été ouvert ni gardé.");
    expect(await page.getByRole("button", { name: "Garder le fichier" }).count()).toBe(0);
    await context.close();
  });

  it("at a kiosk: a plain sentence and no way to begin", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await page.goto("/borne");
    await showCard(page, person);
    await page.waitForURL("**/accueil");
    await way(page, 3);
    await page.getByRole("button", { name: "Emporter mes papiers" }).click();
    await page.getByText("Cet appareil n’est pas à vous. Le fichier resterait dessus.").waitFor();
    expect(await page.locator("main .button.first").count()).toBe(0);
    await context.close();
  });

  it("when one stops: no further paper is opened", async () => {
    const { page, context } = await enter();
    const { calls: opened } = demo.line.hold({ path: /^\/v1\/openings$/ }, 700);
    await prove(page, person.card, person.pin);
    await expect.poll(() => opened.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Arrêter" }).click();
    await page.getByRole("button", { name: "Emporter tous mes papiers" }).waitFor();
    const then = opened.length;
    await page.waitForTimeout(4000);
    expect(opened.length).toBeLessThanOrEqual(then + 1);
    expect(opened.length).toBeLessThan(7);
    await context.close();
  });
});

/** Card and code, as options of an act of the person. */
function beneficiary(): string[] {
  return demo.proof("beneficiary").map((option) => option.replace(/^--(credential|pin)-file$/, "--beneficiary-$1-file"));
}
