// Where the door meets the work behind it.
import { Failure } from "./failure.ts";
import type { Vault } from "./vault.ts";

/** The vault of this server. */
export function connect(): Promise<Vault> {
  return Promise.reject(new Failure("unavailable"));
}
