/** What page and worker say to each other. Keys live in the worker alone; what crosses is plain data. */

import { AnswerUnreadable, ServerRefusal, Unreachable } from "../api/problem.ts";
import { type Property, Refused, type What } from "../core/error.ts";

/** The page asks. */
export interface Ask {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Whether the page wants to be told how far it is. */
  readonly progress: boolean;
}

/** An error as it crosses. */
export type Told =
  | { readonly kind: "refused"; readonly what: What; readonly property: Property; readonly about: string | undefined }
  | { readonly kind: "server"; readonly status: number; readonly problem: Readonly<Record<string, unknown>> }
  | { readonly kind: "unreachable" }
  | { readonly kind: "unreadable"; readonly detail: string }
  | { readonly kind: "fault"; readonly detail: string };

/** The worker answers, tells how far it is, or hands over what was seen to be true, to be kept. */
export type Say =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: Told }
  | { readonly id: number; readonly progress: readonly [done: number, of: number] }
  | { readonly keep: string };

/** An error on its way to the page. */
export function tell(error: unknown): Told {
  if (error instanceof Refused) return { kind: "refused", what: error.what, property: error.property, about: error.about };
  if (error instanceof ServerRefusal) {
    const { code, triesLeft, limit, retryAfterS, what, property } = error;
    const problem = { code, tries_left: triesLeft, limit, retry_after_s: retryAfterS, what, property };
    return { kind: "server", status: error.status, problem };
  }
  // A part of the worker's own code that could not be fetched is a TypeError.
  if (error instanceof Unreachable || (error instanceof TypeError && /fetch|import|load/i.test(error.message))) return { kind: "unreachable" };
  if (error instanceof AnswerUnreadable) return { kind: "unreadable", detail: error.message };
  // A fault of the code: its name only, because a message could hold what was being worked on.
  return { kind: "fault", detail: error instanceof Error ? error.name : typeof error };
}

/** The same error in the page. */
export function hear(told: Told): Error {
  switch (told.kind) {
    case "refused": {
      const error = new Refused(told.what, told.property);
      if (told.about !== undefined) error.about = told.about;
      return error;
    }
    case "server":
      return new ServerRefusal(told.status, told.problem);
    case "unreachable":
      return new Unreachable();
    case "unreadable":
      return new AnswerUnreadable(told.detail);
    default:
      return new Error(told.detail);
  }
}
