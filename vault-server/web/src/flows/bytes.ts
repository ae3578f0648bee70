/** Bytes of the API's JSON. */

import { type Bytes, fromBase64Url } from "../core/bytes.ts";
import { AnswerUnreadable } from "../api/problem.ts";

/** The bytes of a field. */
export function unb64(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new AnswerUnreadable("not base64url");
  return bytes;
}

/** The bytes of a list of fields. */
export function unb64All(texts: readonly string[]): Bytes[] {
  return texts.map(unb64);
}
