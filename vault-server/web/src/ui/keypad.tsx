// The code, on large keys. It can also be typed on a keyboard, pasted, or given by a password manager: the field is a real one.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useText } from "../i18n/use.ts";
import { BigButton, Tick } from "./basics.tsx";
import { Pictogram } from "./pictograms.tsx";

/** Fewest and most digits of a code (FORMATS, section 6). */
export const PIN_DIGITS = { least: 4, most: 8 } as const;

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Properties of {@link Keypad}. */
export interface KeypadProps {
  readonly label: string;
  /** What the button below says. */
  readonly action: string;
  readonly busy: boolean;
  /** Whether a new code is being chosen: password managers then offer to keep it. */
  readonly isNew?: boolean;
  readonly onCode: (code: string) => void;
}

/** A keypad. The code leaves it once, and the field is emptied. */
export function Keypad({ label, action, busy, isNew = false, onCode }: KeypadProps) {
  const text = useText();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [seen, setSeen] = useState(false);
  useEffect(() => setCode(""), [label]);

  const enough = code.length >= PIN_DIGITS.least;
  const take = (typed: string): void => setCode(typed.replace(/\D/g, "").slice(0, PIN_DIGITS.most));
  const send = (): void => {
    if (!enough || busy) return;
    setCode("");
    onCode(code);
  };
  return (
    <form
      class="keypad"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={field}
        class="input code-field"
        type={seen ? "text" : "password"}
        inputMode="numeric"
        autocomplete={isNew ? "new-password" : "current-password"}
        dir="ltr"
        value={code}
        aria-describedby={`${id}-count`}
        onInput={(event) => {
          take(event.currentTarget.value);
          // What is not a digit does not stay in the field either.
          event.currentTarget.value = event.currentTarget.value.replace(/\D/g, "").slice(0, PIN_DIGITS.most);
        }}
      />
      <p id={`${id}-count`} role="status" class="count">
        {text("page-keypad-count", { n: code.length })}
      </p>
      <div class="keys" dir="ltr" role="group" aria-label={text("page-keypad-keys")}>
        {KEYS.map((key) => (
          <button key={key} type="button" class="key" onClick={() => take(code + key)}>
            {key}
          </button>
        ))}
        <button type="button" class="key small" aria-label={text("page-keypad-erase")} onClick={() => setCode(code.slice(0, -1))}>
          <Pictogram name="erase" />
        </button>
        <button type="button" class="key" onClick={() => take(`${code}0`)}>
          0
        </button>
        <button type="submit" class="key go" disabled={!enough || busy} aria-label={action}>
          <Pictogram name="valid" />
        </button>
      </div>
      <Tick label={text("page-keypad-show")} ticked={seen} onTick={setSeen} />
      <BigButton weight="first" disabled={!enough || busy} onPress={send}>
        {action}
      </BigButton>
    </form>
  );
}
