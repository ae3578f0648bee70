// What the lists of screens do not meet by going from one to the next: failures, warnings, questions, nothing found. Each begins with
// its own login. Axe, large text and pictures go through this list too.
import type { Page } from "playwright-core";
import type { Demo, Who } from "./demo.ts";
import { logIn, typeCode } from "./people.ts";
import { home, REMIND, way } from "./vault.ts";
import { goWithin, speak } from "./within.ts";

/** A state of the page, with a session open. */
export interface State {
  readonly name: string;
  readonly who: Who;
  /** Before the login: what the network or somebody else does. */
  readonly before?: (demo: Demo) => void;
  readonly reach: (page: Page, demo: Demo) => Promise<void>;
}

const cut = (path: RegExp) => ({ line }: Demo): void => void line.cut({ path });

const failed = async (page: Page): Promise<void> => {
  await page.locator("main .failure").first().waitFor();
};

const paper = async (page: Page): Promise<void> => {
  await home(page);
  await page.locator(".tile", { hasText: "carte-identite" }).first().click();
  await page.locator(".paper-picture").waitFor();
};

/** The form of a reminder, on the paper. */
const remind = async (page: Page, day: string): Promise<void> => {
  await page.locator(REMIND).click();
  await page.locator("main input[type=date]").fill(day);
  await page.locator("main form .button.first").click();
};

/** Goes the way of a tile of the auditor's home. */
const audit = (order: number) => async (page: Page): Promise<void> => {
  await page.locator(".audit-sign .remark").waitFor();
  await page.locator(".tile").nth(order).click();
};

/** Comes in as whoever it is for, in a language, and goes to a state. */
export async function enter(page: Page, demo: Demo, state: State, language: string): Promise<void> {
  // What the state before asked of the line is over.
  demo.line.mend();
  state.before?.(demo);
  await logIn(page, demo.people[state.who]);
  await speak(page, language);
  await state.reach(page, demo);
  await page.locator("main .progress").first().waitFor({ state: "detached" });
}

/** Demonstrations in which somebody has already asked to enter. */
const asked = new WeakSet<Demo>();

/** The list. */
export const STATES: readonly State[] = [
  { name: "vault-home-cut", who: "beneficiary", before: cut(/^\/v1\/vaults\//), reach: failed },
  { name: "vault-recoveries-cut", who: "beneficiary", before: cut(/^\/v1\/recoveries/), reach: failed },
  {
    name: "vault-log-changed",
    who: "beneficiary",
    before: ({ line }) =>
      void line.change({ path: /^\/v1\/vaults\/\w+\/log/ }, (body) => {
        const told = JSON.parse(body.toString()) as { entries: unknown[] };
        told.entries.splice(2, 1);
        return JSON.stringify(told);
      }),
    reach: async (page) => {
      await way(page, 1);
      await failed(page);
    },
  },
  {
    name: "vault-paper-cut",
    who: "beneficiary",
    before: cut(/^\/v1\/openings/),
    reach: async (page) => {
      await home(page);
      await page.locator(".tile", { hasText: "carte-identite" }).first().click();
      await failed(page);
    },
  },
  {
    name: "vault-paper-held-up",
    who: "beneficiary",
    reach: async (page) => {
      await paper(page);
      await page.locator("main .row .button.first").first().click();
      await page.locator("dialog.held-up img").waitFor();
    },
  },
  {
    name: "vault-paper-move",
    who: "beneficiary",
    reach: async (page) => {
      await paper(page);
      await page.locator("summary").last().click();
      await page.locator("details .stack > .button").last().click();
      await page.locator("dialog").waitFor();
    },
  },
  {
    name: "vault-reminder-listed",
    who: "beneficiary",
    reach: async (page) => {
      await paper(page);
      if ((await page.locator(".reminder-text").count()) > 0) return;
      await remind(page, new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10));
      await page.locator(".reminder-text").waitFor();
    },
  },
  {
    name: "vault-reminder-wrong",
    who: "beneficiary",
    reach: async (page) => {
      await paper(page);
      await remind(page, "2020-02-03");
      await failed(page);
    },
  },
  {
    name: "vault-export-ready",
    who: "beneficiary",
    reach: async (page, demo) => {
      await way(page, 3);
      await page.locator(".tile").nth(3).click();
      await page.locator("main > .button.first").click();
      await page.locator(".tile").nth(1).click();
      await page.locator("textarea").fill(demo.people.beneficiary.card);
      await page.locator("form .button.first").click();
      await typeCode(page, demo.people.beneficiary.pin);
      await page.locator(".step").waitFor();
      await page.locator("main progress").waitFor({ state: "detached", timeout: 60_000 });
    },
  },
  {
    name: "vault-export-shared",
    who: "beneficiary",
    reach: async (page) => {
      await goWithin(page, "/borne");
      await goWithin(page, "/emporter");
      await page.locator(".remark").waitFor();
    },
  },
  {
    name: "vault-account-code",
    who: "beneficiary",
    reach: async (page, demo) => {
      await way(page, 3);
      await page.locator(".tile").first().click();
      await page.locator(".tile").nth(1).click();
      await page.locator("textarea").fill(demo.people.beneficiary.card);
      await page.locator("form .button.first").click();
      await page.locator(".keypad").waitFor();
    },
  },
  {
    name: "vault-home-recovery",
    who: "beneficiary",
    before: (demo) => {
      if (asked.has(demo)) return;
      asked.add(demo);
      demo.coffre("professional", "recovery", "start", "--vault", demo.vault, ...demo.proof("professional"));
    },
    reach: async (page) => {
      await page.locator("section.failure").waitFor();
    },
  },
  { name: "desk-home-cut", who: "professional", before: cut(/^\/v1\/organisations\/\w+\/directory/), reach: failed },
  {
    name: "desk-photo-missing",
    who: "professional",
    reach: async (page, demo) => {
      await page.locator("input[type=search]").fill(demo.people.beneficiary.name.split(" ")[0] ?? "");
      await page.locator(".tile", { hasText: demo.people.beneficiary.name.split(" ")[0] ?? "" }).first().click();
      await page.locator(".drop .button").nth(1).click();
      await failed(page);
    },
  },
  { name: "audit-home-cut", who: "auditor", before: cut(/^\/v1\/log\/entries/), reach: failed },
  {
    name: "audit-figures-tables",
    who: "auditor",
    reach: async (page) => {
      await audit(0)(page);
      await page.locator(".chart").nth(2).waitFor();
      for (const summary of await page.locator("main summary").all()) await summary.click();
    },
  },
  {
    name: "audit-entries-none",
    who: "auditor",
    reach: async (page) => {
      await audit(2)(page);
      await page.locator("input[type=date]").first().fill("2090-01-01");
      await page.locator(".lines").waitFor({ state: "detached" });
    },
  },
];
