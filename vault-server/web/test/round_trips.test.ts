/** What is written is read, whatever it is; and a changed byte is not. */

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, copy, fromBase32, fromBase64, fromBase64Url, fromHex, toBase32, toBase64, toBase64Url, toHex } from "../src/core/bytes.ts";
import { Credential } from "../src/core/credential.ts";
import { objectLength } from "../src/core/document/header.ts";
import { lastRange, FIRST_RANGE, RangeOpener } from "../src/core/document/range.ts";
import { openDocument, pour, sealDocument } from "../src/core/document/stream.ts";
import { openDisplay, sealDisplay } from "../src/core/display.ts";
import { type DisplayProfile, SIZES } from "../src/core/display_profile.ts";
import { Refused } from "../src/core/error.ts";
import { parseObject } from "../src/core/json.ts";
import { OpeningKey, SigningKey } from "../src/core/keys.ts";
import { parseMandate, RIGHTS, signMandate, verifyMandate } from "../src/core/mandate.ts";
import { Directory } from "../src/core/name.ts";
import { Payload, toPayload } from "../src/core/record.ts";
import { dayOf, dayRefused, dueMs, openReminder, sealReminder } from "../src/core/reminder.ts";
import { sha256, Sha256OfMany } from "../src/core/suite.ts";

const entropy = (dst: Uint8Array<ArrayBuffer>): void => void crypto.getRandomValues(dst);
const bytes = (length: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((b) => copy(b));
const id = bytes(16).map(toHex);
const hash = bytes(32).map(toHex);
const line = fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }).filter((text) => !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(text));
const OF = { vault: "a1".repeat(16), document: "c1".repeat(16), version: 1 };

describe("texts of bytes", () => {
  it("are read back, and no other text names the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (b) => {
        expect(fromHex(toHex(b))).toEqual(b);
        expect(fromBase64(toBase64(b))).toEqual(b);
        expect(fromBase64Url(toBase64Url(b))).toEqual(b);
        expect(fromBase32(toBase32(b))).toEqual(b);
        expect(toBase64(b)).toBe(Buffer.from(b).toString("base64"));
      }),
    );
    for (const text of ["AB", "A", "AA==A", "é", "A A=", "AAB=", "AAAé", "AAAAé===", "AAA\n"]) expect(fromBase64(text), text).toBeUndefined();
    for (const text of ["AB", "AAB", "A", "AAAAA", "AA==", "AA+A", "A\u0141AA", "AA A"]) expect(fromBase64Url(text), text).toBeUndefined();
    expect(fromBase64Url("AA")).toEqual(new Uint8Array(1));
  });

  it("hash to the same, whether they are held or taken piece by piece", async () => {
    const mib = new Uint8Array(1024 * 1024).map((_, i) => i % 251);
    for (const count of [0, 1, 32, 33]) {
      const [many, whole] = [new Sha256OfMany(), createHash("sha256")];
      for (let i = 0; i < count; i++) {
        many.update(mib);
        whole.update(mib);
      }
      expect(toHex(await many.finish()), `${count} MiB`).toBe(whole.digest("hex"));
    }
  });

  it("of JSON with a field twice is refused", () => {
    const refused = ['{"a":1,"a":2}', '{"a":1}x', "[1]", '{"a":01}', '{"a":"\\ud800"}', '{"a":1,}', '{,}', '{"a":[1,]}', "{'a':1}"];
    for (const text of refused) expect(() => parseObject("record", new TextEncoder().encode(text)), text).toThrow(Refused);
    fc.assert(
      fc.property(fc.dictionary(line, fc.oneof(line, fc.boolean(), fc.nat(), fc.array(line))), (value) => {
        const read = parseObject("record", new TextEncoder().encode(JSON.stringify(value)));
        expect(Object.fromEntries(read)).toEqual({ ...value });
      }),
    );
  });
});

describe("a credential", () => {
  it("is read as people write it, and a wrong character is noticed", () => {
    fc.assert(
      fc.property(fc.nat({ max: 51 }), fc.integer({ min: 1, max: 31 }), (at, step) => {
        const card = Credential.generate(entropy);
        const text = card.toText();
        expect(Credential.parse(card.toGroupedText().replaceAll(" ", "-").toLowerCase()).toText()).toBe(text);
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        const other = alphabet[(alphabet.indexOf(text[at] ?? "") + step) % 32];
        expect(() => Credential.parse(text.slice(0, at) + other + text.slice(at + 1))).toThrow(Refused);
      }),
    );
  });
});

