/** Bytes and their texts: hexadecimal, base64, base32, all strict: one text for each value. */

/** Bytes over memory of their own, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

/** The text of UTF-8 bytes; `undefined` when they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** All parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A copy with memory of its own. */
export function copy(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** Whether both hold the same; the time taken tells only their lengths. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let different = 0;
  for (let i = 0; i < one.length; i++) different |= (one[i] ?? 0) ^ (other[i] ?? 0);
  return different === 0;
}

/** Overwrites secrets that are of no more use. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}

/** Whether every byte is zero. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** Both digits of every byte: a vault of some hundred papers names thousands of ids. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes[i] ?? 0] ?? "";
  return out;
}

/** The bytes of lower-case hexadecimal; `undefined` for any other text. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

const ALPHABET_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const ALPHABET_64_URL = `${ALPHABET_64.slice(0, 62)}-_`;
const ALPHABET_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return encode(ALPHABET_64_URL, 6, bytes);
}

/** The bytes of base64url without padding; `undefined` for any other text. */
export function fromBase64Url(text: string): Bytes | undefined {
  return decode64(VALUES_64_URL, text);
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  const text = encode(ALPHABET_64, 6, bytes);
  return text + "=".repeat((4 - (text.length % 4)) % 4);
}

/** The bytes of standard base64 with padding; `undefined` for any other text. */
export function fromBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0) return undefined;
  return decode64(VALUES_64, text.replace(/={1,2}$/, ""));
}

/** Upper-case base32 without padding (RFC 4648). */
export function toBase32(bytes: Uint8Array): string {
  return encode(ALPHABET_32, 5, bytes);
}

/** The bytes of upper-case base32 without padding, or what is wrong with it. */
export function fromBase32(text: string): Bytes | "alphabet" | "trailing" {
  return decode32(text);
}

function encode(alphabet: string, width: number, bytes: Uint8Array): string {
  let out = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= width) {
      bits -= width;
      out += alphabet[(held >> bits) & ((1 << width) - 1)] ?? "";
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + (alphabet[(held << (width - bits)) & ((1 << width) - 1)] ?? "") : out;
}

/** Values of the characters of an alphabet, by their ASCII codes. */
function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

const [VALUES_64, VALUES_64_URL, VALUES_32] = [valuesOf(ALPHABET_64), valuesOf(ALPHABET_64_URL), valuesOf(ALPHABET_32)];

/** Four characters at a time: records and wraps come by the megabyte. */
function decode64(values: Int8Array, text: string): Bytes | undefined {
  const rest = text.length & 3;
  if (rest === 1) return undefined;
  const whole = text.length - rest;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  // What follows the last character is read as zeros.
  const value = (at: number): number => (at < text.length ? (values[text.charCodeAt(at)] ?? -1) : 0);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    const four = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    if (four < 0) return undefined;
    // Bits that say nothing and are set: another text would name the same bytes.
    if (i === whole && (rest === 2 ? four & 0xffff : four & 0xff) !== 0) return undefined;
    out[at++] = four >> 16;
    if (at < out.length) out[at++] = (four >> 8) & 255;
    if (at < out.length) out[at++] = four & 255;
  }
  return out;
}

function decode32(text: string): Bytes | "alphabet" | "trailing" {
  const out = new Uint8Array(Math.floor((text.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES_32[text.charCodeAt(i)] ?? -1;
    if (value < 0) return "alphabet";
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  // A whole character too many, or bits that say nothing and are set: another text would name the same bytes.
  return bits >= 5 || held !== 0 ? "trailing" : out;
}
