// In a browser: makes sealed descriptions, and tells how long their HPKE openings take one after the other, with nothing around them.
import { hpkeOpen, hpkeSeal, xwingPrivate } from "../../src/core/xwing.ts";

const entropy = (dst: Uint8Array<ArrayBuffer>): void => void crypto.getRandomValues(dst);
const [info, aad] = [new Uint8Array(12), new Uint8Array(92)];

/** Milliseconds of `count` openings of 512 bytes. */
async function openings(count: number): Promise<number> {
  const key = await xwingPrivate(crypto.getRandomValues(new Uint8Array(32)));
  const sealed = [];
  for (let i = 0; i < count; i++) sealed.push(await hpkeSeal(entropy, key.public, info, aad, new Uint8Array(512)));
  const begin = performance.now();
  for (const { enc, ciphertext } of sealed) await hpkeOpen(key, enc, info, aad, ciphertext);
  return performance.now() - begin;
}

Object.assign(globalThis, { openings });
