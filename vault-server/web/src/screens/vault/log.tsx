// Who looked: the journal of the person's own vault, in sentences, day by day, and whether it holds.
import { useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import type { EventBody } from "../../core/log/body.ts";
import { EVENT_TYPES, type EventType, RESULT_CODES, wordOf } from "../../core/vocabulary.ts";
import { dateLong, type Names, sentence } from "../../i18n/journal.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import { BigButton, Sentence, Tick } from "../../ui/basics.tsx";
import { Pictogram, type PictogramName } from "../../ui/pictograms.tsx";
import { ErrorCard, Progress, Remark } from "../../ui/told.tsx";
import { own, readContents, titleOf } from "./contents.ts";

/** How many lines are drawn at first; the rest when it is asked for. */
const AT_ONCE = 60;

async function read() {
  const { open, vault } = own();
  // Titles are a help: the journal is told without them too.
  const [log, contents] = await Promise.all([open.client.readLog("self", vault), readContents().catch(() => undefined)]);
  return { log, papers: contents?.papers ?? [] };
}

type Read = Awaited<ReturnType<typeof read>>;

/** The screen. */
export function LogScreen() {
  const text = useText();
  const ready = [usePart("vault"), usePart("words")].every(Boolean);
  const { value, failure, again } = useLoaded(read);
  if (!ready) return <Progress label={text("page-loading")} />;
  if (failure?.code === "integrity") {
    // Trying again would only hide what was seen.
    return (
      <>
        <Sentence pictogram="warning">
          <strong>{text("page-log-alarm")}</strong>
        </Sentence>
        <ErrorCard failure={failure} />
      </>
    );
  }
  if (failure !== undefined) return <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: again }} />;
  if (value === undefined) return <Progress label={text("page-log-checking")} />;
  return (
    <>
      <Checked log={value.log} />
      <Lines read={value} />
    </>
  );
}

/** The plain sign that it was verified here, and against what. */
function Checked({ log }: { readonly log: Read["log"] }) {
  const text = useText();
  return (
    <Remark pictogram="valid">
      <p class="failure-sentence">{text("page-log-checked")}</p>
      <p>{text("page-log-checked-how")}</p>
      {log.keptSize !== undefined && <p>{text("page-log-checked-again")}</p>}
      {log.forgotten > 0 && <p>{text("page-log-forgotten", { n: log.forgotten })}</p>}
    </Remark>
  );
}

function Lines({ read: { log, papers } }: { readonly read: Read }) {
  const text = useText();
  const words = useWords();
  const [others, setOthers] = useState(false);
  const [many, setMany] = useState(AT_ONCE);
  const titles = new Map(papers.filter((paper) => paper.record !== undefined).map((paper) => [paper.document, titleOf(paper, words)]));
  const names: Names = { actors: log.actors, own: log.own, titles };
  const entries = [...log.entries].reverse().filter((entry) => !others || !log.own.includes(entry.body.actor));
  const days = byDay(entries.slice(0, many).map(({ index, body }) => ({ index, body, day: dateLong(words, body.unixMs) })));
  return (
    <>
      <Tick label={text("page-log-others")} ticked={others} onTick={setOthers} />
      <p role="status" class="count">
        {text("page-log-count", { n: entries.length })}
      </p>
      {entries.length === 0 && <Sentence pictogram="eye">{text("journal-empty")}</Sentence>}
      {days.map(({ day, lines }) => (
        <section key={day}>
          <h2>{day}</h2>
          <ul class="lines">
            {lines.map(({ index, body }) => (
              <li key={index} class={body.result === RESULT_CODES.done ? "line" : "line refused"}>
                <Pictogram name={pictogramOf(body)} />
                <p>
                  {body.result !== RESULT_CODES.done && <strong class="refused-word">{text("page-log-refused")} </strong>}
                  {sentence(words, body, names)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {entries.length > many && <BigButton onPress={() => setMany(many + AT_ONCE)}>{text("page-log-more")}</BigButton>}
    </>
  );
}

interface Line {
  readonly index: number;
  readonly body: EventBody;
  readonly day: string;
}

function byDay(lines: readonly Line[]): { readonly day: string; readonly lines: Line[] }[] {
  const days: { day: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = days.at(-1);
    if (last?.day === line.day) last.lines.push(line);
    else days.push({ day: line.day, lines: [line] });
  }
  return days;
}

const PICTOGRAMS: Partial<Record<EventType, PictogramName>> = {
  login: "card",
  "pin-change": "code",
  "pin-reset": "code",
  "mandate-granted": "people",
  "mandate-revoked": "stop",
  "mandate-expired": "clock",
  deposit: "add",
  opening: "eye",
  "vault-read": "eye",
  "records-read": "eye",
  "log-read": "eye",
  "credential-added": "card",
  "credential-revoked": "card",
  "recovery-started": "warning",
  "vault-closing": "warning",
  "document-erased": "erase",
  "deposit-undone": "erase",
  "document-moved": "paper",
  "document-renamed": "paper",
  export: "download",
};

function pictogramOf(body: EventBody): PictogramName {
  if (body.result !== RESULT_CODES.done) return "expired";
  return PICTOGRAMS[wordOf(EVENT_TYPES, body.eventType) ?? "maintenance"] ?? "lock";
}
