// What lies in the person's vault, kept in memory while the session is open: each question to the server is a line of the journal.
import type { PaperState } from "../../ui/told.tsx";
import type { PictogramName } from "../../ui/pictograms.tsx";
import type { FolderKind } from "../../core/vocabulary.ts";
import { Failure } from "../../app/failure.ts";
import { type Session, session } from "../../app/vault.ts";
import type { Words } from "../../i18n/words.ts";

/** The vault, as the worker tells it. */
export type Contents = Awaited<ReturnType<Session["client"]["readVault"]>>;

/** One of its papers. */
export type Paper = Contents["papers"][number];

/** Days before the end of a paper from which one should think of the next. */
export const SOON_DAYS = 60;

const DAY_MS = 86_400_000;

let kept: { readonly of: Session; readonly contents: Promise<Contents> } | undefined;

// Nothing of a session is left to the next one.
session.watch(() => (kept = undefined));

/** The open session and its vault. Fails when it is over. */
export function own(): { readonly open: Session; readonly vault: string } {
  const open = session.value;
  if (open?.view.vault_id == null) throw new Failure("session-over");
  return { open, vault: open.view.vault_id };
}

/** The vault's contents, asked for once. */
export async function readContents(): Promise<Contents> {
  const { open, vault } = own();
  if (kept?.of !== open) {
    const contents = open.client.readVault("self", vault);
    kept = { of: open, contents };
    contents.catch(() => (kept = undefined));
  }
  return kept.contents;
}

/** Something was changed: the next question goes to the server. */
export function forgetContents(): void {
  kept = undefined;
}

/** Whether a paper still serves on a day; none when it says nothing of an end. */
export function stateOf(expiresOn: string | undefined, nowMs: number): PaperState | undefined {
  if (expiresOn === undefined) return undefined;
  const now = new Date(nowMs);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = (Date.parse(`${expiresOn}T00:00:00Z`) - today) / DAY_MS;
  if (days < 0) return "expired";
  return days <= SOON_DAYS ? "soon" : "valid";
}

const RANK: Record<PaperState, number> = { expired: 0, soon: 1, valid: 2 };

/** The reminders of a paper, the earliest day first. */
export function remindersOf({ reminders }: Pick<Contents, "reminders">, document: string): Contents["reminders"] {
  return reminders.filter((reminder) => reminder.document === document);
}

/** The reminder of a paper whose day has come, if there is one. */
export function dueReminder(contents: Pick<Contents, "reminders">, document: string, nowMs: number): Contents["reminders"][number] | undefined {
  return remindersOf(contents, document).find((reminder) => reminder.dueMs <= nowMs);
}

/** What is needed now first: what has ended or is to be renewed, what ends soon, then what was added last. */
export function sorted(contents: Pick<Contents, "papers" | "reminders">, nowMs: number): Paper[] {
  const { papers } = contents;
  const isDue = (paper: Paper): boolean => dueReminder(contents, paper.document, nowMs) !== undefined;
  const rank = (paper: Paper): number => (isDue(paper) ? RANK.expired : RANK[stateOf(paper.record?.expiresOn, nowMs) ?? "valid"]);
  return [...papers].sort((a, b) => rank(a) - rank(b) || b.depositedMs - a.depositedMs);
}

const FOLDER_PICTOGRAM: Record<FolderKind, PictogramName> = {
  identity: "card",
  housing: "home",
  resources: "coins",
  family: "people",
  health: "health",
  employment: "tools",
  residence: "language",
  justice: "scales",
  other: "paper",
  private: "lock",
};

/** The pictogram of a folder. */
export function folderPictogram(kind: FolderKind): PictogramName {
  return FOLDER_PICTOGRAM[kind];
}

/** What a paper is called: its title, or its kind. */
export function titleOf(paper: Paper, words: Words): string {
  if (paper.record === undefined) return words.text(paper.damaged ? "page-paper-damaged" : "page-paper-waiting");
  return paper.record.title;
}
