// Who may look: each authorisation in words, with a large way to stop it.
import { useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import { PURPOSES, wordOf } from "../../core/vocabulary.ts";
import { RIGHTS } from "../../core/mandate.ts";
import { dateLong } from "../../i18n/journal.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import type { Words } from "../../i18n/words.ts";
import { BigButton, Sentence } from "../../ui/basics.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Pictogram } from "../../ui/pictograms.tsx";
import { Done, ErrorCard, Progress } from "../../ui/told.tsx";
import { type Contents, own, readContents, titleOf } from "./contents.ts";

async function read() {
  const { open, vault } = own();
  const [contents, mandates] = await Promise.all([readContents(), open.client.listMandates("self", vault)]);
  return { contents, mandates: [...mandates].sort((a, b) => b.grantedMs - a.grantedMs) };
}

type Listed = Awaited<ReturnType<typeof read>>["mandates"][number];

/** The screen. */
export function MandatesScreen() {
  const text = useText();
  const ready = [usePart("vault"), usePart("words")].every(Boolean);
  const { value, failure, again } = useLoaded(read);
  const [stopped, setStopped] = useState<string>();
  if (!ready) return <Progress label={text("page-loading")} />;
  const live = value?.mandates.filter((one) => one.state === "active" || one.state === "not-started") ?? [];
  const over = value?.mandates.filter((one) => !live.includes(one)) ?? [];
  const onStopped = (name: string): void => {
    setStopped(name);
    again();
  };
  return (
    <>
      <Sentence>{text("page-mandates-what")}</Sentence>
      <Done told={stopped === undefined ? undefined : text("page-mandate-stopped", { name: stopped })} />
      {failure !== undefined && <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: again }} />}
      {value === undefined && failure === undefined && <Progress label={text("page-loading")} />}
      {value !== undefined && live.length === 0 && <Sentence pictogram="lock">{text("page-mandates-none")}</Sentence>}
      {live.map((one) => value !== undefined && <Mandate key={one.mandate.id} listed={one} contents={value.contents} onStopped={onStopped} />)}
      {over.length > 0 && value !== undefined && (
        <details>
          <summary>{text("page-mandates-over", { n: over.length })}</summary>
          {over.map((one) => (
            <Mandate key={one.mandate.id} listed={one} contents={value.contents} />
          ))}
        </details>
      )}
    </>
  );
}

/** Several words as one says them: « voir et ajouter ». */
function inOneLine(words: Words, all: readonly string[]): string {
  return new Intl.ListFormat(words.language.locale).format(all);
}

/** On what: folders by name, or one paper. */
function useOn(listed: Listed, contents: Contents): string {
  const text = useText();
  const words = useWords();
  const { target } = listed.mandate;
  if (target.kind === "folders") {
    const kinds = target.folders.map((id) => contents.folders.find((folder) => folder.id === id)?.kind);
    return inOneLine(words, kinds.map((kind) => (kind === undefined ? text("page-mandate-unknown") : text(`folder-${kind}`))));
  }
  const paper = contents.papers.find((one) => one.document === target.document);
  return paper === undefined ? text("page-mandate-unknown") : titleOf(paper, words);
}

function Mandate({ listed, contents, onStopped }: { readonly listed: Listed; readonly contents: Contents; readonly onStopped?: (name: string) => void }) {
  const text = useText();
  const words = useWords();
  const [asks, setAsks] = useState(false);
  const { mandate, state } = listed;
  const name = listed.name ?? text("page-mandate-unknown");
  const rights = RIGHTS.filter((right) => mandate.rights.has(right)).map((right) => text(`right-${right}`));
  return (
    <section class="sheet" aria-label={name}>
      <h2>
        <Pictogram name={mandate.recipient.kind === "organisation" ? "people" : "person"} />
        <span>{name}</span>
      </h2>
      <dl>
        <dt>{text("page-mandate-may")}</dt>
        <dd>{inOneLine(words, rights)}</dd>
        <dt>{text("page-mandate-on")}</dt>
        <dd>{useOn(listed, contents)}</dd>
        <dt>{text("page-mandate-why")}</dt>
        <dd>{text(`purpose-${wordOf(PURPOSES, mandate.purpose) ?? "other"}`)}</dd>
        <dt>{text("page-mandate-until")}</dt>
        <dd>{dateLong(words, mandate.notAfter * 1000)}</dd>
        {state !== "active" && (
          <>
            <dt>{text("page-mandate-state")}</dt>
            <dd>{text(`mandate-state-${state}`)}</dd>
          </>
        )}
      </dl>
      {onStopped !== undefined && (
        <BigButton weight="grave" pictogram="stop" onPress={() => setAsks(true)}>
          {text("page-mandate-stop")}
          <span class="for-reader"> {name}</span>
        </BigButton>
      )}
      {asks && onStopped !== undefined && (
        <Confirm
          title={text("page-mandate-stop-sure", { name })}
          told={[text("page-mandate-stop-then"), text("page-mandate-stop-seen")]}
          yes={{ label: text("page-mandate-stop"), pictogram: "stop", weight: "grave" }}
          no={text("page-leave-it")}
          doing={text("page-mandate-stopping")}
          perform={async () => {
            await own().open.client.revokeMandate("self", mandate.id);
            setAsks(false);
            onStopped(name);
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </section>
  );
}
