// A desk's day in a real browser: members, a vault opened side by side, a mandate, papers, a new card, a forgotten code. SPECIMEN.
import { resolve } from "node:path";
import jsqr from "jsqr";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import { openWindow, startBrowser, type Window } from "./harness/browser.ts";
import { sheet } from "./harness/pdf.ts";
import { createOrganisation, invite, logIn, type Person, readCard, showCard, typeCode } from "./harness/people.ts";
import { takePicture } from "./harness/picture.ts";
import { goWithin } from "./harness/within.ts";
import { type Server, startServer } from "./harness/server.ts";

const ORGANISATION = "CCAS SPECIMEN";
const CODES = { professional: "5829", zoe: "7306", again: "4962", reset: "8153" } as const;
const PAPER = Buffer.from("Attestation de domiciliation. SPECIMEN.\n");
/** A picture of one red pixel. */
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC", "base64");

/** jsQR is CommonJS: here its function is the default of the default. */
const decode = (jsqr as unknown as { default?: typeof jsqr }).default ?? jsqr;

let server: Server;
let browser: Browser;
let referent: Person;
let professional: Person;
let zoe: Person;
let desk: Window;
let page: Page;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser(server);
  referent = invite(server, "referent", "Nadia SPECIMEN");
  await createOrganisation(server, referent, ORGANISATION);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Axe finds nothing and nothing stands outside the window, in French and in Arabic; a picture is kept when COFFRE_PICTURES names a folder. */
async function look(name: string): Promise<void> {
  const folder = process.env["COFFRE_PICTURES"];
  await expect.poll(() => page.locator("main progress").count()).toBe(0);
  for (const tag of ["ar", "fr"]) {
    await page.locator(`.languages [lang=${tag}]`).click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
    expect(await violations(page), `${name} ${tag}`).toEqual([]);
    for (const [size, viewport] of Object.entries({ phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } })) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${name} ${tag} ${size}`).toBeLessThanOrEqual(0);
      if (folder === undefined) continue;
      await takePicture(page, resolve(folder, `desk-${name}-${size}-${tag}.png`));
    }
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => document.documentElement.setAttribute("data-size", "200"));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${name} at 200 %`).toBeLessThanOrEqual(0);
  await page.evaluate(() => document.documentElement.setAttribute("data-size", "100"));
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** What a camera reads in the QR code that is drawn: its squares, four pixels each, before a decoder. */
async function readQr(): Promise<string | undefined> {
  const [size, path] = await page.locator(".qr").evaluate((drawn) => [Number(drawn.getAttribute("viewBox")?.split(" ")[2]), drawn.querySelector("path")?.getAttribute("d") ?? ""] as const);
  const pixels = new Uint8ClampedArray((4 * size) ** 2 * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1/g)) {
    for (let at = 0; at < 16; at += 1) {
      const pixel = (Number(y) * 4 + (at >> 2)) * 4 * size + Number(x) * 4 + (at & 3);
      pixels.fill(0, pixel * 4, pixel * 4 + 3);
    }
  }
  return decode(pixels, 4 * size, 4 * size)?.data;
}

/** The card that is shown to be printed, as hands would copy it. */
async function printedCard(pin: string): Promise<Person> {
  const card = (await page.locator(".card-of-paper .paper-code").innerText()).replace(/\s/g, "");
  expect(card).toMatch(/^[A-Z2-7]{52}$/);
  expect(await readQr(), "what a camera reads").toBe(`${server.origin}/#${card}`);
  return { card, pin };
}

const button = (name: string | RegExp) => page.getByRole("button", { name });
/** A sentence, whatever invisible marks keep its names and numbers apart, or its words together. */
const says = (told: string) => page.getByText(new RegExp([...told].map((letter) => (letter === " " ? "\\s" : letter.replace(/[.*+?^${}()|[\]\\]/, "\\$&"))).join("[\u2066-\u2069]*")));
const step = (name: string | RegExp) => page.getByRole("heading", { name, level: 2 }).waitFor();

