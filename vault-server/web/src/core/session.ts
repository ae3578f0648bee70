/** An account root kept while a session lives, sealed under two halves, of which the server holds one (FORMATS 6). */

import { type Bytes, utf8 } from "./bytes.ts";
import { labelled } from "./codec.ts";
import type { Entropy } from "./entropy.ts";
import { Refused } from "./error.ts";
import { type AccountId, idBytes } from "./ids.ts";
import { Aead, hkdfSha256 } from "./suite.ts";

/** Both halves of one session. A device stolen after the session's end holds one, which opens nothing. */
export interface SessionHalves {
  readonly local: Bytes;
  readonly server: Bytes;
}

/** `nonce 12 ‖ AES-256-GCM(account root)`. */
export async function sealSession(halves: SessionHalves, entropy: Entropy, account: AccountId, root: Bytes): Promise<Bytes> {
  return (await key(halves, account)).seal(entropy, aad(account), root);
}

/** Opens what {@link sealSession} made: the account root, for the caller to wipe. */
export async function openSession(halves: SessionHalves, account: AccountId, sealed: Bytes): Promise<Bytes> {
  try {
    return await (await key(halves, account)).open(aad(account), sealed);
  } catch {
    throw new Refused("root", "authentication");
  }
}

async function key(halves: SessionHalves, account: AccountId): Promise<Aead> {
  const info = [utf8("vault/session/v1"), idBytes(account)];
  return Aead.from(await hkdfSha256(new Uint8Array(0), [halves.local, halves.server], info));
}

function aad(account: AccountId): Bytes {
  return labelled("vault/session-root/v1", idBytes(account));
}
