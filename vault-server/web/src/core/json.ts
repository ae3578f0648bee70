/**
 * JSON as Rust reads it: UTF-8, a field once, whole numbers only, nothing after the end. The browser's parser keeps the last
 * of two equal fields, so that two readers of one signed text could see two things.
 */

import { fromBase64Url, fromHex, fromUtf8 } from "./bytes.ts";
import { Refused, type What } from "./error.ts";

/** A value that was read. A number that is not whole, or not below 2^53, is `NaN` or `Infinity`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** An object that was read. */
export type JsonObject = ReadonlyMap<string, Json>;

/** Reads one object. Refuses with `json`. */
export function parseObject(what: What, bytes: Uint8Array): JsonObject {
  const text = fromUtf8(bytes);
  if (text === undefined || !text.startsWith("{")) throw new Refused(what, "json");
  const parser = new Parser(what, text);
  const value = parser.value(0);
  parser.end();
  if (!(value instanceof Map)) throw new Refused(what, "json");
  return value;
}

const MAX_DEPTH = 100;
const TOKEN = /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(true|false|null)|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))/uy;

class Parser {
  readonly #what: What;
  readonly #text: string;
  #at = 0;

  constructor(what: What, text: string) {
    this.#what = what;
    this.#text = text;
  }

  value(depth: number): Json {
    const token = this.#token();
    if (depth > MAX_DEPTH) throw this.#fail();
    if (token === "{") return this.#object(depth);
    if (token === "[") return this.#array(depth);
    if (token.startsWith('"')) return this.#string(token);
    if (token === "true" || token === "false") return token === "true";
    if (token === "null") return null;
    if (/^[0-9]+$/.test(token)) {
      const number = Number(token);
      return Number.isSafeInteger(number) ? number : Number.POSITIVE_INFINITY;
    }
    if (/^-?[0-9]/.test(token)) return Number.NaN;
    throw this.#fail();
  }

  end(): void {
    if (!/^[ \t\n\r]*$/.test(this.#text.slice(this.#at))) throw this.#fail();
  }

  #object(depth: number): JsonObject {
    const out = new Map<string, Json>();
    let token = this.#token();
    while (token !== "}") {
      if (!token.startsWith('"')) throw this.#fail();
      const key = this.#string(token);
      if (out.has(key) || this.#token() !== ":") throw this.#fail();
      out.set(key, this.value(depth + 1));
      token = this.#next("}");
    }
    return out;
  }

  #array(depth: number): readonly Json[] {
    const out: Json[] = [];
    const start = this.#at;
    if (this.#token() === "]") return out;
    this.#at = start;
    do out.push(this.value(depth + 1));
    while (this.#separator("]"));
    return out;
  }

  #next(close: string): string {
    if (!this.#separator(close)) return close;
    const token = this.#token();
    if (token === close) throw this.#fail();
    return token;
  }

  #separator(close: string): boolean {
    const token = this.#token();
    if (token !== "," && token !== close) throw this.#fail();
    return token === ",";
  }

  #token(): string {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    if (found === null) throw this.#fail();
    this.#at = TOKEN.lastIndex;
    return found[0].trimStart();
  }

  #string(token: string): string {
    let text: unknown;
    try {
      text = JSON.parse(token);
    } catch {
      throw this.#fail();
    }
    // Half a surrogate pair is no character, and no UTF-8 holds it.
    if (typeof text !== "string" || /\p{Cs}/u.test(text)) throw this.#fail();
    return text;
  }

  #fail(): Refused {
    return new Refused(this.#what, "json");
  }
}

/** Takes the fields of an object one by one; what is left over is refused. */
export class Fields {
  readonly #what: What;
  readonly #rest: Map<string, Json>;

  constructor(what: What, value: Json) {
    this.#what = what;
    if (!(value instanceof Map)) throw new Refused(what, "json");
    this.#rest = new Map(value as JsonObject);
  }

  text(name: string): string {
    return this.#must(this.optionalText(name));
  }

  optionalText(name: string): string | undefined {
    const value = this.#take(name);
    return value === undefined || typeof value === "string" ? value : this.#fail();
  }

  /** A whole number of at most `max`; larger ones that still fit in 64 bits are told as `Infinity` when `max` is. */
  number(name: string, max = Number.POSITIVE_INFINITY): number {
    return this.#must(this.optionalNumber(name, max));
  }

  optionalNumber(name: string, max: number): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    return typeof value === "number" && value <= max ? value : this.#fail();
  }

  /** Lower-case hexadecimal of `length` bytes. */
  id(name: string, length = 16): string {
    return this.#must(this.optionalId(name, length));
  }

  optionalId(name: string, length = 16): string | undefined {
    const text = this.optionalText(name);
    return text === undefined || fromHex(text)?.length === length ? text : this.#fail();
  }

  /** base64url. */
  bytes(name: string): Uint8Array<ArrayBuffer> {
    return fromBase64Url(this.text(name)) ?? this.#fail();
  }

  /** A list, empty when it is left out. */
  list(name: string): readonly Json[] {
    if (!this.#rest.has(name)) return [];
    const value = this.#rest.get(name);
    this.#rest.delete(name);
    return Array.isArray(value) ? (value as readonly Json[]) : this.#fail();
  }

  /** Whether a list is there at all. */
  has(name: string): boolean {
    return this.#rest.has(name);
  }

  /** A list of base64url texts. */
  bytesList(name: string): Uint8Array<ArrayBuffer>[] {
    return this.list(name).map((item) => (typeof item === "string" ? fromBase64Url(item) : undefined) ?? this.#fail());
  }

  optionalObject(name: string): Fields | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : new Fields(this.#what, value);
  }

  /** Refuses fields that nobody took. */
  end(): void {
    if (this.#rest.size > 0) this.#fail();
  }

  #take(name: string): Exclude<Json, null> | undefined {
    const value = this.#rest.get(name);
    this.#rest.delete(name);
    return value ?? undefined;
  }

  #must<T>(value: T | undefined): T {
    return value ?? this.#fail();
  }

  #fail(): never {
    throw new Refused(this.#what, "json");
  }
}
