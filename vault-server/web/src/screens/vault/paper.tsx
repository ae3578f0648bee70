// One paper: shown inert, held up at a counter, printed, kept. What was shown is given back when the screen goes.
import { useEffect, useRef, useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { shared } from "../../app/idle.ts";
import { goBack } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { useStore } from "../../app/store.ts";
import { dateLong, dayLong } from "../../i18n/journal.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import { BigButton, Choice, Sentence } from "../../ui/basics.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { ErrorCard, Progress, Remark, Status } from "../../ui/told.tsx";
import { type Contents, forgetContents, own, type Paper, readContents, stateOf, titleOf } from "./contents.ts";
import { DrawnPdf } from "./drawn.tsx";
import { HoldUp } from "./hold_up.tsx";
import { tellNews } from "./news.ts";
import { Reminders, type RemindersProps } from "./reminders.tsx";
import { fileName, type Inert, inspect } from "./picture.ts";

/** The screen. It is given the paper's id. */
export function PaperScreen({ given }: ScreenProps) {
  const text = useText();
  const ready = [usePart("vault"), usePart("words")].every(Boolean);
  const { value, failure, again } = useLoaded(readContents);
  if (!ready) return <Progress label={text("page-loading")} />;
  if (failure !== undefined) return <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: again }} />;
  if (value === undefined) return <Progress label={text("page-loading")} />;
  const paper = value.papers.find((one) => one.document === given);
  if (paper === undefined) return <ErrorCard failure={new Failure("not-found")} remedy={{ label: text("page-back"), onPress: goBack }} />;
  return <Described paper={paper} contents={value} onChanged={again} />;
}

function Described({ paper, contents, onChanged }: RemindersProps) {
  const text = useText();
  const words = useWords();
  const { record } = paper;
  const state = stateOf(record?.expiresOn, Date.now());
  const by = paper.depositor?.display_name;
  return (
    <>
      <h2 class="opened-title">{titleOf(paper, words)}</h2>
      <div class="facts">
        {state !== undefined && <Status state={state} />}
        <dl>
          {record !== undefined && (
            <>
              <dt>{text("page-paper-type")}</dt>
              <dd>{words.find(`document-type-${record.type}`) ?? record.type}</dd>
            </>
          )}
          {record?.expiresOn !== undefined && (
            <>
              <dt>{text("page-paper-expires")}</dt>
              <dd>{dayLong(words, record.expiresOn)}</dd>
            </>
          )}
          <dt>{text("page-paper-in")}</dt>
          <dd>{text(`folder-${paper.folderKind}`)}</dd>
          <dt>{text("page-paper-added")}</dt>
          <dd>
            {dateLong(words, paper.depositedMs)}
            {by != null && ` – ${by}`}
          </dd>
        </dl>
      </div>
      {record === undefined ? (
        <Remark pictogram="warning">
          <p>{text(paper.damaged ? "page-paper-damaged-next" : "page-paper-waiting-next")}</p>
        </Remark>
      ) : (
        <>
          <Content paper={paper} />
          <Reminders paper={paper} contents={contents} onChanged={onChanged} />
          <Move paper={paper} contents={contents} />
        </>
      )}
    </>
  );
}

interface Opened {
  readonly content: Blob;
  readonly inert: Inert;
}

function Content({ paper }: { readonly paper: Paper }) {
  const text = useText();
  const [opened, setOpened] = useState<Opened>();
  const [failure, setFailure] = useState<Failure>();
  const [share, setShare] = useState(0);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let watched = true;
    setFailure(undefined);
    setShare(0);
    const open = async (): Promise<void> => {
      const { content, record } = await own().open.client.openDocument("self", { document: paper.document }, (done, of) => watched && setShare(done / Math.max(1, of)));
      const inert = await inspect(content, record.mediaType);
      if (watched) setOpened({ content, inert });
    };
    open().catch((thrown: unknown) => watched && setFailure(Failure.of(thrown)));
    return () => {
      watched = false;
      setOpened(undefined);
    };
  }, [paper.document, round]);
  if (failure !== undefined) return <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: () => setRound(round + 1) }} />;
  if (opened === undefined) return <Progress label={text("page-paper-opening")} share={share} />;
  const { inert } = opened;
  if (inert.kind === "refused") return <ErrorCard failure={new Failure("paper-refused")} />;
  return (
    <>
      {inert.kind === "pictures" && <Pictures pages={inert.pages} title={paper.record?.title ?? ""} />}
      {inert.kind === "pdf" && <DrawnPdf content={opened.content} title={paper.record?.title ?? ""} />}
      {inert.kind === "file" && <Sentence pictogram="paper">{text("page-paper-not-shown")}</Sentence>}
      <Keep opened={opened} title={paper.record?.title ?? ""} />
    </>
  );
}

