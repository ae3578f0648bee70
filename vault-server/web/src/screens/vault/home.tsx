// The person's first screen: a tile for each paper, what is needed now first, and the ways to everything else.
import { useLoaded } from "../../app/act.ts";
import { go } from "../../app/place.ts";
import { useStore } from "../../app/store.ts";
import { dateLong, dayLong } from "../../i18n/journal.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import { BigButton, Sentence, Tile, Tiles } from "../../ui/basics.tsx";
import { Pictogram, type PictogramName } from "../../ui/pictograms.tsx";
import { Done, ErrorCard, Progress, Remark, Status } from "../../ui/told.tsx";
import { type Contents, dueReminder, folderPictogram, readContents, sorted, stateOf, titleOf } from "./contents.ts";
import { news } from "./news.ts";
import { RecoveryAlarms } from "./recovery.tsx";

const WAYS: readonly { readonly path: string; readonly pictogram: PictogramName; readonly title: string }[] = [
  { path: "/ajouter", pictogram: "add", title: "page-add-title" },
  { path: "/journal", pictogram: "eye", title: "page-log-title" },
  { path: "/autorisations", pictogram: "people", title: "page-mandates-title" },
  { path: "/compte", pictogram: "card", title: "page-account-title" },
];

/** The home. */
export function VaultHome() {
  const text = useText();
  const words = useWords();
  const ready = [usePart("vault"), usePart("words")].every(Boolean);
  const loaded = useLoaded(readContents);
  const told = useStore(news);
  if (!ready) return <Progress label={text("page-loading")} />;
  const { value, failure, again } = loaded;
  return (
    <>
      <Done told={told === undefined ? undefined : text(told.id, told.args)} />
      {value?.destroyMs !== undefined && (
        <Remark pictogram="warning">
          <p class="failure-sentence">{text("page-closing-when", { date: dateLong(words, value.destroyMs) })}</p>
          <p>{text("page-closing-change")}</p>
          <BigButton pictogram="card" onPress={() => go("/compte", "keep")}>
            {text("page-keep-title")}
          </BigButton>
        </Remark>
      )}
      <RecoveryAlarms />
      <nav aria-label={text("page-vault-ways")}>
        <ul class="ways">
          {WAYS.map((way) => (
            <li key={way.path}>
              <button type="button" class="way" onClick={() => go(way.path)}>
                <Pictogram name={way.pictogram} />
                <span>{text(way.title)}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{text("page-papers-title")}</h2>
      {failure !== undefined && <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: again }} />}
      {value === undefined && failure === undefined && <Progress label={text("page-papers-loading")} />}
      {value !== undefined && <Papers contents={value} />}
    </>
  );
}

function Papers({ contents }: { readonly contents: Contents }) {
  const text = useText();
  const words = useWords();
  const now = Date.now();
  if (contents.papers.length === 0) {
    return (
      <>
        <Sentence pictogram="paper">{text("page-papers-none")}</Sentence>
        <BigButton weight="first" pictogram="add" onPress={() => go("/ajouter")}>
          {text("page-papers-first")}
        </BigButton>
      </>
    );
  }
  return (
    <Tiles>
      {sorted(contents, now).map((paper) => {
        const state = stateOf(paper.record?.expiresOn, now);
        const until = paper.record?.expiresOn;
        const due = dueReminder(contents, paper.document, now);
        const more = (
          <>
            {due !== undefined && (
              <span class="status soon">
                <Pictogram name="clock" />
                {text("page-paper-renew")}
              </span>
            )}
            {due?.text !== undefined && (
              <span class="tile-line" dir="auto">
                {due.text}
              </span>
            )}
            {state !== undefined && <Status state={state} />}
            {until !== undefined && state !== undefined && <span class="tile-line">{text(`page-paper-until-${state}`, { date: dayLong(words, until) })}</span>}
            <span class="tile-line">{text("page-paper-folder", { folder: text(`folder-${paper.folderKind}`) })}</span>
          </>
        );
        return (
          <Tile key={paper.document} pictogram={paper.damaged ? "warning" : folderPictogram(paper.folderKind)} title={titleOf(paper, words)} more={more} onPress={() => go("/papier", paper.document)} />
        );
      })}
    </Tiles>
  );
}
