// The lines: ids and codes, never a name of a person or a content. A page at a time, so that a long log stays quick.
import { useMemo, useState } from "preact/hooks";
import type { ScreenProps } from "../../app/screens.ts";
import type { Session } from "../../app/vault.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence } from "../../ui/basics.tsx";
import { Choose, Day, type Option } from "../../ui/choice.tsx";
import { Pictogram } from "../../ui/pictograms.tsx";
import { ALL, byMost, type Choice, choose, countBy, keyOf, placeOf, type PlaceOf, placesOf, resultOf, typeOf } from "./counts.ts";
import { Files } from "./files.tsx";
import type { Line, Log } from "./log.ts";
import { WhenVerified } from "./verified.tsx";
import { useNames } from "./words.ts";

const LINES = 25;

/** The screen. It may be given a result to begin with. */
export function Entries({ given }: ScreenProps) {
  const asked = given !== null && typeof given === "object" && "result" in given && given.result === "refused";
  return <WhenVerified>{(log, open) => <Chosen key={asked} log={log} open={open} begin={asked ? { ...ALL, result: "refused" } : ALL} />}</WhenVerified>;
}

function Chosen({ log, open, begin }: { readonly log: Log; readonly open: Session; readonly begin: Choice }) {
  const text = useText();
  const [choice, setChoice] = useState(begin);
  const [page, setPage] = useState(0);
  const places = useMemo(() => placesOf(log), [log]);
  const chosen = useMemo(() => choose(log.entries, places, choice), [log, places, choice]);
  const pages = Math.max(1, Math.ceil(chosen.length / LINES));
  const change = (part: Partial<Choice>): void => {
    setChoice({ ...choice, ...part });
    setPage(0);
  };
  return (
    <>
      <Choices log={log} places={places} choice={choice} onChange={change} />
      <p role="status" class="count">
        {text("page-audit-found", { n: chosen.length })}
      </p>
      {chosen.length === 0 ? (
        <>
          <Sentence pictogram="paper">{text("page-audit-none")}</Sentence>
          <BigButton pictogram="erase" onPress={() => change(ALL)}>
            {text("page-audit-all-lines")}
          </BigButton>
        </>
      ) : (
        <>
          <ol class="lines">
            {chosen.slice(page * LINES, (page + 1) * LINES).map((line) => (
              <One key={line.index} line={line} places={places} />
            ))}
          </ol>
          {pages > 1 && <Turn page={page} pages={pages} onPage={setPage} />}
        </>
      )}
      <Files log={log} open={open} chosen={chosen} places={places} />
    </>
  );
}

interface ChoicesProps {
  readonly log: Log;
  readonly places: PlaceOf;
  readonly choice: Choice;
  readonly onChange: (part: Partial<Choice>) => void;
}

function Choices({ log, places, choice, onChange }: ChoicesProps) {
  const text = useText();
  const names = useNames();
  const options = useMemo(() => {
    const list = (key: (line: Line) => string, name: (key: string) => string): Option[] =>
      countBy(log.entries, key).sort(byMost).map((count) => ({ value: count.key, label: name(count.key) }));
    const results = list(resultOf, names.result).filter((option) => option.value !== "done");
    return {
      types: list(typeOf, names.type),
      places: list((line) => keyOf(places(line)), (key) => names.place(placeOf(key))),
      results: [
        { value: "done", label: text("page-audit-done") },
        { value: "refused", label: text("page-audit-refused-any") },
        ...results.map(({ value, label }) => ({ value, label: text("page-audit-refused-why", { reason: label }) })),
      ],
    };
  }, [log, text("page-audit-done")]);
  const every: Option = { value: "", label: text("page-audit-any") };
  return (
    <div class="choices" role="group" aria-label={text("page-audit-choices")}>
      <Choose label={text("page-audit-type")} value={choice.type} options={[every, ...options.types]} onValue={(type) => onChange({ type })} />
      <Choose label={text("page-audit-place")} value={choice.place} options={[every, ...options.places]} onValue={(place) => onChange({ place })} />
      <Choose label={text("page-audit-result")} value={choice.result} options={[every, ...options.results]} onValue={(result) => onChange({ result })} />
      <Day label={text("page-audit-from")} value={choice.from} onValue={(from) => onChange({ from })} />
      <Day label={text("page-audit-to")} value={choice.to} onValue={(to) => onChange({ to })} />
    </div>
  );
}

function One({ line, places }: { readonly line: Line; readonly places: PlaceOf }) {
  const text = useText();
  const names = useNames();
  const isDone = line.result === 0;
  return (
    <li>
      <span class="line-what">{names.typeOf(line)}</span>
      <span>{names.moment(line.unixMs)}</span>
      <span>{names.place(places(line))}</span>
      <span class={isDone ? "status valid" : "status expired"}>
        <Pictogram name={isDone ? "valid" : "stop"} />
        {isDone ? text("page-audit-done") : text("page-audit-refused-why", { reason: names.resultOf(line) })}
      </span>
      <span class="line-more">{text("page-audit-number", { n: line.index })}</span>
    </li>
  );
}

function Turn({ page, pages, onPage }: { readonly page: number; readonly pages: number; readonly onPage: (page: number) => void }) {
  const text = useText();
  return (
    <nav class="row" aria-label={text("page-audit-pages")}>
      <BigButton disabled={page === 0} onPress={() => onPage(page - 1)}>
        {text("page-audit-later")}
      </BigButton>
      <p role="status">{text("page-audit-page", { n: page + 1, all: pages })}</p>
      <BigButton disabled={page + 1 >= pages} onPress={() => onPage(page + 1)}>
        {text("page-audit-earlier")}
      </BigButton>
    </nav>
  );
}
