// The plain parts of every screen: a title, sentences, buttons, tiles, a field.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Pictogram, type PictogramName } from "./pictograms.tsx";

/** The screen's own heading; it takes the focus when the screen appears, so that a screen reader begins there. */
export function Title({ children, takesFocus }: { readonly children: ComponentChildren; readonly takesFocus: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Once, when it appears: drawn again in another language, it leaves the focus where it is.
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, []);
  return (
    <h1 tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}

/** The heading of a step within a screen. What was pressed to come here is gone, so that it takes the focus. */
export function StepTitle({ pictogram, children }: { readonly pictogram: PictogramName; readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 class="step" tabIndex={-1} ref={heading}>
      <Pictogram name={pictogram} />
      <span>{children}</span>
    </h2>
  );
}

/** One idea, with the pictogram that goes with it. */
export function Sentence({ pictogram, children }: { readonly pictogram?: PictogramName; readonly children: ComponentChildren }) {
  return (
    <p class={pictogram === undefined ? "sentence" : "sentence drawn"}>
      {pictogram !== undefined && <Pictogram name={pictogram} />}
      <span>{children}</span>
    </p>
  );
}

/** What a button weighs: the one thing to do, another thing, or something that cannot be undone. */
export type Weight = "first" | "other" | "grave";

/** Properties of {@link BigButton}. */
export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  readonly pictogram?: PictogramName;
  readonly weight?: Weight;
  readonly disabled?: boolean;
  /** For a button that stays pressed. */
  readonly pressed?: boolean;
  /** The language of its words, when it is not the page's. */
  readonly lang?: string;
}

/** A button that a thumb cannot miss. */
export function BigButton({ children, onPress, pictogram, weight = "other", disabled, pressed, lang }: ButtonProps) {
  return (
    <button type="button" class={`button ${weight}`} disabled={disabled} aria-pressed={pressed} lang={lang} onClick={onPress}>
      {pictogram !== undefined && <Pictogram name={pictogram} />}
      <span>{children}</span>
    </button>
  );
}

/** Properties of {@link Tile}. */
export interface TileProps {
  readonly pictogram: PictogramName;
  readonly title: string;
  /** A second line. */
  readonly more?: ComponentChildren;
  readonly onPress: () => void;
}

/** One thing that one can do, as a large surface. */
export function Tile({ pictogram, title, more, onPress }: TileProps) {
  return (
    <li>
      <button type="button" class="tile" onClick={onPress}>
        <Pictogram name={pictogram} />
        <span class="tile-title">{title}</span>
        {more !== undefined && <span class="tile-more">{more}</span>}
      </button>
    </li>
  );
}

/** Tiles, one under the other on a phone. */
export function Tiles({ children }: { readonly children: ComponentChildren }) {
  return <ul class="tiles">{children}</ul>;
}

/** Properties of {@link Field}. */
export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it, once it was tried. */
  readonly wrong?: string | undefined;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly autocomplete?: string;
  /** For long values that are copied by hand. */
  readonly lines?: number;
  readonly spelling?: "code";
  /** A day is chosen as the browser does it best. */
  readonly kind?: "text" | "search" | "date";
}

/** A field with its label above it, what helps below, and what is wrong beside it in words. */
export function Field({ label, hint, wrong, value, onValue, autocomplete = "off", lines = 1, spelling, kind = "text" }: FieldProps) {
  const id = useId();
  const told = [hint !== undefined && `${id}-hint`, wrong !== undefined && `${id}-wrong`].filter(Boolean).join(" ");
  const common = {
    id,
    class: spelling === "code" ? "input code" : "input",
    value,
    autocomplete,
    spellcheck: spelling === undefined,
    autocapitalize: spelling === undefined ? ("sentences" as const) : ("characters" as const),
    dir: spelling === undefined ? ("auto" as const) : ("ltr" as const),
    "aria-invalid": wrong !== undefined,
    "aria-describedby": told === "" ? undefined : told,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
      {lines > 1 ? (
        <textarea {...common} rows={lines} onInput={(event) => onValue(event.currentTarget.value)} />
      ) : (
        <input {...common} type={kind} onInput={(event) => onValue(event.currentTarget.value)} />
      )}
      {wrong !== undefined && (
        <p id={`${id}-wrong`} class="wrong">
          <Pictogram name="warning" />
          {wrong}
        </p>
      )}
    </div>
  );
}

/** A box to tick, with its sentence. */
export function Tick({ label, hint, ticked, onTick }: { readonly label: string; readonly hint?: string; readonly ticked: boolean; readonly onTick: (ticked: boolean) => void }) {
  const id = useId();
  return (
    <div class="tick">
      <input id={id} type="checkbox" checked={ticked} aria-describedby={hint === undefined ? undefined : `${id}-hint`} onChange={(event) => onTick(event.currentTarget.checked)} />
      <label for={id}>{label}</label>
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

/** One of several, by its words. */
export interface Option<K extends string> {
  readonly key: K;
  readonly label: string;
}

/** A list from which one is chosen. */
export function Choice<K extends string>({ label, hint, options, chosen, onChoose }: { readonly label: string; readonly hint?: string; readonly options: readonly Option<K>[]; readonly chosen: K; readonly onChoose: (key: K) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
      <select id={id} class="input" aria-describedby={hint === undefined ? undefined : `${id}-hint`} value={chosen} onChange={(event) => onChoose(event.currentTarget.value as K)}>
        {options.map((option) => (
          <option key={option.key} value={option.key}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
