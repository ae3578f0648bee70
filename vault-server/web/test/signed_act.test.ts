/** Which signed request may stand under which event: the page's list is that of Rust, and each lie is refused for its reason. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { utf8 } from "../src/core/bytes.ts";
import { hashOf } from "../src/core/certificate.ts";
import { Refused } from "../src/core/error.ts";
import { NO_HASH, NO_ID } from "../src/core/ids.ts";
import { SigningKey } from "../src/core/keys.ts";
import type { EventBody } from "../src/core/log/body.ts";
import { ACTS, MAX_LAG_MS, SignedActs } from "../src/core/log/signed_act.ts";
import { type SignedRequest, signRequest } from "../src/core/request.ts";
import { EVENT_TYPES, type EventType, RESULT_CODES } from "../src/core/vocabulary.ts";

const RUST = new URL("../../../vault-core/src/log/signed_act.rs", import.meta.url);
const kebab = (name: string): string => name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

describe("the list of acts", () => {
  it("is that of Rust, in the same order", () => {
    const source = readFileSync(RUST, "utf8");
    const rows = [...source.matchAll(/Asked\((\w+), "([^"]+)", &\[([^\]]+)\], (\w+)\),/g)].map(([, method = "", path, events = "", several]) => {
      const told = events.split(",").map((event) => kebab(event.trim().replace("E::", "")));
      return [method.toUpperCase(), path, told, ...(several === "Several" ? ["several"] : [])];
    });
    expect(rows.length).toBeGreaterThan(40);
    expect(ACTS).toEqual(rows);
  });
});

const id = (digit: string): string => digit.repeat(32);
const [VAULT, DOCUMENT, MANDATE, ACCOUNT] = [id("a"), id("b"), id("c"), id("d")];
const NOW = 1_780_000_000_000;
const SERVER = id("9");
const key = await SigningKey.of(new Uint8Array(32).fill(7));
const other = await SigningKey.of(new Uint8Array(32).fill(8));

function event(type: EventType, more: Partial<EventBody> = {}): EventBody {
  const nothing = { vaultSeq: 1, previous: NO_HASH, version: 0, purpose: 0, result: 0, requestHash: NO_HASH, requestSignature: new Uint8Array(64), bytes: new Uint8Array(222) };
  return { ...nothing, eventType: EVENT_TYPES[type], unixMs: NOW, vault: VAULT, document: DOCUMENT, mandate: MANDATE, actor: key.kid, ...more };
}

function signed(more: Partial<SignedRequest>, by = key): Promise<Uint8Array> {
  const plain = { account: ACCOUNT, origin: NO_HASH, unixMs: NOW, nonce: id("1"), body: NO_HASH, method: "POST", path: `/v1/vaults/${VAULT}/records` } as const;
  return signRequest({ ...plain, ...more }, by);
}

const opening = (said: object): string => hashOf(utf8(JSON.stringify({ document_id: DOCUMENT, version: null, mandate_id: null, purpose: null, ...said })));

async function outcome(body: EventBody, request: Uint8Array | undefined, acts = new SignedActs(), account = ACCOUNT): Promise<string> {
  const known = (kid: string) => (kid === key.kid ? { account, key: key.verifying } : undefined);
  const error: unknown = await acts.check(body, request, SERVER, known).then(() => "holds", (thrown: unknown) => thrown);
  return error instanceof Refused ? `${error.what}: ${error.property}` : String(error);
}

describe("an entry", () => {
  it("holds on the request that it tells", async () => {
    expect(await outcome(event("records-read"), await signed({}))).toBe("holds");
    expect(await outcome(event("records-read"), await signed({ path: `/v1/vaults/${VAULT}/records?x=1` }))).toBe("holds");
    expect(await outcome(event("document-erased"), await signed({ path: `/v1/documents/${DOCUMENT}/erasure` }))).toBe("holds");
    expect(await outcome(event("mandate-revoked"), await signed({ path: `/v1/mandates/${MANDATE}/revocation` }))).toBe("holds");
    expect(await outcome(event("records-read", { unixMs: NOW + MAX_LAG_MS }), await signed({}))).toBe("holds");
  });

  it("does not hold on one of another maker, account, time, act, vault, paper or mandate", async () => {
    expect(await outcome(event("records-read", { actor: other.kid }), await signed({}, other))).toBe("request: maker");
    expect(await outcome(event("records-read"), await signed({}, other))).toBe("request: maker");
    const forged = await signed({});
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(await outcome(event("records-read"), forged)).toBe("request: signature");
    expect(await outcome(event("records-read"), await signed({}), undefined, id("e"))).toBe("request: ids");
    expect(await outcome(event("records-read", { unixMs: NOW + MAX_LAG_MS + 1 }), await signed({}))).toBe("request: validity");
    expect(await outcome(event("vault-read"), await signed({}))).toBe("request: kind");
    expect(await outcome(event("records-read"), await signed({ method: "PUT" }))).toBe("request: kind");
    expect(await outcome(event("records-read"), await signed({ path: `/v1/vaults/${VAULT}/records/more` }))).toBe("request: kind");
    expect(await outcome(event("records-read"), await signed({ path: `/v1/vaults/${id("e")}/records` }))).toBe("request: ids");
    expect(await outcome(event("document-erased"), await signed({ path: `/v1/documents/${id("e")}/erasure` }))).toBe("request: ids");
    expect(await outcome(event("mandate-revoked"), await signed({ path: `/v1/mandates/${id("e")}/revocation` }))).toBe("request: ids");
  });

  it("of an opening holds only on what was asked for", async () => {
    const told = event("opening", { version: 3, purpose: 2 });
    const path = "/v1/openings";
    for (const said of [{}, { version: 3 }, { mandate_id: MANDATE, purpose: "rsa" }, { version: 3, mandate_id: MANDATE, purpose: "rsa" }]) {
      expect(await outcome(told, await signed({ path, body: opening(said) })), JSON.stringify(said)).toBe("holds");
    }
    for (const said of [{ document_id: id("e") }, { version: 2 }, { mandate_id: id("e") }, { purpose: "housing" }]) {
      expect(await outcome(told, await signed({ path, body: opening(said) })), JSON.stringify(said)).toBe("request: hash");
    }
  });

  it("stands alone on its request, but for acts that leave several at one time and the block after the last wrong code", async () => {
    const acts = new SignedActs();
    const request = await signed({ path: `/v1/vaults/${VAULT}/exports` });
    expect(await outcome(event("export"), request, acts)).toBe("holds");
    expect(await outcome(event("export"), request, acts)).toBe("request: sequence");
    const reading = await signed({});
    const mandates = new SignedActs();
    expect(await outcome(event("records-read"), reading, mandates)).toBe("holds");
    expect(await outcome(event("records-read", { mandate: id("e") }), reading, mandates)).toBe("holds");
    const change = await signed({ path: "/v1/credentials" });
    const both = new SignedActs();
    expect(await outcome(event("credential-added"), change, both)).toBe("holds");
    expect(await outcome(event("credential-revoked"), change, both)).toBe("holds");
    expect(await outcome(event("credential-revoked", { unixMs: NOW + 1 }), change, both)).toBe("request: sequence");
    const erasure = await signed({ path: `/v1/documents/${DOCUMENT}/erasure` });
    const blocked = new SignedActs();
    expect(await outcome(event("document-erased", { result: RESULT_CODES["wrong-pin"] }), erasure, blocked)).toBe("holds");
    expect(await outcome(event("document-erased", { result: RESULT_CODES["credential-blocked"] }), erasure, blocked)).toBe("holds");
    expect(await outcome(event("document-erased"), erasure, blocked)).toBe("request: sequence");
  });

  it("has no request only where the server acts by itself, or somebody logs in", async () => {
    for (const type of ["login", "idle-warned", "idle-disabled", "notice-sent"] as const) expect(await outcome(event(type), undefined), type).toBe("holds");
    for (const type of ["mandate-expired", "backup", "document-erased", "vault-destroyed"] as const) {
      expect(await outcome(event(type, { actor: NO_ID }), undefined), type).toBe("holds");
      expect(await outcome(event(type), undefined), type).toBe("request: signature");
    }
    expect(await outcome(event("key-publication", { actor: SERVER }), undefined)).toBe("holds");
    expect(await outcome(event("key-publication"), undefined)).toBe("request: signature");
    for (const type of ["opening", "records-read", "deposit", "export"] as const) {
      expect(await outcome(event(type, { actor: NO_ID }), undefined), type).toBe("request: signature");
      expect(await outcome(event(type), undefined), type).toBe("request: signature");
    }
  });

  it("of a type that is not known here is held to all but its path", async () => {
    const told = { ...event("records-read"), eventType: 250 };
    expect(await outcome(told, await signed({ path: "/v9/of-tomorrow" }))).toBe("holds");
    expect(await outcome(told, await signed({}), undefined, id("e"))).toBe("request: ids");
    expect(await outcome({ ...told, actor: NO_ID }, undefined)).toBe("holds");
    expect(await outcome(told, undefined)).toBe("request: signature");
  });
});
