// Where the door meets the work behind it: a worker that holds every key, so that the page never freezes and never sees one.
import { Patience } from "../api/patience.ts";
import address from "../worker.ts?worker&url";
import { connect as speak } from "../worker/client.ts";
import { cardCharacters } from "./card.ts";
import { Failure } from "./failure.ts";
import { workerAddress } from "./trusted.ts";
import type { Session, Vault } from "./vault.ts";

/** How long the worker's file may take: nobody sees its bytes move, and the slowest line carries it in that time. */
const LOADING_MS = 120_000;

/** A worker of one session; nothing of it is used again by the next. */
function startWorker(): Worker {
  try {
    return new Worker(workerAddress(address), { type: "module" });
  } catch {
    throw new Failure("old-browser");
  }
}

async function logIn(card: string, pin: string): Promise<Session> {
  const worker = startWorker();
  const client = speak(worker);
  let isLoaded = true;
  worker.onerror = () => {
    isLoaded = false;
    client.stop();
  };
  try {
    await new Patience(LOADING_MS).for(client.begin(location.origin));
    const view = await client.logIn("self", { card: cardCharacters(card), pin });
    // Before the first screen, so that nobody has to read it as they cannot. What cannot be had now is as if it were not kept.
    const display = await client.display("self").catch(() => undefined);
    const end = async (): Promise<void> => {
      await client.logOut("self").catch(() => undefined);
      client.stop();
    };
    const leave = (): void => {
      endAtOnce(view.token);
      void client.logOut("beside").catch(() => undefined).then(() => client.stop());
    };
    return { kind: view.kind as Session["kind"], endsMs: view.ends.latestMs, view, client, display, end, leave };
  } catch (thrown) {
    client.stop();
    throw isLoaded ? Failure.of(thrown) : new Failure("network");
  }
}

/** Ends a session on the server with a call that outlives this document. The token alone opens nothing; nobody waits for the answer. */
function endAtOnce(token: string): void {
  const quiet = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" } as const;
  void fetch("/v1/session", { ...quiet, method: "DELETE", keepalive: true, headers: { Authorization: `Bearer ${token}` } }).catch(() => undefined);
}

/** The vault of this server. */
export function connect(): Vault {
  return { logIn };
}
