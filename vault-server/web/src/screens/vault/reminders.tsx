// « Me rappeler »: days on which a paper is to be renewed. What is to be done is sealed here; the server knows the day alone.
import { useRef, useState } from "preact/hooks";
import { useAct } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { dayOf, dayRefused, dueMs, isReminderText, MAX_REMINDERS } from "../../core/reminder.ts";
import { dayLong } from "../../i18n/journal.ts";
import { useText, useWords } from "../../i18n/use.ts";
import { Acting } from "../../ui/acting.tsx";
import { BigButton, Field, Sentence } from "../../ui/basics.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Pictogram } from "../../ui/pictograms.tsx";
import { ErrorCard } from "../../ui/told.tsx";
import { type Contents, forgetContents, own, type Paper, remindersOf, SOON_DAYS } from "./contents.ts";

type Reminder = Contents["reminders"][number];

/** Properties of {@link Reminders}. */
export interface RemindersProps {
  readonly paper: Paper;
  readonly contents: Contents;
  /** Something changed: the vault is to be read again. */
  readonly onChanged: () => void;
}

/** The reminders of a paper, and how one more is added. */
export function Reminders({ paper, contents, onChanged }: RemindersProps) {
  const text = useText();
  const words = useWords();
  const [adds, setAdds] = useState(false);
  const [told, setTold] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  // What was pressed is gone after each step: the heading takes the focus.
  const adding = (yes: boolean): void => {
    setAdds(yes);
    heading.current?.focus();
  };
  const shown = remindersOf(contents, paper.document);
  const changed = (news: string): void => {
    setTold(news);
    adding(false);
    forgetContents();
    onChanged();
  };
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {text("page-reminder-title")}
      </h2>
      <p role="status" class={told === "" ? "for-reader" : "done-now"}>
        {told !== "" && <Pictogram name="valid" />}
        <span>{told}</span>
      </p>
      {shown.map((reminder) => (
        <One key={reminder.id} reminder={reminder} onRemoved={() => changed(text("page-reminder-removed"))} />
      ))}
      {adds ? (
        <Form paper={paper} onKept={(day) => changed(text("page-reminder-kept", { date: dayLong(words, day) }))} onLeave={() => adding(false)} />
      ) : shown.length >= MAX_REMINDERS ? (
        <Sentence pictogram="clock">{text("page-reminder-full", { n: MAX_REMINDERS })}</Sentence>
      ) : (
        <BigButton pictogram="clock" onPress={() => adding(true)}>
          {text("page-reminder-add")}
        </BigButton>
      )}
    </section>
  );
}

function One({ reminder, onRemoved }: { readonly reminder: Reminder; readonly onRemoved: () => void }) {
  const text = useText();
  const words = useWords();
  const [asks, setAsks] = useState(false);
  const day = dayLong(words, reminder.day);
  return (
    <div class="sheet">
      <p class="reminder-day">
        <Pictogram name="clock" />
        <span>{reminder.dueMs <= Date.now() ? text("page-reminder-due", { date: day }) : day}</span>
      </p>
      <p class="reminder-text" dir="auto">
        {reminder.text ?? text(reminder.damaged ? "page-reminder-damaged" : "page-reminder-sealed")}
      </p>
      {reminder.by !== undefined && <p>{text("page-reminder-by", { name: reminder.by })}</p>}
      <BigButton weight="grave" pictogram="erase" onPress={() => setAsks(true)}>
        {text("page-reminder-remove")}
        <span class="for-reader"> {day}</span>
      </BigButton>
      {asks && (
        <Confirm
          title={text("page-reminder-remove-sure")}
          told={[day]}
          yes={{ label: text("page-reminder-remove-yes"), pictogram: "erase", weight: "grave" }}
          no={text("page-leave-it")}
          perform={async () => {
            await own().open.client.removeReminder("self", reminder.id);
            setAsks(false);
            onRemoved();
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </div>
  );
}

/** Some time before the paper ends, when that is still to come. */
function usualDay(paper: Paper, now: number): string {
  const ends = paper.record?.expiresOn === undefined ? undefined : dueMs(paper.record.expiresOn);
  const before = (ends ?? 0) - SOON_DAYS * 86_400_000;
  return dayRefused(before, now) === undefined ? dayOf(before) : "";
}

/** Whether the server may be asked at all; it decides by its own clock. */
function refusal(day: string, said: string, now: number): Failure | undefined {
  const due = dueMs(day);
  if (due === undefined) return new Failure("reminder-no-day");
  const refused = dayRefused(due, now);
  if (refused !== undefined) return new Failure(refused === "past" ? "reminder-past" : "reminder-far");
  return isReminderText(said) ? undefined : new Failure("reminder-text");
}

/** The server's refusals, as what they mean here. */
function plainly(thrown: unknown): Failure {
  const failure = Failure.of(thrown);
  if (failure.code === "invalid-request") return new Failure("reminder-refused");
  return failure.code === "conflict" ? new Failure("reminder-many") : failure;
}

function Form({ paper, onKept, onLeave }: { readonly paper: Paper; readonly onKept: (day: string) => void; readonly onLeave: () => void }) {
  const text = useText();
  const act = useAct();
  const [day, setDay] = useState(() => usualDay(paper, Date.now()));
  const [said, setSaid] = useState(() => text("page-reminder-text-usual"));
  const [wrong, setWrong] = useState<Failure>();
  const send = (): void => {
    const trimmed = said.trim().replaceAll("\r\n", "\n");
    const found = refusal(day, trimmed, Date.now());
    setWrong(found);
    if (found !== undefined || act.busy) return;
    act.run(async () => {
      const { open, vault } = own();
      await open.client.setReminder("self", vault, paper.document, day, trimmed).catch((thrown: unknown) => {
        throw plainly(thrown);
      });
      onKept(day);
    });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Sentence pictogram="clock">{text("page-reminder-what")}</Sentence>
      <Sentence>{text("page-reminder-message")}</Sentence>
      <Field kind="date" label={text("page-reminder-day")} value={day} onValue={setDay} />
      <Field lines={3} label={text("page-reminder-text")} hint={text("page-reminder-text-hint")} value={said} onValue={setSaid} />
      {wrong !== undefined && <ErrorCard failure={wrong} />}
      <Acting act={act} label={text("page-reminder-keeping")} />
      <div class="row">
        <BigButton weight="first" pictogram="valid" disabled={act.busy} onPress={send}>
          {text("page-reminder-keep")}
        </BigButton>
        <BigButton pictogram="back" disabled={act.busy} onPress={onLeave}>
          {text("page-leave-it")}
        </BigButton>
      </div>
    </form>
  );
}
