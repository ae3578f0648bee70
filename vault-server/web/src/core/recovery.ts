/** Half a of a recovery credential, split so that two of three guardians restore it; what sheets and guardians sign (FORMATS 7). */

import { type Bytes, concat, equal, utf8, wipe } from "./bytes.ts";
import { Reader, u32, u64 } from "./codec.ts";
import { type Entropy, generate } from "./entropy.ts";
import { ensure } from "./error.ts";
import { type AccountId, type CredentialId, hashBytes, idBytes, type RecoveryId, type VaultId } from "./ids.ts";
import { OpeningKey, type SealingKey, SigningKey, type VerifyingKey } from "./keys.ts";
import type { Origin } from "./origin.ts";
import { hkdfSha256 } from "./suite.ts";

const W = "recovery";

/** One guardian's side of one pair: the payload of `VWR1` kind 5. */
export interface Piece {
  /** 1: guardians 1 and 2; 2: guardians 1 and 3; 3: guardians 2 and 3. */
  readonly pair: number;
  /** Which making of the recovery credential, from 1. */
  readonly generation: number;
  /** This side's 32 bytes. */
  readonly share: Bytes;
}

/** The payload, for sealing. */
export function pieceBytes(piece: Piece): Bytes {
  return concat(Uint8Array.of(piece.pair), u32(piece.generation), piece.share);
}

/** Reads a payload. */
export function parsePiece(bytes: Uint8Array): Piece {
  const r = new Reader(W, bytes);
  const piece = { pair: r.u8(), generation: r.u32(), share: r.take(32) };
  r.end();
  ensure(piece.pair >= 1 && piece.pair <= 3, W, "kind");
  ensure(piece.generation !== 0, W, "epoch");
  return piece;
}

/** The six pieces, guardian by guardian: each guardian holds two. */
export function split(entropy: Entropy, halfA: Bytes, generation: number): [[Piece, Piece], [Piece, Piece], [Piece, Piece]] {
  const pair = (pair: number): [Piece, Piece] => {
    const share = generate(entropy, 32);
    return [{ pair, generation, share }, { pair, generation, share: xor(halfA, share) }];
  };
  const [[a1, b1], [a2, c2], [b3, c3]] = [pair(1), pair(2), pair(3)];
  return [[a1, a2], [b1, b3], [c2, c3]];
}

/** Half a from both sides of one pair. The caller checks the rebuilt root against the account's certificate. */
export function combine(one: Piece, other: Piece): Bytes {
  ensure(one.generation === other.generation, W, "epoch");
  ensure(one.pair === other.pair && !equal(one.share, other.share), W, "kind");
  return xor(one.share, other.share);
}

function xor(one: Bytes, other: Bytes): Bytes {
  return one.map((byte, i) => byte ^ (other[i] ?? 0));
}

/** The one-time key of a recovery, made anew by whoever started it from the own account root, which stays the caller's. */
export async function recoveryKey(root: Bytes, recovery: RecoveryId): Promise<OpeningKey> {
  const seed = await hkdfSha256(new Uint8Array(0), [root], [utf8("vault/recovery-key/v1"), idBytes(recovery)]);
  const key = await OpeningKey.of(seed);
  wipe(seed);
  return key;
}

/** The key that the two pieces of one guardian of one vault make, in the order of their pairs. */
export async function rehearsalKey(vault: VaultId, guardian: AccountId, pieces: readonly [Piece, Piece]): Promise<SigningKey> {
  const ikm = [...pieces].sort((one, other) => one.pair - other.pair).map(pieceBytes);
  const info = [utf8("vault/rehearsal-key/v1"), idBytes(vault), idBytes(guardian)];
  const seed = await hkdfSha256(new Uint8Array(0), ikm, info);
  const key = await SigningKey.of(seed);
  wipe(seed, ...ikm);
  return key;
}

/** One rehearsal. */
export interface Rehearsal {
  readonly vault: VaultId;
  readonly guardian: AccountId;
  readonly generation: number;
  /** When, Unix milliseconds. */
  readonly unixMs: number;
}

const REHEARSAL = "vault/rehearsal/v1";

function rehearsalBytes(r: Rehearsal): Bytes {
  return concat(idBytes(r.vault), idBytes(r.guardian), u32(r.generation), u64(r.unixMs));
}

/** Signs with the key that the pieces make. */
export function signRehearsal(rehearsal: Rehearsal, key: SigningKey): Promise<Bytes> {
  return key.sign(REHEARSAL, rehearsalBytes(rehearsal));
}

/** Checks the signature against the key that was given with the guardians' names. */
export function verifyRehearsal(rehearsal: Rehearsal, key: VerifyingKey, signature: Bytes): Promise<void> {
  return key.verify(W, REHEARSAL, rehearsalBytes(rehearsal), signature);
}

/** One use of a sheet. */
export interface RecoveryStatement {
  readonly origin: Origin;
  readonly recovery: RecoveryId;
  /** The sheet. */
  readonly credential: CredentialId;
  /** The request's one-time key, to which half b will be sealed. */
  readonly oneTimeKey: SealingKey;
}

const SHEET = "vault/recovery/v1";

function statementBytes(s: RecoveryStatement): Bytes {
  return concat(s.origin.hash, idBytes(s.recovery), idBytes(s.credential, 9), hashBytes(s.oneTimeKey.hash));
}

/** Signs with the sheet's key. */
export function signRecovery(statement: RecoveryStatement, sheet: SigningKey): Promise<Bytes> {
  return sheet.sign(SHEET, statementBytes(statement));
}

/** Checks the sheet's signature. */
export function verifyRecovery(statement: RecoveryStatement, sheet: VerifyingKey, signature: Bytes): Promise<void> {
  return sheet.verify(W, SHEET, statementBytes(statement), signature);
}
