/** A signed request, `VRQ1`: goes with every call, because a session token alone must release nothing (FORMATS 5). */

import { type Bytes, fromBase64Url, fromUtf8, toBase64Url, toHex, utf8 } from "./bytes.ts";
import { Reader, u16, u64, zeros } from "./codec.ts";
import { ensure, Refused } from "./error.ts";
import { type AccountId, type Hash, hashBytes, idBytes, type Kid } from "./ids.ts";
import type { SigningKey, VerifyingKey } from "./keys.ts";
import type { Origin } from "./origin.ts";
import { SIGNATURE_LEN } from "./suite.ts";

const LABEL = "vault/request/v1";
const W = "request";
/** The header that carries it, in base64url without padding. */
export const REQUEST_HEADER = "Coffre-Request";
const MAX_PATH = 1024;
const MAX_LEN = 132 + SIGNATURE_LEN + MAX_PATH;

/** The methods, in the order of their numbers, which begin with 1. */
export const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;
/** What a request does. */
export type Method = (typeof METHODS)[number];

/** What an account signs to have one request served once, by one server. */
export interface SignedRequest {
  readonly account: AccountId;
  /** The key that signed. */
  readonly maker: Kid;
  /** SHA-256 of the server's origin. */
  readonly origin: Hash;
  /** When, Unix milliseconds. */
  readonly unixMs: number;
  /** Makes it unique. */
  readonly nonce: string;
  /** SHA-256 of the body; of no bytes when there is none. */
  readonly body: Hash;
  readonly method: Method;
  /** Path with its query, as on the request line. */
  readonly path: string;
}

/** The signed request; the maker is the one who signs. Refuses a path that no reader accepts. */
export function signRequest(request: Omit<SignedRequest, "maker">, maker: SigningKey): Promise<Bytes> {
  const path = utf8(request.path);
  checkPath(path);
  return maker.finishSigned(
    LABEL,
    utf8("VRQ1"),
    zeros(4),
    idBytes(request.account),
    idBytes(maker.kid),
    hashBytes(request.origin),
    u64(request.unixMs),
    idBytes(request.nonce),
    hashBytes(request.body),
    Uint8Array.of(METHODS.indexOf(request.method) + 1, 0),
    u16(path.length),
    path,
  );
}

/** Reads the structure. Proves nothing. */
export function parseRequest(bytes: Uint8Array): SignedRequest {
  const r = new Reader(W, bytes);
  r.magic("VRQ1");
  r.reserved(4);
  const [account, maker, origin, unixMs, nonce, body] = [r.id(), r.id(), r.hash(), r.u64(), r.id(), r.hash()];
  const method = METHODS[r.u8() - 1];
  if (method === undefined) throw r.fail("kind");
  r.reserved(1);
  const path = r.take(r.u16());
  r.take(SIGNATURE_LEN);
  r.end();
  return { account, maker, origin, unixMs, nonce, body, method, path: checkPath(path) };
}

/** Reads, and checks that this key signed it. */
export async function verifyRequest(bytes: Uint8Array, maker: VerifyingKey): Promise<SignedRequest> {
  const request = parseRequest(bytes);
  ensure(request.maker === maker.kid, W, "maker");
  await maker.checkSigned(W, LABEL, bytes);
  return request;
}

/** The signature at the end of a request that was read: what the log repeats. */
export function signatureOf(request: Uint8Array): Bytes {
  return new Uint8Array(request.subarray(request.length - SIGNATURE_LEN));
}

/** Refuses another request than the one being served. */
export function checkTarget(request: SignedRequest, origin: Origin, method: string, path: string): void {
  ensure(request.origin === toHex(origin.hash) && request.method === method && request.path === path, W, "ids");
}

/** Refuses another body than the one signed. */
export function checkBody(request: SignedRequest, hash: Hash): void {
  ensure(request.body === hash, W, "hash");
}

/** Refuses a time too far from the reader's. All in milliseconds. */
export function checkFresh(request: SignedRequest, nowMs: number, toleranceMs: number): void {
  ensure(Math.abs(request.unixMs - nowMs) <= toleranceMs, W, "validity");
}

/** The value of {@link REQUEST_HEADER}. */
export function toHeader(bytes: Bytes): string {
  return toBase64Url(bytes);
}

/** The bytes of {@link REQUEST_HEADER}'s value. */
export function fromHeader(value: string): Bytes {
  ensure(value.length <= Math.ceil(MAX_LEN / 3) * 4, W, "length");
  const bytes = fromBase64Url(value);
  if (bytes === undefined) throw new Refused(W, "alphabet");
  return bytes;
}

function checkPath(path: Uint8Array): string {
  ensure(path.length >= 1 && path.length <= MAX_PATH, W, "length");
  const text = fromUtf8(path) ?? "";
  ensure(/^\/[!-"$-~]*$/.test(text), W, "alphabet");
  return text;
}
