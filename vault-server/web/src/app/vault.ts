// What screens may ask for. The work behind it (cryptography, calls, verification) is in `core`, `api` and `flows`; screens know
// this page only, and a test may put another in its place.
import type { DisplayProfile } from "../core/display_profile.ts";
import type { Client } from "../worker/client.ts";
import { Store } from "./store.ts";

/** Whose session it is. */
export type AccountKind = "beneficiary" | "staff" | "auditor";

/** An open session. Its keys live behind it and end with it. */
export interface Session {
  readonly kind: AccountKind;
  /** Unix milliseconds: when the server ends it. */
  readonly endsMs: number;
  /** The account, as the server told it and certificates proved it. */
  readonly view: Awaited<ReturnType<Client["logIn"]>>;
  /** The worker that holds the keys: what screens ask for, they ask there. Its failures become sentences by `Failure.of`. */
  readonly client: Client;
  /** How the account likes the page to be shown; nothing when it never said. */
  readonly display?: DisplayProfile | undefined;
  /** Tells the server, then stops the worker, with which every key is gone. Never fails. */
  end(): Promise<void>;
  /** Tells the server and waits for nothing: the document is about to go, and the keys with it. */
  leave(): void;
}

/** The door. */
export interface Vault {
  /** Opens a session with what a card says (the link or the 52 characters) and the PIN. Fails with a `Failure`. */
  logIn(card: string, pin: string): Promise<Session>;
}

/** The open session, if one is. */
export const session = new Store<Session | undefined>(undefined);

let opened: Promise<Vault> | undefined;

/** The vault, loaded when it is first needed: the first screen does not wait for it. */
export function vault(): Promise<Vault> {
  opened ??= import("./connect.ts").then((module) => module.connect());
  // A load that failed for lack of network may succeed later.
  opened.catch(() => (opened = undefined));
  return opened;
}
