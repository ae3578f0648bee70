// Every screen that can be seen without a session, and how one gets there. Screenshots, axe and large text go through this list.
import type { Page } from "playwright-core";

/** A made-up card: its form is right, no server knows it. SPECIMEN. */
export const SPECIMEN_CARD = "AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBOGAZDINRYHI6FNSA";

/** A state of the page. */
export interface Shown {
  readonly name: string;
  readonly reach: (page: Page) => Promise<void>;
}

const at = (path: string) => async (page: Page): Promise<void> => {
  await page.goto(path);
  await page.locator("h1").waitFor();
};

/** The heading of the screen is there and nothing is loading. */
async function settled(page: Page): Promise<void> {
  await page.locator("main .progress").waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready);
}

/** A button by the pictogram that it bears, in whatever language. */
async function press(page: Page, order: number): Promise<void> {
  await page.locator(".tile").nth(order).click();
}

async function codeStep(page: Page): Promise<void> {
  await page.goto(`/#${SPECIMEN_CARD}`);
  await page.locator(".keypad").waitFor();
}

/** The list. */
export const SHOWN: readonly Shown[] = [
  { name: "welcome", reach: at("/") },
  {
    name: "welcome-open",
    reach: async (page) => {
      await at("/")(page);
      for (const summary of await page.locator("summary").all()) await summary.click();
    },
  },
  { name: "kiosk", reach: at("/borne") },
  {
    name: "camera-missing",
    reach: async (page) => {
      await at("/")(page);
      await press(page, 0);
      await page.locator(".failure").waitFor();
    },
  },
  {
    name: "typing",
    reach: async (page) => {
      await at("/")(page);
      await press(page, 1);
    },
  },
  {
    name: "typing-wrong",
    reach: async (page) => {
      await at("/")(page);
      await press(page, 1);
      await page.locator("textarea").fill(SPECIMEN_CARD.replace("Q", "R"));
      await page.locator("main .button.first").click();
      await page.locator(".wrong").waitFor();
    },
  },
  { name: "code", reach: codeStep },
  {
    name: "code-refused",
    reach: async (page) => {
      await codeStep(page);
      await page.locator(".code-field").fill("4071");
      await page.locator("main .button.first").click();
      await page.locator(".failure").waitFor();
    },
  },
  { name: "display", reach: at("/affichage") },
  { name: "help", reach: at("/aide") },
  { name: "accessibility", reach: at("/accessibilite") },
  { name: "over", reach: at("/accueil") },
  { name: "done", reach: at("/fini") },
  { name: "nowhere", reach: at("/papiers-perdus") },
];

/** Goes to a state and waits until it stands still. */
export async function reach(page: Page, shown: Shown): Promise<void> {
  await shown.reach(page);
  await settled(page);
}
