// Every screen on one page: its address, its title, its code (loaded when it is opened) and who may see it. An address is added
// here and in `screens.json`, from which the server knows it; a test compares the two.
import type { ComponentType } from "preact";
import { Welcome } from "../screens/welcome.tsx";
import type { AccountKind } from "./vault.ts";

/** What a screen is given. */
export interface ScreenProps {
  /** What the screen before it handed over; none after a reload. */
  readonly given: unknown;
}

/** A screen. */
export interface Screen {
  readonly path: string;
  /** The message that is its title, on the screen and in the window. */
  readonly title: string;
  /** Who may see it: anyone, any open session, or one kind of account. */
  readonly for: "anyone" | "session" | AccountKind;
  readonly view: ComponentType<ScreenProps> | (() => Promise<ComponentType<ScreenProps>>);
  /** Whether `view` is still to be loaded. */
  readonly lazy?: true;
}

/** In the order in which one meets them. */
export const SCREENS: readonly Screen[] = [
  { path: "/", title: "page-welcome-title", for: "anyone", view: Welcome },
  { path: "/borne", title: "page-kiosk-title", for: "anyone", view: Welcome },
  { path: "/accueil", title: "page-home-title", for: "session", lazy: true, view: () => import("../screens/home.tsx").then((m) => m.Home) },
  { path: "/affichage", title: "page-display-title", for: "anyone", lazy: true, view: () => import("../screens/display.tsx").then((m) => m.DisplayScreen) },
  { path: "/aide", title: "page-help-title", for: "anyone", lazy: true, view: () => import("../screens/help.tsx").then((m) => m.Help) },
  { path: "/fini", title: "page-done-title", for: "anyone", lazy: true, view: () => import("../screens/done.tsx").then((m) => m.Done) },
  { path: "/accessibilite", title: "page-accessibility-title", for: "anyone", lazy: true, view: () => import("../screens/accessibility.tsx").then((m) => m.Accessibility) },
  // The person's own vault.
  { path: "/papier", title: "page-paper-title", for: "beneficiary", lazy: true, view: () => import("../screens/vault/paper.tsx").then((m) => m.PaperScreen) },
  { path: "/journal", title: "page-log-title", for: "beneficiary", lazy: true, view: () => import("../screens/vault/log.tsx").then((m) => m.LogScreen) },
  { path: "/autorisations", title: "page-mandates-title", for: "beneficiary", lazy: true, view: () => import("../screens/vault/mandates.tsx").then((m) => m.MandatesScreen) },
  { path: "/ajouter", title: "page-add-title", for: "beneficiary", lazy: true, view: () => import("../screens/vault/add.tsx").then((m) => m.AddScreen) },
  { path: "/compte", title: "page-account-title", for: "beneficiary", lazy: true, view: () => import("../screens/vault/account.tsx").then((m) => m.AccountScreen) },
  { path: "/emporter", title: "page-export-title", for: "beneficiary", lazy: true, view: () => import("../screens/vault/take_away.tsx").then((m) => m.TakeAwayScreen) },
  // The professional's.
  { path: "/personne", title: "page-person-title", for: "staff", lazy: true, view: () => import("../screens/desk/person.tsx").then((m) => m.Person) },
  { path: "/autorisation", title: "page-grant-title", for: "staff", lazy: true, view: () => import("../screens/desk/grant.tsx").then((m) => m.Grant) },
  { path: "/nouveau-coffre", title: "page-create-title", for: "staff", lazy: true, view: () => import("../screens/desk/create.tsx").then((m) => m.Create) },
  { path: "/nouvelle-carte", title: "page-replace-title", for: "staff", lazy: true, view: () => import("../screens/desk/replace.tsx").then((m) => m.Replace) },
  { path: "/code-oublie", title: "page-reset-title", for: "staff", lazy: true, view: () => import("../screens/desk/reset.tsx").then((m) => m.Reset) },
  { path: "/equipe", title: "page-team-title", for: "staff", lazy: true, view: () => import("../screens/desk/team.tsx").then((m) => m.Team) },
  // The auditor's.
  { path: "/chiffres", title: "page-figures-title", for: "auditor", lazy: true, view: () => import("../screens/audit/figures.tsx").then((m) => m.Figures) },
  { path: "/lignes", title: "page-entries-title", for: "auditor", lazy: true, view: () => import("../screens/audit/entries.tsx").then((m) => m.Entries) },
];
