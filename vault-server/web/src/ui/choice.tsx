// A choice in a list, and a day: the browser's own, which every keyboard and every screen reader knows.
import { useId } from "preact/hooks";

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** Properties of {@link Choose}. */
export interface ChooseProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onValue: (value: string) => void;
}

/** One of several. */
export function Choose({ label, value, options, onValue }: ChooseProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} class="input" value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A day, `yyyy-mm-dd`; an empty text is none. */
export function Day({ label, value, onValue }: { readonly label: string; readonly value: string; readonly onValue: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} class="input" type="date" value={value} onInput={(event) => onValue(event.currentTarget.value)} />
    </div>
  );
}
