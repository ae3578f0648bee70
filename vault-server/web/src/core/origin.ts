/** The origin of a server, `scheme://host[:port]`: what a signature is bound to (FORMATS 5 and 6). */

import { type Bytes, utf8 } from "./bytes.ts";
import { ensure, Refused } from "./error.ts";
import { sha256 } from "./suite.ts";

const MAX = 255;

/** A server's origin, in the one form that is hashed. */
export class Origin {
  /** The text, without a slash at the end. */
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** SHA-256 of the text: what statements carry. */
  get hash(): Bytes {
    return sha256(utf8(this.text));
  }

  /**
   * Accepts one slash at the end and capitals in scheme and host, drops the scheme's own port, refuses anything else
   * around them: a path, a user name, a query.
   */
  static parse(text: string): Origin {
    ensure(utf8(text).length <= MAX, "origin", "length");
    const lower = text.replace(/\/$/, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const found = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]+))?$/.exec(lower);
    if (found === null) throw new Refused("origin", "alphabet");
    const [, scheme = "", host = "", port] = found;
    const number = port === undefined ? undefined : Number(port);
    ensure(number === undefined || number <= 65_535, "origin", "alphabet");
    ensure(!host.startsWith("[") || isUrl(`${scheme}://${host}`), "origin", "alphabet");
    const own = scheme === "https" ? 443 : 80;
    return new Origin(`${scheme}://${host}${number === undefined || number === own ? "" : `:${number}`}`);
  }
}

function isUrl(text: string): boolean {
  try {
    return new URL(text).host !== "";
  } catch {
    return false;
  }
}
