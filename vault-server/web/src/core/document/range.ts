/** Reads a part of an object: proves that whoever wrote it held the key, not that it is the object of the deposit (FORMATS 1). */

import { type Bytes, concat } from "../bytes.ts";
import { ensure } from "../error.ts";
import type { DocumentVersion } from "../ids.ts";
import { StreamKey } from "./chunk.ts";
import { announced, CHUNK_LEN, contentWithin, HEAD_LEN, PREFIX_LEN, SEALED_CHUNK_LEN } from "./header.ts";

const W = "document";

/** From `start`, included, to `end`, not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the head and the first chunk stand in every object. */
export const FIRST_RANGE: Range = { start: 0, end: HEAD_LEN + SEALED_CHUNK_LEN };

/** Where the last chunk stands in an object of this length. Refuses with `length` one that no object has. */
export function lastRange(objectLength: number): Range {
  const last = (objectLength - HEAD_LEN) % SEALED_CHUNK_LEN;
  ensure(last >= 16 && objectLength >= FIRST_RANGE.end, W, "length");
  return { start: objectLength - last, end: objectLength };
}

/** Opens ranges of one object's content, once both ends of the object are authenticated. */
export class RangeOpener {
  /** The content's length in bytes. */
  readonly contentLength: number;
  readonly #stream: StreamKey;
  readonly #objectLength: number;

  private constructor(stream: StreamKey, objectLength: number, contentLength: number) {
    this.#stream = stream;
    this.#objectLength = objectLength;
    this.contentLength = contentLength;
  }

  /** Checks the head, the first chunk and the last, and that their lengths agree. The two are the bytes at {@link FIRST_RANGE} and {@link lastRange}. */
  static async from(key: Bytes, expected: DocumentVersion, objectLength: number, first: Bytes, last: Bytes): Promise<RangeOpener> {
    const range = lastRange(objectLength);
    ensure(first.length === FIRST_RANGE.end && last.length === range.end - range.start, W, "length");
    const { stream, header } = await StreamKey.resume(key, expected, first.slice(0, HEAD_LEN));
    const number = (range.start - HEAD_LEN) / SEALED_CHUNK_LEN;
    const plaintext = await stream.open(number, last);
    const { length, padded } = announced(await stream.open(0, first.slice(HEAD_LEN)), header.padding);
    ensure(padded === number * CHUNK_LEN + plaintext.length, W, "length");
    contentWithin(number * CHUNK_LEN, plaintext, length);
    return new RangeOpener(stream, objectLength, length);
  }

  /** The bytes of the object that hold these bytes of content: whole chunks. */
  objectRange(content: Range): Range {
    const chunks = this.#chunks(content);
    const at = (chunk: number): number => Math.min(HEAD_LEN + chunk * SEALED_CHUNK_LEN, this.#objectLength);
    return { start: at(chunks.start), end: at(chunks.end) };
  }

  /** These bytes of content, from the object's bytes at {@link objectRange}. */
  async open(content: Range, sealed: Bytes): Promise<Bytes> {
    const [chunks, range] = [this.#chunks(content), this.objectRange(content)];
    ensure(sealed.length === range.end - range.start, W, "length");
    const found: Bytes[] = [];
    for (let number = chunks.start; number < chunks.end; number++) {
      const from = (number - chunks.start) * SEALED_CHUNK_LEN;
      const plaintext = await this.#stream.open(number, sealed.slice(from, from + SEALED_CHUNK_LEN));
      const offset = number * CHUNK_LEN;
      contentWithin(offset, plaintext, this.contentLength);
      const at = (position: number): number => Math.min(Math.max(PREFIX_LEN + position - offset, 0), plaintext.length);
      found.push(plaintext.slice(at(content.start), at(content.end)));
    }
    return concat(...found);
  }

  #chunks(content: Range): Range {
    ensure(content.start < content.end && content.end <= this.contentLength, W, "length");
    const chunkOf = (position: number): number => Math.floor((PREFIX_LEN + position) / CHUNK_LEN);
    return { start: chunkOf(content.start), end: chunkOf(content.end - 1) + 1 };
  }
}
