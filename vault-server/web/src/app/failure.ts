// A failure that a person is told of: a code, and what fills its sentence. Screens never show anything else of an error.
import { ServerRefusal, Unreachable } from "../api/problem.ts";
import { Refused } from "../core/error.ts";
import type { Args, Words } from "../i18n/words.ts";

/** What the page itself may meet; the rest are the server's problem codes. */
export const OWN_FAILURES = ["network", "camera-refused", "camera-missing", "card-unreadable", "old-browser", "no-voice", "unforeseen"] as const;

/** A failure of the page's own. */
export type OwnFailure = (typeof OWN_FAILURES)[number];

/** Something that went wrong and has a sentence: `page-failure-<code>`, or the server's `problem-<code>`. */
export class Failure extends Error {
  readonly code: string;
  readonly args: Args;

  constructor(code: OwnFailure | (string & {}), args: Args = {}) {
    super(code);
    this.name = "Failure";
    this.code = code;
    this.args = args;
  }

  /** Whatever was thrown, as something that has a sentence. */
  static of(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    if (thrown instanceof Unreachable) return new Failure("network");
    if (thrown instanceof ServerRefusal) return refusal(thrown);
    // What was typed is told as such; what is stored and does not verify is grave.
    if (thrown instanceof Refused && thrown.what === "credential") return new Failure("card-unreadable");
    if (thrown instanceof Refused) return new Failure("integrity", { what: thrown.what, property: thrown.property });
    // Without network, browsers throw a TypeError from fetch and from import.
    if (thrown instanceof TypeError && /fetch|network|import|load/i.test(thrown.message)) return new Failure("network");
    return new Failure("unforeseen");
  }
}

function refusal({ code, triesLeft, retryAfterS, what, property }: ServerRefusal): Failure {
  const args: Args = {};
  if (triesLeft !== undefined) args["tries_left"] = triesLeft;
  if (retryAfterS !== undefined) args["retry_after_s"] = retryAfterS;
  if (what !== undefined && property !== undefined) Object.assign(args, { what, property });
  return new Failure(code, args);
}

/** The sentence of a failure and what to do next. */
export interface Told {
  readonly sentence: string;
  readonly next: string;
}

/** What fills the sentences of problems when the server said nothing more. */
const NOTHING: Args = { detail: "", limit: "", what: "", subject: "", property: "", tries_left: "", retry_after_s: "" };

/** Tells a failure. The server's problems need the part `problems`; before it is there, a general sentence stands. */
export function tell(failure: Failure, words: Words): Told {
  const { what, property } = failure.args;
  const named = { what: words.find(`integrity-${String(what)}`) ?? "", property: words.find(`property-${String(property)}`) ?? "" };
  const args = { ...NOTHING, ...failure.args, ...named };
  const own = words.find(`page-failure-${failure.code}`, args);
  if (own !== undefined) return { sentence: own, next: words.text(`page-failure-${failure.code}.next`, args) };
  const sentence = words.find(`problem-${failure.code}`, args);
  if (sentence === undefined) return tell(new Failure("unforeseen"), words);
  const next = words.find(`page-next-${failure.code}`, args) ?? words.find(`problem-${failure.code}.next`, args);
  return { sentence, next: next ?? "" };
}
