// The person in their own vault, in a real browser against the demonstration: papers, who looked, who may look, adding, the account.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow } from "./harness/browser.ts";
import type { Demo } from "./harness/demo.ts";
import { lost, tooSmall } from "./harness/layout.ts";
import { logIn, type Person, readCard } from "./harness/people.ts";
import { withDemo } from "./harness/stage.ts";
import { home, openVault, picture, settled, VAULT_SHOWN, way } from "./harness/vault.ts";

let demo: Demo;
let browser: Browser;
let person: Person;

withDemo((stage) => {
  ({ demo, browser } = stage);
  person = demo.people.beneficiary;
});

/** The journal of a vault. */
const LOG = { path: /^\/v1\/vaults\/\w+\/log/ };

/** Sentences as people see them: without the marks that hold directions apart. */
async function textOf(page: Page, selector: string): Promise<string> {
  const all = await page.locator(selector).allInnerTexts();
  return all.join("\n").replace(/[\u2066-\u2069]/g, "");
}

const enter = (size?: "phone" | "desk", locale?: string) => openVault(browser, demo, person, size, locale);

/** Shows the card again by hand and types the code. */
async function prove(page: Page): Promise<void> {
  await page.locator(".tile").nth(1).click();
  await page.locator("textarea").fill(person.card);
  await page.locator("form .button.first").click();
  await page.locator(".code-field").fill(person.pin);
  await page.locator(".keypad .button.first").click();
}

describe("each screen", () => {
  for (const locale of ["fr-FR", "ar"]) {
    it(`in ${locale}: axe finds nothing, targets are large, and nothing is lost at 200 %`, async () => {
      const { page, context, complaints } = await enter("phone", locale);
      for (const shown of VAULT_SHOWN) {
        await shown.reach(page);
        expect(await violations(page), shown.name).toEqual([]);
        expect(await tooSmall(page), shown.name).toEqual([]);
        await page.evaluate(() => document.documentElement.setAttribute("data-size", "200"));
        await page.waitForTimeout(100);
        expect(await lost(page), shown.name).toEqual([]);
        await page.evaluate(() => document.documentElement.setAttribute("data-size", "100"));
        await page.keyboard.press("Escape");
        await page.waitForTimeout(900);
      }
      expect(complaints).toEqual([]);
      await context.close();
    }, 240_000);
  }
});

describe("weight", () => {
  it("of a first visit, up to the papers, is at most 120 KB compressed", async () => {
    const { page, context } = await enter("phone", "ar");
    await page.waitForTimeout(1000);
    const files = await page.evaluate(() => performance.getEntries().filter((entry) => entry instanceof PerformanceResourceTiming).map((entry) => entry.encodedBodySize));
    const bytes = files.reduce((sum, size) => sum + size, 0);
    console.log(`first visit of a person: ${(bytes / 1024).toFixed(1)} KiB in ${files.length} files`);
    expect(bytes).toBeGreaterThan(20 * 1024);
    expect(bytes).toBeLessThanOrEqual(120 * 1024);
    await context.close();
  });
});

