// What the page tells while and after something is done: a failure, a state, how far it is, how long is left.
import type { ComponentChildren } from "preact";
import { Failure, tell } from "../app/failure.ts";
import { usePart, useText, useWords } from "../i18n/use.ts";
import { BigButton } from "./basics.tsx";
import { Pictogram, type PictogramName } from "./pictograms.tsx";

/** What can be done after a failure. */
export interface Remedy {
  readonly label: string;
  readonly pictogram?: PictogramName;
  readonly onPress: () => void;
}

/** A failure: one plain sentence, and the next thing to do. */
export function ErrorCard({ failure, remedy }: { readonly failure: Failure; readonly remedy?: Remedy }) {
  const words = useWords();
  usePart("problems");
  const { sentence, next } = tell(failure, words);
  return (
    <div class="failure" role="alert">
      <Pictogram name="warning" />
      <div>
        <p class="failure-sentence">{sentence}</p>
        <p>{next}</p>
        {remedy !== undefined && (
          <BigButton weight="first" onPress={remedy.onPress} {...(remedy.pictogram === undefined ? {} : { pictogram: remedy.pictogram })}>
            {remedy.label}
          </BigButton>
        )}
      </div>
    </div>
  );
}

/** Whether a paper still serves. */
export type PaperState = "valid" | "soon" | "expired";

const STATE_PICTOGRAM: Record<PaperState, PictogramName> = { valid: "valid", soon: "warning", expired: "expired" };

/** Whether a paper still serves: in a word, in colour and in shape (circle, triangle, square). */
export function Status({ state }: { readonly state: PaperState }) {
  const text = useText();
  return (
    <span class={`status ${state}`}>
      <Pictogram name={STATE_PICTOGRAM[state]} />
      {text(`page-status-${state}`)}
    </span>
  );
}

/** How far something is, from 0 to 1; without a share, only that it goes on. */
export function Progress({ label, share }: { readonly label: string; readonly share?: number }) {
  return (
    <label class="progress">
      <span>{label}</span>
      <progress {...(share === undefined ? {} : { value: share })} max={1} />
    </label>
  );
}

/** Seconds below which the time left is said aloud, once each. */
const SPOKEN = [60, 30, 10];

/** How long is left, in words. A screen reader hears it only when it becomes short. */
export function Countdown({ seconds }: { readonly seconds: number }) {
  const text = useText();
  // Minutes as long as there is time: a number that changes every second hurries people.
  const told = text("page-countdown", { minutes: seconds > 60 ? Math.ceil(seconds / 60) : 0, seconds });
  const spoken = SPOKEN.find((limit) => seconds <= limit && seconds > limit - 2);
  return (
    <p class={seconds <= 30 ? "countdown short" : "countdown"}>
      <Pictogram name="clock" />
      <span role="timer">{told}</span>
      <span class="for-reader" role="status">
        {spoken === undefined ? "" : told}
      </span>
    </p>
  );
}

/** What was just done, said aloud when it appears; drawn before, so that a screen reader hears it. */
export function Done({ told }: { readonly told: string | undefined }) {
  return (
    <p role="status" class={told === undefined ? "for-reader" : "done-now"}>
      {told !== undefined && <Pictogram name="valid" />}
      <span>{told}</span>
    </p>
  );
}

/** Something that a screen says of itself and that is no failure. */
export function Remark({ pictogram, children }: { readonly pictogram: PictogramName; readonly children: ComponentChildren }) {
  return (
    <div class="remark">
      <Pictogram name={pictogram} />
      <div>{children}</div>
    </div>
  );
}
