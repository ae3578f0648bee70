// One person's vault, as far as the mandates let the desk see it.
import { useState } from "preact/hooks";
import { useAct, useLoaded } from "../../app/act.ts";
import { go } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { PURPOSES, type Purpose, wordOf } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { Acting, Waiting } from "../../ui/acting.tsx";
import { BigButton, Choice, Sentence, StepTitle, Tile, Tiles } from "../../ui/basics.tsx";
import { type PaperState, Remark, Status } from "../../ui/told.tsx";
import { DepositPart, type Target } from "./deposit.tsx";
import { type Desk, fullName, isNamed, type Listed, type Named, NobodyChosen, useDay, withDesk } from "./desk.tsx";
import { type Opened, OpenedPaper } from "./opened.tsx";

type Paper = Awaited<ReturnType<Desk["client"]["listPapers"]>>[number];

/** What the member may do in one vault. */
interface Allowed {
  readonly mandates: readonly Listed[];
  readonly papers: readonly Paper[];
  readonly reads: boolean;
  readonly targets: readonly Target[];
}

/** Asks the server for no more than the mandates give: a vault without one is not even asked for. */
async function allowed({ client, organisation }: Desk, vault: string): Promise<Allowed> {
  const mandates = (await client.listMandates("self")).filter((one) => one.mandate.vault === vault && one.state === "active");
  if (mandates.length === 0) return { mandates, papers: [], reads: false, targets: [] };
  const { folders } = await client.vault("self", vault);
  const adding = new Set(mandates.flatMap(({ mandate: { rights, target } }) => (rights.has("deposit") && target.kind === "folders" ? target.folders : [])));
  const targets = folders.filter((folder) => adding.has(folder.folder_id)).map((folder) => ({ id: folder.folder_id, kind: folder.kind }));
  const reads = organisation.role !== "desk" && folders.some((folder) => folder.seed != null);
  return { mandates, papers: reads ? await client.listPapers("self", vault) : [], reads, targets };
}

function PersonView({ given, desk }: ScreenProps & { readonly desk: Desk }) {
  return isNamed(given) ? <Vault named={given} desk={desk} /> : <NobodyChosen />;
}

/** One person's vault. */
export const Person = withDesk(PersonView);

function Vault({ named, desk }: { readonly named: Named; readonly desk: Desk }) {
  const [text, day] = [useText(), useDay()];
  const loaded = useLoaded(() => allowed(desk, named.vault));
  const [chosen, setChosen] = useState<Paper>();
  const [opened, setOpened] = useState<Opened>();
  const close = (): void => {
    setOpened(undefined);
    setChosen(undefined);
  };
  const here = loaded.value;
  if (opened !== undefined) return <OpenedPaper opened={opened} onClose={close} />;
  if (chosen !== undefined && here !== undefined) return <OpenStep desk={desk} paper={chosen} mandates={here.mandates} onOpened={setOpened} onBack={close} />;
  return (
    <>
      <section>
        <StepTitle pictogram="people">
          <bdi>{fullName(named)}</bdi>
        </StepTitle>
        <Sentence>{text("page-desk-born", { day: day(named.entry.birthDate) })}</Sentence>
        <Waiting of={loaded} label={text("page-loading")} />
        {here !== undefined && <Mandates mandates={here.mandates} />}
      </section>
      {here?.reads === true && (
        <section>
          <h2>{text("page-person-papers")}</h2>
          <Papers papers={here.papers} onPaper={setChosen} />
        </section>
      )}
      {here !== undefined && here.targets.length > 0 && (
        <section>
          <h2>{text("page-person-add")}</h2>
          <DepositPart desk={desk} vault={named.vault} targets={here.targets} onAdded={loaded.again} />
        </section>
      )}
      <section>
        <h2>{text("page-person-together")}</h2>
        <Tiles>
          <Tile pictogram="valid" title={text("page-grant-title")} more={text("page-grant-more")} onPress={() => go("/autorisation", named)} />
          <Tile pictogram="card" title={text("page-replace-title")} more={text("page-replace-more")} onPress={() => go("/nouvelle-carte", named)} />
          <Tile pictogram="code" title={text("page-reset-title")} more={text("page-reset-more")} onPress={() => go("/code-oublie", named)} />
        </Tiles>
      </section>
    </>
  );
}

