// Papers on their way into vaults. They go on while the desk looks at another screen, and are forgotten with the session.
import { Failure } from "../../app/failure.ts";
import { Store } from "../../app/store.ts";
import { session, type Session } from "../../app/vault.ts";

/** How long one's own deposit can be taken back (the server's rule), in milliseconds. */
export const UNDO_MS = 15 * 60_000;

/** What is said of a paper. */
export type Description = Parameters<Session["client"]["deposit"]>[3];

/** One paper on its way. */
export interface Upload {
  readonly id: number;
  readonly vault: string;
  readonly folder: string;
  readonly file: Blob;
  readonly what: Description;
  /** `cut`: the connection broke, and the same upload is sent again by itself. */
  readonly state: "queued" | "sending" | "cut" | "done" | "undoing" | "undone" | "failed";
  /** From 0 to 1. */
  readonly share: number;
  readonly failure?: Failure;
  readonly document?: string;
  readonly doneMs?: number;
}

/** Every paper of this session. */
export const uploads = new Store<readonly Upload[]>([]);

let next = 1;
let running: Promise<void> = Promise.resolve();

session.watch(() => uploads.set([]));

function change(id: number, to: Partial<Upload>): void {
  uploads.set(uploads.value.map((one) => (one.id === id ? { ...one, ...to } : one)));
}

/** Adds papers; they leave one after the other, so that a slow line carries each as fast as it can. */
export function send(client: Session["client"], vault: string, folder: string, papers: readonly { readonly file: Blob; readonly what: Description }[]): void {
  const added = papers.map((paper): Upload => ({ ...paper, id: next++, vault, folder, state: "queued", share: 0 }));
  uploads.set([...uploads.value, ...added]);
  for (const { id } of added) running = running.then(() => run(client, id));
}

/** Sends one again after a refusal. */
export function sendAgain(client: Session["client"], id: number): void {
  change(id, { state: "queued", share: 0 });
  running = running.then(() => run(client, id));
}

async function run(client: Session["client"], id: number): Promise<void> {
  const upload = uploads.value.find((one) => one.id === id);
  if (upload === undefined) return;
  change(id, { state: "sending" });
  const progress = (done: number, of: number): void => change(id, done < 0 ? { state: "cut" } : { state: "sending", share: of === 0 ? 1 : done / of });
  try {
    const answer = await client.deposit("self", { vault: upload.vault, folder: upload.folder }, upload.file, upload.what, progress);
    change(id, { state: "done", share: 1, document: answer.document_id, doneMs: Date.now() });
  } catch (thrown) {
    change(id, { state: "failed", failure: Failure.of(thrown) });
  }
}

/** Takes a paper back. */
export async function undo(client: Session["client"], id: number): Promise<void> {
  const upload = uploads.value.find((one) => one.id === id);
  if (upload?.document === undefined) return;
  change(id, { state: "undoing" });
  try {
    await client.undoDeposit("self", upload.document);
    change(id, { state: "undone" });
  } catch (thrown) {
    change(id, { state: "done", failure: Failure.of(thrown) });
  }
}
