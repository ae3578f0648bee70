/**
 * Browsers that lack primitives: with the native ones hidden, the replacements do the same, on the same vectors. And one that
 * has ML-KEM: its WebCrypto is played by the replacement, so that the native path runs too.
 */

import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Case, casesOf } from "./vectors/case.ts";

const { subtle } = globalThis.crypto;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** A WebCrypto in which some algorithms are unknown, and others are played. */
function stub(hidden: readonly string[], played: Partial<Record<string, (...args: any[]) => unknown>> = {}): void {
  vi.resetModules();
  const proxy = new Proxy(subtle, {
    get(target, name) {
      const real = Reflect.get(target, name, target) as unknown;
      if (typeof real !== "function" && !(String(name) in played)) return real;
      return (...args: unknown[]) => {
        const algorithm = args.find((arg) => hidden.includes(String((arg as { name?: string } | undefined)?.name ?? arg)));
        if (algorithm !== undefined) return Promise.reject(new DOMException("unknown here", "NotSupportedError"));
        const play = played[String(name)];
        const answer = play?.(...args);
        return answer === undefined ? (real as (...a: unknown[]) => unknown).apply(target, args) : Promise.resolve(answer);
      };
    },
  });
  vi.stubGlobal("crypto", { subtle: proxy, getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) });
}

/** Runs cases with modules that look at the browser anew. */
async function run(file: "wrap" | "mandate" | "credential" | "certificate"): Promise<void> {
  const runs = { ...(await import("./vectors/acts.ts")), ...(await import("./vectors/sealed.ts")) };
  const { outcome } = await import("./vectors/case.ts");
  for (const c of casesOf(file)) {
    const found = await outcome(runs[file] as (one: Case) => unknown, c);
    expect(found, `${file}: ${c.name}`).toEqual(c.error === undefined ? { expect: c.expect } : { error: c.error });
  }
}

describe("an old browser", () => {
  it("without X25519, Ed25519 and ML-KEM runs the vectors all the same", async () => {
    stub(["Ed25519", "X25519", "ML-KEM-768"]);
    const { nativeEd25519, nativeX25519, nativeMlKem } = await import("../src/core/natives.ts");
    expect([await nativeEd25519(), await nativeX25519(), await nativeMlKem()]).toEqual([false, false, false]);
    for (const file of ["wrap", "mandate", "credential", "certificate"] as const) await run(file);
  });

  it("and one with some of them loads the others only", async () => {
    stub(["X25519"]);
    const { nativeEd25519, nativeX25519 } = await import("../src/core/natives.ts");
    expect([await nativeEd25519(), await nativeX25519()]).toEqual([true, false]);
    await run("wrap");
  });

  it("refuses what was sealed to another, or changed, with the replacements too", async () => {
    stub(["Ed25519", "X25519"]);
    const { OpeningKey, SigningKey } = await import("../src/core/keys.ts");
    const { about } = await import("../src/core/contents.ts");
    const { openWrap, sealWrap } = await import("../src/core/wrap.ts");
    const entropy = (dst: Uint8Array<ArrayBuffer>): void => void crypto.getRandomValues(dst);
    const [maker, one, other] = [await SigningKey.of(new Uint8Array(32).fill(1)), await OpeningKey.of(new Uint8Array(32).fill(2)), await OpeningKey.of(new Uint8Array(32).fill(3))];
    const of = about.recoveryPiece("a1".repeat(16), "d1".repeat(16));
    const plaintext = new Uint8Array(37).fill(9);
    const sealed = await sealWrap({ to: one.sealing, maker, notAfter: 0 }, entropy, of, plaintext);
    expect(await openWrap({ with: one, maker: maker.verifying }, sealed, of)).toEqual(plaintext);
    await expect(openWrap({ with: other, maker: maker.verifying }, sealed, of)).rejects.toMatchObject({ property: "recipient" });
    const changed = sealed.map((byte, i) => (i === 1220 ? byte ^ 1 : byte));
    await expect(openWrap({ with: one, maker: maker.verifying }, changed, of)).rejects.toMatchObject({ property: "signature" });
  });
});

describe("a browser of tomorrow", () => {
  it("with ML-KEM in WebCrypto uses it, and nothing is loaded", async () => {
    const secrets = new WeakMap<object, { publicKey: Uint8Array; secretKey?: Uint8Array }>();
    const key = (pair: { publicKey: Uint8Array; secretKey?: Uint8Array }): object => {
      const made = {};
      secrets.set(made, pair);
      return made;
    };
    const of = (made: object): { publicKey: Uint8Array; secretKey?: Uint8Array } => secrets.get(made) ?? { publicKey: new Uint8Array(0) };
    stub([], {
      importKey: (format: string, bytes: Uint8Array) =>
        format === "raw-seed" ? key(ml_kem768.keygen(bytes)) : format === "raw-public" ? key({ publicKey: bytes }) : undefined,
      getPublicKey: (made: object) => key({ publicKey: of(made).publicKey }),
      exportKey: (format: string, made: object) => (format === "raw-public" ? of(made).publicKey : undefined),
      encapsulateBits: (_: string, made: object) => {
        const { cipherText, sharedSecret } = ml_kem768.encapsulate(of(made).publicKey);
        return { ciphertext: cipherText, sharedKey: sharedSecret };
      },
      decapsulateBits: (_: string, made: object, ciphertext: Uint8Array) => ml_kem768.decapsulate(ciphertext, of(made).secretKey ?? new Uint8Array(0)),
    });
    vi.doMock("../src/core/fallback/mlkem.ts", () => {
      throw new Error("loaded");
    });
    const { nativeMlKem } = await import("../src/core/natives.ts");
    expect(await nativeMlKem()).toBe(true);
    await run("wrap");
    vi.doUnmock("../src/core/fallback/mlkem.ts");
  });
});