function Mandates({ mandates }: { readonly mandates: readonly Listed[] }) {
  const [text, day] = [useText(), useDay()];
  if (mandates.length === 0) {
    return (
      <Remark pictogram="lock">
        <p>{text("page-person-no-mandate")}</p>
        <p>{text("page-person-no-mandate-next")}</p>
      </Remark>
    );
  }
  return (
    <ul class="mandates">
      {mandates.map(({ mandate }) => (
        <li key={mandate.id}>
          <Sentence pictogram="valid">
            {text("page-person-mandate", {
              rights: [...mandate.rights].map((right) => text(`right-${right}`)).join(`${text("page-desk-comma")} `),
              purpose: text(`purpose-${wordOf(PURPOSES, mandate.purpose) ?? "other"}`),
              day: day(mandate.notAfter * 1000),
            })}
          </Sentence>
        </li>
      ))}
    </ul>
  );
}

/** Days before its end from which a paper is soon to be replaced. */
const SOON_DAYS = 60;

/** Whether a paper still serves; none when it has no last day. */
export function paperState(expiresOn: string | undefined, nowMs: number): PaperState | undefined {
  if (expiresOn === undefined) return undefined;
  const left = (Date.parse(expiresOn) + 86_400_000 - nowMs) / 86_400_000;
  return left <= 0 ? "expired" : left <= SOON_DAYS ? "soon" : "valid";
}

function Papers({ papers, onPaper }: { readonly papers: readonly Paper[]; readonly onPaper: (paper: Paper) => void }) {
  const [text, day] = [useText(), useDay()];
  if (papers.length === 0) return <Sentence pictogram="paper">{text("page-person-no-paper")}</Sentence>;
  const sorted = [...papers].sort((a, b) => a.folderKind.localeCompare(b.folderKind) || b.depositedMs - a.depositedMs);
  return (
    <Tiles>
      {sorted.map((paper) => {
        const { record } = paper;
        const state = paperState(record?.expiresOn, Date.now());
        const folder = text(`folder-${paper.folderKind}`);
        const title = record?.title ?? text(paper.damaged ? "page-person-damaged" : "page-person-waiting");
        const more = (
          <>
            <span class="paper-line">{text("page-person-added", { folder, day: day(paper.depositedMs) })}</span>
            {state !== undefined && <Status state={state} />}
          </>
        );
        if (record === undefined) {
          return (
            <li key={paper.document}>
              <Remark pictogram="warning">
                <p>{title}</p>
                <p>{folder}</p>
              </Remark>
            </li>
          );
        }
        return <Tile key={paper.document} pictogram="paper" title={title} more={more} onPress={() => onPaper(paper)} />;
      })}
    </Tiles>
  );
}

/** What for: asked before each opening, because the person reads the answer in their log. */
function OpenStep({ desk, paper, mandates, onOpened, onBack }: { readonly desk: Desk; readonly paper: Paper; readonly mandates: readonly Listed[]; readonly onOpened: (opened: Opened) => void; readonly onBack: () => void }) {
  const text = useText();
  const act = useAct();
  const covering = mandates.find(({ mandate: { target, rights } }) => rights.has("read") && (target.kind === "document" ? target.document === paper.document : target.folders.includes(paper.folder)));
  const [purpose, setPurpose] = useState<Purpose>(wordOf(PURPOSES, covering?.mandate.purpose ?? PURPOSES.other) ?? "other");
  const options = (Object.keys(PURPOSES) as Purpose[]).filter((key) => key !== "none").map((key) => ({ key, label: text(`purpose-${key}`) }));
  const open = (): void => act.run(async () => onOpened(await desk.client.openDocument("self", { document: paper.document, purpose })));
  return (
    <>
      <StepTitle pictogram="paper">
        <bdi>{paper.record?.title}</bdi>
      </StepTitle>
      <Choice label={text("page-open-purpose")} hint={text("page-open-purpose-hint")} options={options} chosen={purpose} onChoose={setPurpose} />
      <Sentence pictogram="eye">{text("page-open-logged")}</Sentence>
      <Acting act={act} label={text("page-open-opening")} />
      <div class="row">
        <BigButton weight="first" pictogram="paper" disabled={act.busy} onPress={open}>
          {text("page-open-open")}
        </BigButton>
        <BigButton pictogram="back" disabled={act.busy} onPress={onBack}>
          {text("page-open-not")}
        </BigButton>
      </div>
    </>
  );
}