async function enter(person: Person): Promise<void> {
  await desk?.context.close();
  desk = await openWindow(browser, server.origin, "desk", "fr-FR");
  page = desk.page;
  await logIn(page, person);
  await step("Trouver une personne");
}

async function chooseCode(code: string): Promise<void> {
  await typeCode(page, code);
  await page.getByLabel("Encore le même code").fill(code);
  await page.locator(".keypad .button.first").click();
}

async function openZoe(): Promise<void> {
  await page.getByLabel("Nom, prénom ou date de naissance").fill("zoe spec");
  await button(/Zoé SPECIMEN Date/).click();
  await step("Zoé SPECIMEN");
}

describe("the référent", () => {
  it("adds a member, who chooses a code; the card is printed once and opens", async () => {
    await enter(referent);
    await says("Aucun coffre n’est encore ouvert").waitFor();
    await look("home-empty");
    await button(/Les membres de la structure/).click();
    await says("C’est vous.").waitFor();
    await button("Ajouter un membre").click();
    await page.getByLabel("Nom affiché").fill("Claire SPECIMEN");
    await look("team-add");
    await button("Continuer").click();
    await typeCode(page, "1234");
    expect(await page.locator(".failure").innerText()).toContain("trop facile");
    await chooseCode(CODES.professional);
    await step("Pour ajouter : votre carte de référent");
    await look("team-sign");
    await showCard(page, referent);
    await step("Imprimer la carte");
    await look("team-printed");
    professional = await printedCard(CODES.professional);
    await button("C’est imprimé").click();
    await says("Le membre est ajouté.").waitFor();
    await page.getByRole("heading", { name: "Claire SPECIMEN" }).waitFor();
    await look("team");
    expect(desk.complaints).toEqual([]);
  });

  it("suspends a member at once, and lets them back in with card and code", async () => {
    await button(/Suspendre/).click();
    await page.getByRole("dialog").getByRole("button", { name: "Suspendre" }).click();
    await says("Claire SPECIMEN est suspendu.").waitFor();
    const other = await openWindow(browser, server.origin, "phone", "fr-FR");
    await other.page.goto(`/#${professional.card}`);
    await typeCode(other.page, professional.pin);
    await other.page.locator(".failure").waitFor();
    await other.context.close();
    await button(/Rétablir/).click();
    await showCard(page, referent);
    await says("Claire SPECIMEN peut agir de nouveau.").waitFor();
  });
});

describe("a member who is no référent", () => {
  it("sees who the others are, and is offered nothing that only a référent does; what is for an auditor is no screen", async () => {
    await enter(professional);
    await goWithin(page, "/equipe");
    await page.getByRole("heading", { name: "Nadia SPECIMEN" }).waitFor();
    expect(await page.locator(".member").count()).toBe(2);
    for (const name of [/Ajouter un membre/, /Suspendre/, /Retirer/]) expect(await button(name).count()).toBe(0);
    await goWithin(page, "/chiffres");
    await page.getByRole("heading", { name: "Cette page n’existe pas", level: 1 }).waitFor();
    await button("Aller au début").click();
    await step("Trouver une personne");
  });
});

