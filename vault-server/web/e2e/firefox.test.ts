// The main journey in Debian's Firefox ESR: the card, the papers, one that is opened, one that is added, who looked.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, startDemo } from "./harness/demo.ts";
import { ENTER, type Fox, startFirefox } from "./harness/firefox.ts";

let demo: Demo;
let fox: Fox;

beforeAll(async () => {
  demo = await startDemo();
  fox = await startFirefox(demo);
});

afterAll(async () => {
  await fox?.close();
  await demo?.stop();
});

describe("Firefox ESR", () => {
  it("logs a person in with the card and the code", async () => {
    const { card, pin } = demo.people.beneficiary;
    await fox.goto(`/#${card}`);
    expect(await fox.run("() => location.hash")).toBe("");
    await fox.fill(".code-field", `${pin}${ENTER}`);
    await fox.wait(".tile", "carte-identite");
    expect(await fox.run("() => location.pathname")).toBe("/accueil");
    expect(fox.complaints).toEqual([]);
  });

  it("loads what replaces a primitive that it lacks, and only that", async () => {
    const lacks = await fox.run<string[]>(`async () => {
      const found = [];
      for (const name of ["X25519", "Ed25519"]) await crypto.subtle.generateKey(name, false, name === "X25519" ? ["deriveBits"] : ["sign", "verify"]).catch(() => found.push("curves"));
      await crypto.subtle.generateKey("ML-KEM-768", false, ["encapsulateBits", "decapsulateBits"]).catch(() => found.push("mlkem"));
      return [...new Set(found)];
    }`);
    console.log(`Firefox ${fox.version} lacks: ${lacks.join(", ") || "nothing"}`);
    const loaded = ["curves", "mlkem"].filter((name) => fox.asked.some((url) => url.includes(`/assets/${name}-`)));
    expect(loaded).toEqual(lacks);
  });

  it("shows a paper that `coffre` added, and keeps a copy that is the same byte for byte", async () => {
    await fox.click(".tile", "carte-identite");
    await fox.wait(".paper-picture");
    expect(await fox.run("() => document.querySelector('.paper-picture').decode().then(() => document.querySelector('.paper-picture').naturalWidth)")).toBeGreaterThan(10);
    await fox.click("button", "Garder une copie");
    const original = readFileSync(demo.documents.find(({ file }) => file.endsWith(".jpg"))?.file ?? "");
    await expect.poll(() => readdirSync(fox.downloads).map((name) => readFileSync(join(fox.downloads, name)).equals(original)), { timeout: 20_000 }).toEqual([true]);
    expect(fox.complaints).toEqual([]);
  });

  it("draws a PDF from elsewhere", async () => {
    await fox.click(".way-back");
    await fox.click(".tile", "avis-impot");
    await fox.wait("canvas.paper-picture");
    const dark = (): Promise<number> =>
      fox.run<number>(`() => {
        const canvas = document.querySelector("canvas.paper-picture");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 90) count += 1;
        return count;
      }`);
    await expect.poll(dark, { timeout: 30_000 }).toBeGreaterThan(10_000);
    expect(fox.complaints).toEqual([]);
  });

  it("adds a paper, and `coffre` opens it byte for byte", async () => {
    const file = join(demo.folder, "attestation.pdf");
    const bytes = Buffer.concat([Buffer.from("%PDF-1.4 SPECIMEN\n"), Buffer.alloc(300_000, "SPECIMEN ")]);
    writeFileSync(file, bytes);
    await fox.click(".way-back");
    await fox.click(".way", "Ajouter");
    await fox.choose("input[type=file]", file);
    await fox.wait("select");
    await fox.fill("input[type=text]", "Attestation SPECIMEN");
    await fox.click("button", "Ajouter à mon coffre");
    await fox.wait(".tile", "Attestation SPECIMEN");
    const before = JSON.stringify(demo.coffre("beneficiary", "list")).split("Attestation SPECIMEN")[0] ?? "";
    const id = [...before.matchAll(/"document_id":\s*"([0-9a-f]{32})"/g)].at(-1)?.[1] ?? "";
    const out = join(demo.folder, "attestation-ouverte.pdf");
    demo.coffre("beneficiary", "open", "--output", out, id);
    expect(readFileSync(out).equals(bytes)).toBe(true);
    expect(fox.complaints).toEqual([]);
  });

  it("tells who looked, verified in the page", async () => {
    await fox.click(".way", "Qui a regardé");
    await fox.wait(".line", "Claire Morel");
    expect((await fox.wait(".remark")).replace(/[\u2066-\u2069]/g, "")).toContain("a été vérifié ici");
    expect(fox.complaints).toEqual([]);
  });

  it("shows nothing more after the end, nor after « Je quitte vite », with Back", async () => {
    const { card, pin } = demo.people.beneficiary;
    const ends = { ".kiosk-bar .button": "C’est fini", ".quick-leave": "" };
    for (const [way, said] of Object.entries(ends)) {
      if (said === "") {
        await fox.goto(`/#${card}`);
        await fox.fill(".code-field", `${pin}${ENTER}`);
        await fox.click(".tile", "carte-identite");
        await fox.wait(".paper-picture");
      }
      await fox.click(way);
      if (said === "") await expect.poll(() => fox.run("() => location.pathname").catch(() => ""), { timeout: 10_000 }).toBe("/calme");
      else await fox.wait("h1", said);
      for (const step of [-1, -1, 1]) {
        await fox.run(`() => history.go(${step})`).catch(() => undefined);
        await new Promise((done) => setTimeout(done, 700));
        expect(await fox.run<string>("() => document.body.innerText")).not.toContain("carte-identite");
        expect(await fox.run("() => document.querySelectorAll('.paper-picture, .line').length")).toBe(0);
      }
    }
    await fox.goto("/accueil");
    await fox.wait("h1", "Le coffre est fermé");
    expect(fox.complaints).toEqual([]);
  });
});