describe("papers", () => {
  it("stand in the order in which they are needed, with their state in a word", async () => {
    const expired = join(demo.folder, "ancien.pdf");
    writeFileSync(expired, "%PDF-1.4 SPECIMEN");
    demo.coffre("beneficiary", "deposit", "--folder", "Logement", "--type", "lease", "--title", "Bail SPECIMEN", "--expires", "2024-01-31", expired);
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    demo.coffre("beneficiary", "deposit", "--folder", "Emploi", "--type", "diploma", "--title", "Bientôt SPECIMEN", "--expires", soon, expired);
    const { page, context } = await enter();
    const tiles = (await page.locator(".tile").allInnerTexts()).map((told) => told.replace(/[\u2066-\u2069]/g, ""));
    expect(tiles[0]).toMatch(/Bail SPECIMEN[\s\S]*Expiré[\s\S]*31 janvier 2024/);
    expect(tiles[1]).toMatch(/Bientôt SPECIMEN[\s\S]*Bientôt expiré/);
    await context.close();
  });

  it("a picture is shown, alone on the screen too, and given back", async () => {
    const { page, context } = await enter();
    await page.evaluate(() => {
      const real = URL.revokeObjectURL.bind(URL);
      const back: string[] = [];
      (globalThis as { back?: string[] }).back = back;
      URL.revokeObjectURL = (address) => (back.push(address), real(address));
    });
    await page.locator(".tile", { hasText: "carte-identite" }).first().click();
    const shown = page.locator(".paper-picture");
    await shown.waitFor();
    expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(10);
    await page.getByRole("button", { name: "Montrer en grand" }).click();
    await page.locator("dialog.held-up img").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.held-up").waitFor({ state: "detached" });
    await page.waitForTimeout(900);
    const address = await shown.getAttribute("src");
    await home(page);
    expect(await page.evaluate(() => (globalThis as { back?: string[] }).back)).toContain(address);
    await context.close();
  });

  it("one that is not what it says is not shown, nor run", async () => {
    const hostile = join(demo.folder, "facture.jpg");
    writeFileSync(hostile, "<html><script>globalThis.injected = true</script></html>");
    demo.coffre("beneficiary", "deposit", "--folder", "Divers", "--type", "other", "--title", "<img src=x onerror=globalThis.injected=true>", hostile);
    const { page, context } = await enter();
    await page.locator(".tile", { hasText: "onerror" }).click();
    await page.locator(".failure").waitFor();
    expect(await textOf(page, ".failure")).toContain("n’est pas ce qu’il dit être");
    expect(await page.locator("a[download]").count()).toBe(0);
    expect(await page.evaluate(() => (globalThis as { injected?: boolean }).injected)).toBeUndefined();
    await context.close();
  });

  it("one's own device keeps a copy, a shared one does not", async () => {
    const { page, context } = await enter("desk");
    await page.locator(".tile", { hasText: "carte-identite" }).first().click();
    await page.locator(".paper-picture").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Garder une copie" }).click()]);
    const original = demo.documents.find(({ file }) => file.endsWith(".jpg"));
    expect(readFileSync(await download.path())).toEqual(readFileSync(original?.file ?? ""));
    await context.close();

    const kiosk = await openWindow(browser, demo.origin, "desk", "fr-FR");
    await kiosk.page.goto("/borne");
    await kiosk.page.locator("h1").waitFor();
    await readCard(kiosk.page, person.card);
    await kiosk.page.locator(".code-field").fill(person.pin);
    await kiosk.page.keyboard.press("Enter");
    await kiosk.page.waitForURL("**/accueil");
    await kiosk.page.locator(".tile", { hasText: "carte-identite" }).first().click();
    await kiosk.page.locator(".paper-picture").waitFor();
    expect(await kiosk.page.getByRole("button", { name: "Garder une copie" }).count()).toBe(0);
    await kiosk.context.close();
  });
});

describe("recovery", () => {
  it("that somebody asks for stands first, and stops for good", async () => {
    demo.coffre("professional", "recovery", "start", "--vault", demo.vault, ...demo.proof("professional"));
    const { page, context } = await enter();
    const alarm = page.locator("section.failure");
    await alarm.waitFor();
    expect(await textOf(page, "section.failure")).toContain("Claire Morel");
    expect(await violations(page)).toEqual([]);
    await alarm.getByRole("button", { name: "Arrêter cette demande" }).click();
    await page.locator("dialog .button.grave").click();
    await alarm.waitFor({ state: "detached" });
    expect(JSON.stringify(demo.coffre("professional", "recovery", "status"))).toContain("stopped");
    await context.close();
  });
});

describe("what cannot be known of recoveries", () => {
  it("is said, and asked again", async () => {
    const { page, context } = await openWindow(browser, demo.origin, "phone", "fr-FR");
    const cut = demo.line.cut({ path: /^\/v1\/recoveries/ });
    await logIn(page, person);
    await page.locator(".failure", { hasText: "On ne sait pas si quelqu’un demande à entrer" }).waitFor();
    await page.locator(".tile").first().waitFor();
    cut.lift();
    await page.locator(".failure").getByRole("button", { name: "Essayer encore" }).click();
    await page.locator(".failure").waitFor({ state: "detached" });
    await context.close();
  });
});