describe("a vault, side by side", () => {
  it("that is refused leaves no name", async () => {
    await enter(professional);
    await button(/Ouvrir un coffre avec une personne/).click();
    await button("Continuer").click();
    expect(await page.locator(".wrong").count()).toBe(2);
    await page.getByLabel("Prénom").fill("Zoé");
    await page.getByLabel("Nom de famille").fill("SPECIMEN");
    await page.getByLabel("Date de naissance").fill("1987-04-23");
    await look("create-who");
    await button("Continuer").click();
    await button("L’écran est tourné").click();
    await step("C’est à vous de décider");
    await look("create-consent");
    await button("Je refuse").click();
    await step("La personne a dit non");
    await button("Revenir à l’accueil").click();
    await says("Aucun coffre n’est encore ouvert").waitFor();
  });

  it("is opened with a consent, a code typed twice, a card and a recovery sheet", async () => {
    await button(/Ouvrir un coffre avec une personne/).click();
    expect(await page.getByLabel("Prénom").inputValue()).toBe("");
    await page.getByLabel("Prénom").fill("Zoé");
    await page.getByLabel("Nom de famille").fill("SPECIMEN");
    await page.getByLabel("Date de naissance").fill("1987-04-23");
    await button("Continuer").click();
    await button("L’écran est tourné").click();
    expect(await page.locator(".consent").innerText()).toContain(`${ORGANISATION} crée le coffre avec vous`);
    await button("J’accepte").click();
    // The birth date is the first thing that a thief would try.
    await typeCode(page, "2304");
    expect(await page.locator(".failure").innerText()).toContain("trop facile");
    await typeCode(page, CODES.zoe);
    await look("create-code");
    await page.getByLabel("Encore le même code").fill("9999");
    await page.locator(".keypad .button.first").click();
    expect(await page.locator(".failure").innerText()).toContain("pas les mêmes");
    await chooseCode(CODES.zoe);
    await step("Imprimer la carte");
    zoe = await printedCard(CODES.zoe);
    await look("create-card");
    expect(await page.locator(".card-of-paper").innerText()).not.toContain("Zoé");
    await page.getByLabel("Écrire le nom sur la carte").check();
    expect(await page.locator(".card-of-paper").innerText()).toContain("Zoé SPECIMEN");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("header").isVisible()).toBe(false);
    expect(await button("Imprimer").count()).toBe(0);
    expect(await page.locator(".card-of-paper .qr").isVisible()).toBe(true);
    if (process.env["COFFRE_PICTURES"] !== undefined) await page.screenshot({ path: resolve(process.env["COFFRE_PICTURES"], "desk-create-card-on-paper.png"), fullPage: true });
    await page.emulateMedia({ media: "screen" });
    await button("La carte est imprimée").click();
    await step("Imprimer la feuille de secours");
    expect(await page.locator(".card-of-paper").count()).toBe(0);
    await look("create-sheet");
    await button("C’est imprimé").click();
    await step("Le coffre est ouvert");
    await button("Revenir à l’accueil").click();
    await says("1 personne dans votre structure").waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it("is found as one types, and shows nothing without a mandate", async () => {
    const search = page.getByLabel("Nom, prénom ou date de naissance");
    await search.fill("dupont");
    await says("Personne ne porte ce nom ici").waitFor();
    await search.fill("ZOE 23/04");
    await button(/Zoé SPECIMEN.*23 avril 1987/).waitFor();
    await look("home-found");
    await openZoe();
    await says("Vous n’avez pas d’autorisation pour ce coffre.").waitFor();
    await look("person-none");
  });
});

describe("a mandate", () => {
  const ask = async (): Promise<void> => {
    await button(/Demander une autorisation/).click();
    await page.getByLabel("Identité").check();
    await page.getByLabel("Logement").check();
    await page.getByLabel("ajouter", { exact: true }).check();
    await page.getByLabel("Pour quelle démarche ?").selectOption("rsa");
    await page.getByLabel("Pendant combien de temps ?").selectOption("7");
  };

  it("that the person refuses is not there", async () => {
    await ask();
    await look("grant-terms");
    await button("Continuer").click();
    await look("grant-turn");
    await button("L’écran est tourné").click();
    const consent = await page.locator(".consent").innerText();
    for (const part of [ORGANISATION, "7 jours", "Identité, Logement", "voir, ajouter", "dossier RSA"]) expect(consent).toContain(part);
    await look("grant-consent");
    await button("Je refuse").click();
    await step("C’est non");
    await button("Revenir au coffre de la personne").click();
    await says("Vous n’avez pas d’autorisation pour ce coffre.").waitFor();
  });

  it("is signed with the person's card and code, and with no other", async () => {
    await ask();
    await button("Continuer").click();
    await button("L’écran est tourné").click();
    await button("J’accepte").click();
    await look("grant-sign");
    await showCard(page, professional);
    await expect.poll(() => page.locator(".failure").innerText()).toContain("autre coffre");
    await button("Prendre une autre carte").click();
    await showCard(page, zoe, "0000");
    await expect.poll(() => page.locator(".failure").innerText()).toContain("Essais restants");
    await typeCode(page, zoe.pin);
    await step("L’autorisation est donnée");
    await look("grant-granted");
    await button("Revenir au coffre de la personne").click();
    await says("Vous pouvez : voir, ajouter. Pour : dossier RSA.").waitFor();
    await says("Il n’y a pas encore de papier ici.").waitFor();
  });
});

describe("papers", () => {
  const line = (title: string) => page.locator(".upload", { hasText: title });

  it("several at once, each with its own progress, and one taken back", async () => {
    await page.getByLabel("Dans quel dossier ?").selectOption({ label: "Logement" });
    await page.locator("input[type=file]").setInputFiles([
      { name: "attestation.txt", mimeType: "text/plain", buffer: PAPER },
      { name: "photo.png", mimeType: "image/png", buffer: PICTURE },
      { name: "erreur.txt", mimeType: "text/plain", buffer: PAPER },
      { name: "hostile.png", mimeType: "image/png", buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='globalThis.injected=true'/>") },
      { name: "contrat.pdf", mimeType: "application/pdf", buffer: sheet() },
    ]);
    for (const title of ["attestation", "photo", "erreur", "hostile", "contrat"]) await line(title).and(page.locator("[data-state=done]")).waitFor();
    await line("erreur").getByRole("button", { name: "Annuler cet ajout" }).click();
    await line("erreur").and(page.locator("[data-state=undone]")).waitFor();
    await expect.poll(() => page.locator("section .tile-title").allInnerTexts()).toEqual(expect.arrayContaining(["attestation", "photo"]));
    await expect.poll(() => page.locator("section .tile-title").allInnerTexts()).not.toContain("erreur");
    await look("person-papers");
  });

  it("dropped into the page while the network is cut, arrive once it is back", async () => {
    await desk.context.setOffline(true);
    await page.locator(".drop").evaluate((drop) => {
      const files = new DataTransfer();
      files.items.add(new File(["SPECIMEN"], "coupure.txt", { type: "text/plain" }));
      drop.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    });
    await page.waitForTimeout(800);
    await desk.context.setOffline(false);
    const state = (): Promise<string | null> => line("coupure").getAttribute("data-state");
    await expect.poll(state, { timeout: 20_000 }).toMatch(/done|failed/);
    // What cannot even be sealed without the server waits for a touch; nothing is lost.
    if ((await state()) === "failed") await line("coupure").getByRole("button", { name: "Essayer encore" }).click();
    await line("coupure").and(page.locator("[data-state=done]")).waitFor();
    desk.complaints.length = 0;
  });

  it("cut in the middle of its upload, goes on by itself and is there once", async () => {
    const cut = server.line.cut({ path: /^\/v1\/.*\/uploads\// }, 1);
    await page.locator("input[type=file]").setInputFiles([{ name: "reprise.txt", mimeType: "text/plain", buffer: PAPER }]);
    await line("reprise").and(page.locator("[data-state=cut]")).waitFor();
    await says("L’envoi reprend tout seul").waitFor();
    await line("reprise").and(page.locator("[data-state=done]")).waitFor();
    cut.lift();
    expect(cut.calls.length).toBe(2);
    await expect.poll(async () => (await page.locator("section .tile-title").allInnerTexts()).filter((title) => title === "reprise").length).toBe(1);
    desk.complaints.length = 0;
  });

  it("are opened for a purpose, told beforehand that the person will read it", async () => {
    await button(/^photo/).click();
    await says("sera écrite dans le journal").waitFor();
    expect(await page.getByLabel("Pour quelle démarche ?").inputValue()).toBe("rsa");
    await look("open-purpose");
    await page.getByLabel("Pour quelle démarche ?").selectOption("housing");
    await button("Ouvrir ce papier").click();
    await page.locator("img.opened").waitFor();
    expect(await page.locator("img.opened").evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1);
    await look("opened");
    await button("Fermer ce papier").click();
    await button(/^attestation/).click();
    await button("Ouvrir ce papier").click();
    await expect.poll(() => page.locator("pre.opened").innerText()).toContain("Attestation de domiciliation. SPECIMEN.");
    await button("Fermer ce papier").click();
    // A PDF from elsewhere: its page as a picture.
    await button(/^contrat/).click();
    await button("Ouvrir ce papier").click();
    await expect.poll(() => page.locator("canvas.paper-picture").evaluate((canvas: HTMLCanvasElement) => canvas.width), { timeout: 20_000 }).toBe(1240);
    await look("opened-pdf");
    await button("Fermer ce papier").click();
    // A drawing that would run a script, under the name of a picture.
    await button(/^hostile/).click();
    await button("Ouvrir ce papier").click();
    await says("n’est pas ce qu’il dit être").waitFor();
    expect(await button("Enregistrer sur ce poste").count()).toBe(0);
    expect(await page.locator("img.opened, pre.opened").count()).toBe(0);
    expect(await page.evaluate(() => (globalThis as { injected?: boolean }).injected)).toBeUndefined();
    await button("Fermer ce papier").click();
    expect(desk.complaints).toEqual([]);
  });

  it("whose mandate ends soon are called to mind at home", async () => {
    await page.locator(".way-back").click();
    await step("Autorisations qui finissent dans les 30 jours");
    await button(/Zoé SPECIMEN.*dossier RSA/).waitFor();
    await look("home-ending");
  });
});

describe("the person's card and code", () => {
  it("the card is replaced: the new one opens, the old one no longer", async () => {
    await openZoe();
    await button(/Remplacer la carte/).click();
    await look("replace");
    await showCard(page, professional);
    await expect.poll(() => page.locator(".failure").innerText()).toContain("autre coffre");
    await button("Prendre une autre carte").click();
    await showCard(page, zoe);
    await step("Choisissez votre code");
    await chooseCode(CODES.again);
    await step("Imprimer la carte");
    const former = zoe;
    zoe = await printedCard(CODES.again);
    await button("C’est imprimé").click();
    await step("La nouvelle carte est prête");
    const other = await openWindow(browser, server.origin, "phone", "fr-FR");
    await other.page.goto(`/#${former.card}`);
    await typeCode(other.page, former.pin);
    await other.page.locator(".failure").waitFor();
    await logIn(other.page, zoe);
    await other.context.close();
    await button("Revenir au coffre de la personne").click();
    await step("Zoé SPECIMEN");
  });

  it("a forgotten code needs two members, then the person chooses another", async () => {
    await button(/Code oublié/).click();
    await look("reset");
    const vouch = async (member: Person, count: string): Promise<void> => {
      await button(/Je donne mon accord/).click();
      await showCard(page, member);
      await says(`Accords : ${count} sur 2`).waitFor();
    };
    const choose = async (): Promise<void> => {
      await button(/Choisir le nouveau code/).click();
      await readCard(page, zoe.card);
      await chooseCode(CODES.reset);
    };
    await vouch(professional, "1");
    await choose();
    await expect.poll(() => page.locator(".failure").innerText()).not.toBe("");
    await look("reset-refused");
    await button("Faire autrement").click();
    await vouch(referent, "2");
    await choose();
    await step("Le nouveau code est choisi");
    const other = await openWindow(browser, server.origin, "phone", "fr-FR");
    await logIn(other.page, { ...zoe, pin: CODES.reset });
    await other.context.close();
  });
});

describe("at the end", () => {
  it("the référent removes the member, whose card opens nothing any more", async () => {
    await enter(referent);
    await button(/Les membres de la structure/).click();
    await button(/Retirer/).click();
    await look("team-remove");
    await showCard(page, referent);
    await says("Claire SPECIMEN est retiré.").waitFor();
    const other = await openWindow(browser, server.origin, "phone", "fr-FR");
    await other.page.goto(`/#${professional.card}`);
    await typeCode(other.page, professional.pin);
    await other.page.locator(".failure").waitFor();
    await other.context.close();
    await page.locator(".way-back").click();
    await openZoe();
    await desk.context.close();
  });
});