describe("a document object", () => {
  it("of any length opens as a whole and in part, and not with a byte changed", async () => {
    const lengths = fc.oneof(fc.nat({ max: 200 }), fc.constantFrom(16_375, 16_376, 16_377, 65_528, 65_529, 600_000));
    await fc.assert(
      fc.asyncProperty(lengths, bytes(32), fc.nat(), fc.constantFrom(1 as const, 2 as const), async (length, key, seed, padding) => {
        const content = new Uint8Array(length).map((_, i) => (i * 31 + seed) & 255);
        const parts: Uint8Array[] = [];
        const sealed = await pour(sealDocument(key, { padding, of: OF }, length, [content], entropy), (part) => void parts.push(part));
        const object = concat(...parts);
        expect(object.length).toBe(objectLength(length, padding));
        expect(sealed.objectHash).toBe(toHex(sha256(object)));
        const opened: Uint8Array[] = [];
        const summary = await pour(openDocument(key, OF, [object]), (part) => void opened.push(part));
        expect(concat(...opened)).toEqual(content);
        expect(summary).toEqual(sealed);
        if (length > 0) {
          const last = lastRange(object.length);
          const cut = (range: { start: number; end: number }) => object.slice(range.start, range.end);
          const opener = await RangeOpener.from(key, OF, object.length, cut(FIRST_RANGE), cut(last));
          const range = { start: seed % length, end: length };
          expect(await opener.open(range, cut(opener.objectRange(range)))).toEqual(content.slice(range.start));
        }
        object[seed % object.length] = (object[seed % object.length] ?? 0) ^ 1;
        await expect(pour(openDocument(key, OF, [object]), () => undefined)).rejects.toBeInstanceOf(Refused);
      }),
      { numRuns: 25 },
    );
  });

  it("that grows or shrinks while it is sealed is an error, never a cut", async () => {
    for (const announced of [9, 11]) {
      const sealing = pour(sealDocument(new Uint8Array(32), { padding: 1, of: OF }, announced, [new Uint8Array(10)], entropy), () => undefined);
      await expect(sealing).rejects.toMatchObject({ what: "document", property: "length" });
    }
  });
});

