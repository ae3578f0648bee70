/** What the browser's WebCrypto does by itself, found out once by trying: a name in a list of features proves little. */

import type { Bytes } from "./bytes.ts";

/** PKCS#8 before a 32-byte Ed25519 seed (RFC 8410). */
export const ED25519_PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
/** PKCS#8 before a 32-byte X25519 private key (RFC 8410). */
export const X25519_PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

/** WebCrypto with ML-KEM ("Modern Algorithms in the Web Cryptography API"), which the type library does not know yet. */
export interface ModernSubtle {
  importKey(format: string, key: Bytes, algorithm: string, extractable: boolean, usages: string[]): Promise<CryptoKey>;
  exportKey(format: string, key: CryptoKey): Promise<ArrayBuffer>;
  getPublicKey(key: CryptoKey, usages: string[]): Promise<CryptoKey>;
  encapsulateBits(algorithm: string, key: CryptoKey): Promise<{ sharedKey: ArrayBuffer; ciphertext: ArrayBuffer }>;
  decapsulateBits(algorithm: string, key: CryptoKey, ciphertext: Bytes): Promise<ArrayBuffer>;
}

/** The same object, seen with ML-KEM. */
export const modern = (): ModernSubtle => crypto.subtle as unknown as ModernSubtle;

async function works(trial: () => Promise<unknown>): Promise<boolean> {
  try {
    await trial();
    return true;
  } catch {
    return false;
  }
}

/** One time for all; a load that failed for lack of network is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  const again = (error: unknown): never => {
    made = undefined;
    throw error;
  };
  return () => (made ??= make().catch(again));
}

function pkcs8(prefix: Uint8Array): Bytes {
  const out = new Uint8Array(48).fill(7);
  out.set(prefix);
  return out;
}

/** Whether Ed25519 is native. */
export const nativeEd25519 = once(() =>
  works(async () => {
    const key = await crypto.subtle.importKey("pkcs8", pkcs8(ED25519_PKCS8), "Ed25519", false, ["sign"]);
    await crypto.subtle.sign("Ed25519", key, new Uint8Array(1));
  }),
);

/** Whether X25519 is native. */
export const nativeX25519 = once(() =>
  works(async () => {
    const key = await crypto.subtle.importKey("pkcs8", pkcs8(X25519_PKCS8), "X25519", false, ["deriveBits"]);
    const base = new Uint8Array(32);
    base[0] = 9;
    const point = await crypto.subtle.importKey("raw", base, "X25519", true, []);
    await crypto.subtle.deriveBits({ name: "X25519", public: point }, key, 256);
  }),
);

/** Whether ML-KEM-768 is native. */
export const nativeMlKem = once(() =>
  works(async () => {
    const seed = new Uint8Array(64).fill(7);
    const key = await modern().importKey("raw-seed", seed, "ML-KEM-768", false, ["decapsulateBits"]);
    const shown = await modern().getPublicKey(key, ["encapsulateBits"]);
    const { ciphertext } = await modern().encapsulateBits("ML-KEM-768", shown);
    await modern().decapsulateBits("ML-KEM-768", key, new Uint8Array(ciphertext));
  }),
);

/** The curves of the fallback, loaded at the first call. */
export const curves = once(() => import("./fallback/curves.ts"));

/** ML-KEM of the fallback, loaded at the first call. */
export const mlkem = once(() => import("./fallback/mlkem.ts"));
