// The code, on large keys. It can also be typed on a keyboard, pasted, or given by a password manager: the field is a real one.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useText } from "../i18n/use.ts";
import { BigButton, Tick } from "./basics.tsx";
import { Pictogram } from "./pictograms.tsx";

/** Fewest and most digits of a code (FORMATS, section 6). */
export const PIN_DIGITS = { least: 4, most: 8 } as const;

/** What may stand in a code. */
function digits(typed: string): string {
  return typed.replace(/\D/g, "").slice(0, PIN_DIGITS.most);
}

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
  const enough = code.length >= PIN_DIGITS.least;
  const take = (typed: string): void => setCode(digits(typed));
  useEffect(() => {
    // The digits of a desk's keyboard need no touch first.
    const listen = (event: KeyboardEvent): void => {
      if (event.target === field.current || !/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
      setCode((before) => digits(before + event.key));
      field.current?.focus();
      event.preventDefault();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
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
          event.currentTarget.value = digits(event.currentTarget.value);
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
        <button type="button" class="key zero" onClick={() => take(`${code}0`)}>
          0
        </button>
        <button type="button" class="key" aria-label={text("page-keypad-erase")} onClick={() => setCode(code.slice(0, -1))}>
          <Pictogram name="erase" />
        </button>
      </div>
      <BigButton weight="first" pictogram="lock" disabled={!enough || busy} onPress={send}>
        {action}
      </BigButton>
      <Tick label={text("page-keypad-show")} ticked={seen} onTick={setSeen} />
    </form>
  );
}