describe("adding", () => {
  it("a file arrives byte for byte, and `coffre` opens it", async () => {
    const { page, context, complaints } = await enter();
    const jpeg = await picture(page, 0);
    await way(page, 0);
    await page.locator("input[type=file]").setInputFiles({ name: "quittance.jpg", mimeType: "image/jpeg", buffer: jpeg });
    await page.getByText("L’image est nette.").waitFor();
    await page.getByRole("button", { name: "Oui, garder cette page" }).click();
    await page.getByRole("button", { name: "Non, c’est tout" }).click();
    await page.locator("select").first().selectOption("rent-receipt");
    await page.locator("input[type=text]").fill("Quittance SPECIMEN");
    await page.getByRole("button", { name: "Ajouter à mon coffre" }).click();
    await page.waitForURL("**/accueil");
    await page.locator(".tile", { hasText: "Quittance SPECIMEN" }).waitFor();
    await page.locator(".done-now", { hasText: "Quittance SPECIMEN" }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
    const before = JSON.stringify(demo.coffre("beneficiary", "list")).split('"Quittance SPECIMEN"')[0] ?? "";
    const id = [...before.matchAll(/"document_id":\s*"([0-9a-f]{32})"/g)].at(-1)?.[1] ?? "";
    const out = join(demo.folder, "quittance-ouverte.jpg");
    demo.coffre("beneficiary", "open", "--output", out, id);
    expect(readFileSync(out)).toEqual(jpeg);
  });

  it("a blurred picture is told, and two pages become one paper that is shown page by page", async () => {
    const { page, context } = await enter();
    const [sharp, blurred] = [await picture(page, 0), await picture(page, 6)];
    await way(page, 0);
    await page.locator("input[type=file]").setInputFiles({ name: "un.jpg", mimeType: "image/jpeg", buffer: blurred });
    await page.getByText("L’image a l’air floue.").waitFor();
    await page.getByRole("button", { name: "Non, recommencer" }).click();
    for (const turned of [false, true]) {
      await page.locator("input[type=file]").setInputFiles({ name: "un.jpg", mimeType: "image/jpeg", buffer: sharp });
      await page.locator("canvas").waitFor();
      if (turned) await page.getByRole("button", { name: "Tourner" }).click();
      await page.getByRole("button", { name: "Oui, garder cette page" }).click();
    }
    await page.getByRole("button", { name: "Non, c’est tout" }).click();
    await page.locator("input[type=text]").fill("Recto verso SPECIMEN");
    await page.getByRole("button", { name: "Ajouter à mon coffre" }).click();
    await page.waitForURL("**/accueil");
    await page.locator(".tile", { hasText: "Recto verso SPECIMEN" }).click();
    await page.locator(".paper-picture").nth(1).waitFor();
    const sizes = await page.locator(".paper-picture").evaluateAll((all) => Promise.all((all as HTMLImageElement[]).map((image) => image.decode().then(() => image.naturalWidth > image.naturalHeight))));
    expect(sizes).toEqual([false, true]);
    await context.close();
  });

  it("a paper moves to Privé", async () => {
    const { page, context } = await enter();
    await page.locator(".tile", { hasText: "carte-identite" }).first().click();
    await page.getByRole("button", { name: "Mettre dans Privé" }).click();
    await page.locator("dialog .button.first").click();
    await page.waitForURL("**/accueil");
    await page.locator(".tile", { hasText: /carte-identite[\s\S]*Privé/ }).waitFor();
    await context.close();
  });
});

describe("who may look, and who looked", () => {
  it("a stop is at once, what is tried after is refused, and the journal says so", async () => {
    const { page, context } = await enter();
    await way(page, 2);
    const before = await page.locator("main > .sheet").count();
    expect(before).toBeGreaterThan(0);
    // A no changes nothing.
    await page.locator(".sheet .button.grave").first().click();
    await page.locator("dialog").getByRole("button", { name: "Non, je laisse" }).click();
    expect(await page.locator("main > .sheet").count()).toBe(before);
    while ((await page.locator("main > .sheet").count()) > 0) {
      const left = await page.locator("main > .sheet").count();
      await page.locator(".sheet .button.grave").first().click();
      await page.locator("dialog .button.grave").click();
      await expect.poll(() => page.locator("main > .sheet").count(), { timeout: 20_000 }).toBeLessThan(left);
    }
    await page.locator(".done-now", { hasText: "C’est arrêté" }).waitFor();
    const tax = demo.documents.find(({ file }) => file.includes("avis-impot"))?.document_id ?? "";
    expect(() => demo.coffre("professional", "open", "--output", join(demo.folder, "interdit.pdf"), tax)).toThrow();
    await way(page, 1);
    expect(await textOf(page, ".remark")).toContain("a été vérifié ici");
    expect(await textOf(page, ".line")).toContain("Vous avez retiré une autorisation");
    await page.locator(".tick input").check();
    const lines = await textOf(page, ".line");
    expect(lines).not.toContain("Vous avez ouvert");
    expect(await textOf(page, ".line.refused")).toMatch(/Refusé\. .*Claire Morel.* a voulu ouvrir .*l’autorisation a été retirée/);
    await context.close();
  });

  it("a journal that was changed on the way is not believed", async () => {
    const { page, context } = await enter();
    demo.line.change(LOG, (body) => {
      const told = JSON.parse(body.toString()) as { entries: unknown[] };
      told.entries.splice(2, 1);
      return JSON.stringify(told);
    });
    await way(page, 1);
    expect(await textOf(page, "main")).toContain("Ne le croyez pas");
    expect(await page.getByRole("button", { name: "Essayer encore" }).count()).toBe(0);
    expect(await page.locator(".line").count()).toBe(0);
    await context.close();
  });

  it("a journal whose requests are nobody's is not believed", async () => {
    const { page, context } = await enter();
    demo.line.change(LOG, (body) => JSON.stringify({ ...(JSON.parse(body.toString()) as object), signers: [] }));
    await way(page, 1);
    expect(await textOf(page, "main")).toContain("Ne le croyez pas");
    expect(await page.locator(".line").count()).toBe(0);
    await context.close();
  });
});

describe("the account", () => {
  it("the code is changed with the card and the old code, and the old one no longer opens", async () => {
    const { page, context } = await enter();
    await way(page, 3);
    await page.locator(".tile").first().click();
    await prove(page);
    const next = "73915";
    for (let i = 0; i < 2; i++) {
      await page.locator(".code-field").fill(next);
      await page.locator(".keypad .button.first").click();
    }
    await page.waitForURL("**/accueil");
    await page.locator(".done-now", { hasText: "Votre code est changé" }).waitFor();
    await context.close();
    const again = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await again.page.goto(`/#${person.card}`);
    await again.page.locator(".code-field").fill(person.pin);
    await again.page.keyboard.press("Enter");
    await again.page.locator(".failure").waitFor();
    person = { ...person, pin: next };
    await again.context.close();
  });

  it("closing the vault gives a receipt and days to change one's mind; a wrong code closes nothing", async () => {
    const { page, context } = await enter();
    await way(page, 3);
    await page.locator(".tile").nth(4).click();
    await page.getByRole("button", { name: "Oui, je veux fermer mon coffre" }).click();
    const right = person;
    person = { ...person, pin: "4072" };
    await prove(page);
    await page.locator(".failure").waitFor();
    person = right;
    await page.locator(".code-field").fill(person.pin);
    await page.locator(".keypad .button.first").click();
    await page.locator(".receipt").waitFor();
    await page.getByRole("button", { name: "Accueil" }).click();
    await page.locator(".remark", { hasText: "sera détruit" }).waitFor();
    await page.getByRole("button", { name: "Garder mon coffre" }).click();
    await prove(page);
    await page.waitForURL("**/accueil");
    await page.locator(".done-now", { hasText: "Votre coffre reste ouvert" }).waitFor();
    await settled(page);
    expect(await page.locator(".remark", { hasText: "sera détruit" }).count()).toBe(0);
    await context.close();
  });

  it("a new card is printed, opens the vault, and the old one no longer does", async () => {
    const { page, context } = await enter();
    await way(page, 3);
    await page.locator(".tile").nth(1).click();
    await page.getByRole("button", { name: "Oui, l’imprimante est prête" }).click();
    await prove(page);
    for (let i = 0; i < 2; i++) {
      await page.locator(".code-field").fill("62840");
      await page.locator(".keypad .button.first").click();
    }
    const code = (await page.locator(".paper-code").innerText()).replace(/\s/g, "");
    expect(code).toMatch(/^[A-Z2-7]{52}$/);
    await context.close();
    const old = await openWindow(browser, demo.origin, "phone", "fr-FR");
    await old.page.goto(`/#${person.card}`);
    await old.page.locator(".code-field").fill(person.pin);
    await old.page.keyboard.press("Enter");
    await old.page.locator(".failure").waitFor();
    await old.context.close();
    person = { card: code, pin: "62840" };
    const fresh = await enter();
    expect(await fresh.page.locator(".tile").count()).toBeGreaterThan(2);
    await fresh.context.close();
  });
});