/** Addresses of pictures in memory, given back when they are no longer drawn. */
function useAddresses(pages: readonly Blob[]): readonly string[] {
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = pages.map((page) => URL.createObjectURL(page));
    setAddresses(made);
    return () => made.forEach((address) => URL.revokeObjectURL(address));
  }, [pages]);
  return addresses;
}

function Pictures({ pages, title }: { readonly pages: readonly Blob[]; readonly title: string }) {
  const text = useText();
  const addresses = useAddresses(pages);
  const [held, setHeld] = useState(false);
  const [broken, setBroken] = useState(false);
  if (broken) return <ErrorCard failure={new Failure("paper-refused")} />;
  return (
    <>
      <div class="pages">
        {addresses.map((address, i) => (
          <img key={address} class="paper-picture" src={address} alt={text("page-paper-picture", { title, n: i + 1, all: addresses.length })} onError={() => setBroken(true)} />
        ))}
      </div>
      <div class="row">
        <BigButton weight="first" pictogram="large" onPress={() => setHeld(true)}>
          {text("page-paper-hold-up")}
        </BigButton>
        <BigButton pictogram="print" onPress={() => print()}>
          {text("page-paper-print")}
        </BigButton>
      </div>
      {held && (
        <HoldUp
          pages={addresses.length}
          picture={(page) => <img src={addresses[page]} alt={text("page-paper-picture", { title, n: page + 1, all: addresses.length })} />}
          title={title}
          labels={{ next: (n) => text("page-paper-next-page", { n, all: addresses.length }), close: text("page-paper-put-down") }}
          onClose={() => setHeld(false)}
        />
      )}
    </>
  );
}

/** The file, on one's own device. On a shared one nothing may stay. */
function Keep({ opened, title }: { readonly opened: Opened; readonly title: string }) {
  const text = useText();
  const isShared = useStore(shared);
  const link = useRef<HTMLAnchorElement>(null);
  if (opened.inert.kind === "refused") return null;
  const { type } = opened.inert;
  if (isShared) return <Sentence pictogram="shared">{text("page-paper-not-kept")}</Sentence>;
  const save = (): void => {
    const { current } = link;
    if (current === null) return;
    // As bytes: whatever the browser knows of this type, it saves and does not open.
    const address = URL.createObjectURL(new Blob([opened.content], { type: "application/octet-stream" }));
    current.href = address;
    current.click();
    current.removeAttribute("href");
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <>
      <a ref={link} hidden download={fileName(title, type)} />
      <BigButton pictogram="download" onPress={save}>
        {text("page-paper-download")}
      </BigButton>
    </>
  );
}

/** To another folder: who may see it changes with it. */
function Move({ paper, contents }: { readonly paper: Paper; readonly contents: Contents }) {
  const text = useText();
  const hidden = contents.folders.find((folder) => folder.kind === "private");
  const others = contents.folders.filter((folder) => folder.id !== paper.folder);
  const [chosen, setChosen] = useState(others.find((folder) => folder.id === hidden?.id)?.id ?? others[0]?.id ?? "");
  const [to, setTo] = useState<string>();
  if (others.length === 0) return null;
  return (
    <>
      {hidden !== undefined && hidden.id !== paper.folder && (
        <section>
          <h2>{text("page-move-private-title")}</h2>
          <Sentence pictogram="lock">{text("page-move-private-what")}</Sentence>
          <BigButton pictogram="lock" onPress={() => setTo(hidden.id)}>
            {text("page-move-private")}
          </BigButton>
        </section>
      )}
      <details>
        <summary>{text("page-move-other")}</summary>
        <div class="stack">
          <Choice label={text("page-folder-label")} options={others.map(({ id, kind }) => ({ key: id, label: text(`folder-${kind}`) }))} chosen={chosen} onChoose={setChosen} />
          <BigButton pictogram="paper" onPress={() => setTo(chosen)}>
            {text("page-move")}
          </BigButton>
        </div>
      </details>
      {to !== undefined && <Sure paper={paper} to={contents.folders.find((folder) => folder.id === to)} onClose={() => setTo(undefined)} />}
    </>
  );
}

function Sure({ paper, to, onClose }: { readonly paper: Paper; readonly to: Contents["folders"][number] | undefined; readonly onClose: () => void }) {
  const text = useText();
  if (to === undefined) return null;
  const folder = text(`folder-${to.kind}`);
  return (
    <Confirm
      title={text("page-move-sure", { folder })}
      told={[text(to.kind === "private" ? "page-move-private-then" : "page-move-then")]}
      yes={{ label: text("page-move-yes"), pictogram: "valid", weight: "first" }}
      no={text("page-leave-it")}
      doing={text("page-moving")}
      perform={async () => {
        const { open, vault } = own();
        await open.client.movePaper("self", vault, paper.document, to.id);
        forgetContents();
        tellNews({ id: "page-moved", args: { folder } });
        goBack();
      }}
      onClose={onClose}
    />
  );
}
