/** What the server refuses, and what keeps one from reaching it: one type of error each, for one sentence each. */

/** The codes of the server's refusals (vault_core::api::ProblemCode). */
export const PROBLEM_CODES = [
  "invalid-request", "session-over", "not-signed", "clock-skew", "wrong-credential", "wrong-pin", "credential-blocked",
  "credential-revoked", "account-disabled", "no-mandate", "mandate-expired", "mandate-revoked", "mandate-not-started",
  "right-missing", "role-forbids", "not-a-member", "not-allowed", "too-early", "too-late", "already-read",
  "second-person-missing", "not-trusted", "vault-closing", "stopped", "member-suspended", "not-found",
  "method-not-allowed", "conflict", "erased", "length-required", "too-large", "vault-full", "unsupported-media-type",
  "malformed", "body-mismatch", "too-many-requests", "timed-out", "integrity", "unexpected", "unavailable",
] as const;

/** One of {@link PROBLEM_CODES}. */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** The server answered no, and said why. */
export class ServerRefusal extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  /** Tries of the PIN that are left. */
  readonly triesLeft: number | undefined;
  /** The limit that was passed. */
  readonly limit: number | undefined;
  /** After how many seconds to try again. */
  readonly retryAfterS: number | undefined;
  /** The object that was refused, and its property, for `malformed`. */
  readonly what: string | undefined;
  readonly property: string | undefined;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const code = PROBLEM_CODES.find((known) => known === problem["code"]) ?? "unexpected";
    super(code);
    this.name = "ServerRefusal";
    this.code = code;
    this.status = status;
    const number = (name: string): number | undefined => (typeof problem[name] === "number" ? problem[name] : undefined);
    const text = (name: string): string | undefined => (typeof problem[name] === "string" ? problem[name] : undefined);
    [this.triesLeft, this.limit, this.retryAfterS] = [number("tries_left"), number("limit"), number("retry_after_s")];
    [this.what, this.property] = [text("what"), text("property")];
  }
}

/** The server was not reached, or the connection broke: nothing is known of what it did. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("the server is out of reach", { cause });
    this.name = "Unreachable";
  }
}

/** What came back is no answer of this API: another server, or something in between. */
export class AnswerUnreadable extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "AnswerUnreadable";
  }
}