describe("what is signed and sealed", () => {
  it("a mandate is read back, and by no other key", async () => {
    const rights = fc.subarray([...RIGHTS], { minLength: 1 });
    const [maker, stranger] = [await SigningKey.of(new Uint8Array(32).fill(1)), await SigningKey.of(new Uint8Array(32).fill(2))];
    await fc.assert(
      fc.asyncProperty(id, id, fc.uniqueArray(id, { minLength: 1, maxLength: 64 }), rights, hash, async (one, vault, folders, given, consent) => {
        const mandate = {
          id: one,
          vault,
          recipient: { kind: "account" as const, id: vault },
          recipientCertificate: consent,
          target: { kind: "folders" as const, folders: [...folders].sort() },
          rights: new Set(given),
          purpose: 3,
          purposeText: consent,
          notBefore: 5,
          notAfter: 6,
          consent,
          replaces: one,
        };
        const signed = await signMandate(mandate, maker);
        expect(await verifyMandate(signed, maker.verifying)).toEqual({ ...mandate, maker: maker.kid });
        expect(parseMandate(signed).maker).toBe(maker.kid);
        await expect(verifyMandate(signed, stranger.verifying)).rejects.toMatchObject({ property: "maker" });
      }),
      { numRuns: 20 },
    );
  });

  it("a reminder is read back, for that paper and that day alone", async () => {
    const [to, maker] = [await OpeningKey.of(new Uint8Array(32).fill(4)), await SigningKey.of(new Uint8Array(32).fill(5))];
    const of = { id: "c1".repeat(16), vault: OF.vault, document: OF.document, dueMs: dueMs("2028-02-29") ?? 0 };
    const reading = { with: to, maker: maker.verifying };
    const seal = (text: string) => sealReminder({ to: to.sealing, maker, notAfter: 0 }, entropy, of, 2, text);
    for (const text of ["x", "SPECIMEN\nsur deux lignes", "é".repeat(500)]) {
      const bytes = await seal(text);
      expect(await openReminder(reading, bytes, of, 2)).toBe(text);
      await expect(openReminder(reading, bytes, { ...of, document: OF.vault }, 2)).rejects.toMatchObject({ property: "ids" });
      await expect(openReminder(reading, bytes, { ...of, dueMs: of.dueMs + 86_400_000 }, 2)).rejects.toMatchObject({ property: "validity" });
      await expect(openReminder(reading, bytes, of, 3)).rejects.toMatchObject({ property: "epoch" });
    }
    for (const wrong of ["", "x".repeat(501), "a\u202eb"]) await expect(async () => seal(wrong)).rejects.toMatchObject({ what: "wrap" });
  });

  it("a display profile is read back by the account alone, and all have one length", async () => {
    const [own, maker, other] = [await OpeningKey.of(new Uint8Array(32).fill(6)), await SigningKey.of(new Uint8Array(32).fill(7)), await SigningKey.of(new Uint8Array(32).fill(8))];
    const reading = { with: own, maker: maker.verifying };
    const [account, somebody] = ["d1".repeat(16), "d2".repeat(16)];
    const language = fc.stringMatching(/^[a-z]{2,8}$/);
    const profile = fc.record({ size: fc.constantFrom(...SIZES), contrast: fc.boolean(), spacing: fc.boolean(), still: fc.boolean(), language });
    const seal = (shown: DisplayProfile, by = maker) => sealDisplay({ to: own.sealing, maker: by, notAfter: 0 }, entropy, account, shown);
    const lengths = new Set<number>();
    await fc.assert(
      fc.asyncProperty(profile, async (shown) => {
        const sealed = await seal(shown);
        lengths.add(sealed.length);
        expect(await openDisplay(reading, sealed, account)).toEqual(shown);
        await expect(openDisplay(reading, sealed, somebody)).rejects.toMatchObject({ property: "ids" });
        await expect(openDisplay(reading, await seal(shown, other), account)).rejects.toMatchObject({ property: "maker" });
      }),
      { numRuns: 15 },
    );
    expect([...lengths]).toEqual([1548]);
    const usual: DisplayProfile = { size: 100, contrast: false, spacing: false, still: false, language: "fr" };
    for (const wrong of ["", "f", "FR", "fr-FR", "abcdefghi", "é"]) await expect(seal({ ...usual, language: wrong })).rejects.toMatchObject({ what: "wrap" });
  });

  it("a day is one moment and back, ahead and not too far", () => {
    const due = dueMs("2027-01-15") ?? 0;
    expect(due).toBe(1_800_000_000_000);
    expect(dayOf(due)).toBe("2027-01-15");
    for (const wrong of ["2027-02-29", "15/01/2027", "1969-12-31", ""]) expect(dueMs(wrong), wrong).toBeUndefined();
    const ahead = 16 * 366 * 86_400_000;
    expect([due - 1, due, due - ahead, due - ahead - 1].map((now) => dayRefused(due, now))).toEqual([undefined, "past", undefined, "far"]);
    expect(dayRefused(due + 1, due - 86_400_000)).toBe("past");
  });

  it("a description and a name are read back", async () => {
    const directory = await Directory.derive(new Uint8Array(32).fill(7), "e1".repeat(16), 2);
    await fc.assert(
      fc.asyncProperty(line, line, bytes(32), hash, async (title, name, share, anchor) => {
        const record = { type: "other", title, mediaType: "text/plain", contentSha256: anchor, length: 12, depositor: OF.vault, depositorKid: OF.document, provenance: [] };
        const read = Payload.from(toPayload(record, share).bytes).read();
        expect(read.share).toEqual(share);
        expect(read.record).toMatchObject(record);
        const entry = { givenName: name, familyName: `${name}a`.slice(0, 50), birthDate: "1987-04-23", anchor };
        if (anchor === "0".repeat(64)) return;
        expect(await directory.open(OF.vault, await directory.seal(entropy, OF.vault, entry))).toEqual(entry);
      }),
      { numRuns: 50 },
    );
  });
});
