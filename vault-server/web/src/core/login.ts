/** What a credential signs: to log in, and for a new PIN when the old one is forgotten (FORMATS 6). Both sides build the statement from what they know. */

import { type Bytes, concat } from "./bytes.ts";
import { ensure } from "./error.ts";
import { type CredentialId, hashBytes, idBytes } from "./ids.ts";
import type { SealingKey, SigningKey, VerifyingKey } from "./keys.ts";
import type { Origin } from "./origin.ts";

const LOGIN = "vault/login/v1";
const PIN_RESET = "vault/pin-reset/v1";

/** One login. */
export interface LoginStatement {
  readonly origin: Origin;
  readonly credential: CredentialId;
  /** The server's challenge, 32 bytes. */
  readonly challenge: Bytes;
  /** The proof of the PIN. */
  readonly pinTag: Bytes;
  /** The key made for this login, to which half b will be sealed. */
  readonly oneTimeKey: SealingKey;
}

function loginBytes(s: LoginStatement): Bytes {
  ensure(s.challenge.length === 32, "login", "length");
  return concat(s.origin.hash, idBytes(s.credential, 9), s.challenge, s.pinTag, hashBytes(s.oneTimeKey.hash));
}

/** Signs with the credential's key. */
export function signLogin(statement: LoginStatement, credential: SigningKey): Promise<Bytes> {
  return credential.sign(LOGIN, loginBytes(statement));
}

/** Checks the credential's signature. */
export function verifyLogin(statement: LoginStatement, credential: VerifyingKey, signature: Bytes): Promise<void> {
  return credential.verify("login", LOGIN, loginBytes(statement), signature);
}

/** One new PIN. The signature proves that the card is there; two members prove that its holder may. */
export interface PinResetStatement {
  readonly origin: Origin;
  readonly credential: CredentialId;
  /** The server's challenge, as for a login. */
  readonly challenge: Bytes;
  /** The tag of the new PIN. */
  readonly newPinTag: Bytes;
}

function resetBytes(s: PinResetStatement): Bytes {
  return concat(s.origin.hash, idBytes(s.credential, 9), s.challenge, s.newPinTag);
}

/** Signs with the credential's key. */
export function signPinReset(statement: PinResetStatement, credential: SigningKey): Promise<Bytes> {
  return credential.sign(PIN_RESET, resetBytes(statement));
}

/** Checks the credential's signature. */
export function verifyPinReset(statement: PinResetStatement, credential: VerifyingKey, signature: Bytes): Promise<void> {
  return credential.verify("credential", PIN_RESET, resetBytes(statement), signature);
}
