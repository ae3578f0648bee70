/** Document objects: built as the case describes them, changed, then opened whole or in part. */

import { type Bytes, concat, toHex } from "../../src/core/bytes.ts";
import { StreamKey, CONTEXT } from "../../src/core/document/chunk.ts";
import { CHUNK_LEN, HEAD_LEN, objectLength, SEALED_CHUNK_LEN } from "../../src/core/document/header.ts";
import { FIRST_RANGE, lastRange, RangeOpener } from "../../src/core/document/range.ts";
import { openDocument, pour } from "../../src/core/document/stream.ts";
import { sha256 } from "../../src/core/suite.ts";
import { type Case, hex } from "./case.ts";

async function build(c: Case): Promise<Bytes> {
  const { announced, repeat, length, padded, patch } = c.plaintext;
  const plaintext = new Uint8Array(padded);
  plaintext.set(hex(announced));
  const text = hex(repeat);
  for (let i = 0; i < length; i++) plaintext[8 + i] = text[i % text.length] ?? 0;
  for (const { offset, bytes } of patch) plaintext.set(hex(bytes), offset);
  const [header, salt] = [hex(c.header), hex(c.salt)];
  const { stream, commitment } = await StreamKey.derive(hex(c.key), salt, concat(CONTEXT, header));
  const parts = [header, salt, commitment];
  for (let number = 0; number * CHUNK_LEN <= plaintext.length; number++)
    parts.push(await stream.seal(number, plaintext.slice(number * CHUNK_LEN, (number + 1) * CHUNK_LEN)));
  return (c.changes as Record<string, never>[]).reduce(change, concat(...parts));
}

const at = (chunk: number): number => HEAD_LEN + chunk * SEALED_CHUNK_LEN;

function change(object: Bytes, how: Record<string, any>): Bytes {
  switch (how.change) {
    case "flip":
      return object.map((byte, i) => (i === how.offset ? byte ^ 1 : byte));
    case "cut":
      return object.slice(0, how.length);
    case "append":
      return concat(object, hex(how.bytes));
    case "replace": {
      object.set(hex(how.bytes), how.offset);
      return object;
    }
    case "remove-chunk": {
      return concat(object.subarray(0, at(how.chunk)), object.subarray(at(how.chunk + 1)));
    }
    default: {
      const [one, other] = [how.chunk as number, how.with as number];
      const first = object.slice(at(one), at(one + 1));
      object.set(object.slice(at(other), at(other + 1)), at(one));
      object.set(first, at(other));
      return object;
    }
  }
}

/** In pieces of an odd size, so that no piece ends where a chunk does. */
export function* pieces(bytes: Bytes, size = 5_003): Generator<Bytes> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.slice(i, i + size);
}

export async function document(c: Case): Promise<unknown> {
  if (c.test === "commitment") {
    const { commitment } = await StreamKey.derive(hex(c.key), hex(c.salt), hex(c.context));
    return { commitment: toHex(commitment) };
  }
  if (c.test === "length") return { object_length: objectLength(c.content_length, c.padding) };
  const object = await build(c);
  const key = hex(c.open_key ?? c.key);
  const of = { vault: c.vault, document: c.document, version: c.version };
  if (c.test === "open") {
    const s = await pour(openDocument(key, of, pieces(object)), () => undefined);
    return {
      content_length: s.contentLength,
      content_sha256: s.contentHash,
      head_sha256: s.headHash,
      object_length: s.objectLength,
      object_sha256: s.objectHash,
    };
  }
  const last = lastRange(object.length);
  const cut = (range: { start: number; end: number }): Bytes => object.slice(range.start, range.end);
  const opener = await RangeOpener.from(key, of, object.length, cut(FIRST_RANGE), cut(last));
  const wanted = { start: c.start, end: c.end };
  const content = await opener.open(wanted, cut(opener.objectRange(wanted)));
  return { content_length: opener.contentLength, sha256: toHex(sha256(content)) };
}
