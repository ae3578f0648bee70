/** Reading and writing of fixed layouts: big-endian integers, magic, reserved bytes (FORMATS, conventions). */

import { type Bytes, concat, isZero, toHex, utf8 } from "./bytes.ts";
import { type Property, Refused, type What } from "./error.ts";

/** Reads one object from front to back; every refusal names the object and the property. */
export class Reader {
  readonly #what: What;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(what: What, bytes: Uint8Array) {
    this.#what = what;
    this.#bytes = bytes;
  }

  /** The refusal of this object for a property. */
  fail(property: Property): Refused {
    return new Refused(this.#what, property);
  }

  /** The next `length` bytes, copied. */
  take(length: number): Bytes {
    if (this.#bytes.length - this.#at < length) throw this.fail("length");
    const out = new Uint8Array(length);
    out.set(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return out;
  }

  /** The next `length` bytes as an id. */
  id(length = 16): string {
    return toHex(this.take(length));
  }

  /** A hash, as an id of 32 bytes. */
  hash(): string {
    return this.id(32);
  }

  u8(): number {
    return this.#number(1);
  }

  u16(): number {
    return this.#number(2);
  }

  u32(): number {
    return this.#number(4);
  }

  /** A number past 2^53 is told as `Infinity`: past every bound, equal to nothing that one asks for. */
  u64(): number {
    const number = this.#number(8);
    return Number.isSafeInteger(number) ? number : Number.POSITIVE_INFINITY;
  }

  /** The four bytes that open every format. */
  magic(magic: string): void {
    if (String.fromCharCode(...this.take(4)) !== magic) throw this.fail("magic");
  }

  reserved(length: number): void {
    if (!isZero(this.take(length))) throw this.fail("reserved");
  }

  /** Anything left is an error. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.fail("trailing");
  }

  #number(length: number): number {
    return this.take(length).reduce((number, byte) => number * 256 + byte, 0);
  }
}

/** A number in `length` bytes, big-endian. */
export function be(number: number, length: number): Bytes {
  const out = new Uint8Array(length);
  let rest = number;
  for (let i = length - 1; i >= 0; i--) {
    out[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return out;
}

/** Two bytes. */
export const u16 = (number: number): Bytes => be(number, 2);
/** Four bytes. */
export const u32 = (number: number): Bytes => be(number, 4);
/** Eight bytes. */
export const u64 = (number: number): Bytes => be(number, 8);
/** Zeros. */
export const zeros = (length: number): Bytes => new Uint8Array(length);

/** `label ‖ 0x00 ‖ parts`: what is signed, authenticated or hashed under a label. */
export function labelled(label: string, ...parts: readonly Uint8Array[]): Bytes {
  return concat(utf8(label), zeros(1), ...parts);
}

/** Dates are Unix seconds and include both ends; a `notAfter` of 0 means no end. */
export function checkDates(what: What, notBefore: number, notAfter: number, now: number): void {
  if (now < notBefore || (notAfter !== 0 && now > notAfter)) throw new Refused(what, "validity");
}
