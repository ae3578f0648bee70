// Papers added at the desk: where they go, what they are, then as many files as there are, dropped or picked, or pages before the camera.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useStore } from "../../app/store.ts";
import { DOCUMENT_TYPES, type FolderKind } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Choice, Field, Sentence } from "../../ui/basics.tsx";
import { Pictogram, type PictogramName } from "../../ui/pictograms.tsx";
import { ErrorCard, Progress } from "../../ui/told.tsx";
import { PaperSteps, type Ready } from "../vault/paper_steps.tsx";
import type { Desk } from "./desk.tsx";
import { type Description, send, sendAgain, undo, UNDO_MS, type Upload, uploads } from "./uploads.ts";

/** A folder to which the mandate lets add. */
export interface Target {
  readonly id: string;
  readonly kind: FolderKind;
}

type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** A file's media type; browsers leave it empty when they do not know. */
function mediaType({ type: told }: File): string {
  const [type = ""] = told.split(";");
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) && type.length <= 64 ? type : "application/octet-stream";
}

/** What a record may hold of a file's name (FORMATS, section 4): one line, nothing that turns the direction of writing. */
function cleanName(name: string): string {
  return [...name.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, " ")].slice(0, 200).join("");
}

/** What is said of a paper: of any kind, or of a file that says what it is called. */
function describe(found: Pick<Description, "mediaType" | "fileName" | "pages">, type: DocumentType, label: string, expiresOn: string): Description {
  const named = type === "other" ? (found.fileName ?? "").replace(/\.[^.]{1,5}$/, "") || label : label;
  return { ...found, type, title: named, issuedOn: undefined, expiresOn: expiresOn === "" ? undefined : expiresOn, remarks: undefined, replaces: undefined };
}

/** Where, what, and the files. */
export function DepositPart({ desk, vault, targets, onAdded }: { readonly desk: Desk; readonly vault: string; readonly targets: readonly Target[]; readonly onAdded: () => void }) {
  const text = useText();
  const [folder, setFolder] = useState(targets[0]?.id ?? "");
  const [type, setType] = useState<DocumentType>("other");
  const [expiresOn, setExpiresOn] = useState("");
  const [over, setOver] = useState(false);
  const all = useStore(uploads).filter((one) => one.vault === vault);
  const done = all.filter((one) => one.state === "done" || one.state === "undone").map((one) => one.state).join();
  // The list of papers follows what was added and what was taken back.
  useEffect(() => {
    if (done !== "") onAdded();
  }, [done]);
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [films, setFilms] = useState(false);
  const zone = useRef<HTMLDivElement>(null);
  const filmed = useRef(false);
  // What was pressed last before the camera is gone: its place takes the focus.
  useEffect(() => {
    if (!films && filmed.current) zone.current?.focus();
    filmed.current = films;
  }, [films]);
  const said = (found: Parameters<typeof describe>[0]): Description => describe(found, type, text(`document-type-${type}`), expiresOn);
  const add = (files: Iterable<File>): void => {
    const papers = [...files].map((file) => ({ file, what: said({ mediaType: mediaType(file), fileName: cleanName(file.name), pages: undefined }) }));
    send(desk.client, vault, folder, papers);
  };
  const addPages = ({ content, type: kind, pages, fileName }: Ready): void => {
    setFilms(false);
    send(desk.client, vault, folder, [{ file: content, what: said({ mediaType: kind, fileName: fileName === undefined ? undefined : cleanName(fileName), pages }) }]);
  };
  return (
    <>
      <Choice label={text("page-deposit-folder")} options={targets.map(({ id: key, kind }) => ({ key, label: text(`folder-${kind}`) }))} chosen={folder} onChoose={setFolder} />
      <Choice label={text("page-deposit-type")} options={DOCUMENT_TYPES.map((key) => ({ key, label: text(`document-type-${key}`) }))} chosen={type} onChoose={setType} />
      <Field label={text("page-deposit-expires")} hint={text("page-deposit-expires-hint")} kind="date" value={expiresOn} onValue={setExpiresOn} />
      {films ? (
        <PaperSteps begin="camera" onReady={addPages} onLeave={() => setFilms(false)} />
      ) : (
        <div
          ref={zone}
          tabIndex={-1}
          class={over ? "drop over" : "drop"}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            add(event.dataTransfer?.files ?? []);
          }}
        >
          <Pictogram name="add" />
          <p id={id}>{text("page-deposit-files")}</p>
          <div class="row">
            <BigButton weight="first" pictogram="paper" onPress={() => picker.current?.click()}>
              {text("page-deposit-pick")}
            </BigButton>
            <BigButton pictogram="camera" onPress={() => setFilms(true)}>
              {text("page-deposit-photo")}
            </BigButton>
          </div>
          {/* The browser's own control speaks the browser's language; the button above opens the same window. */}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-labelledby={id}
            onChange={(event) => {
              add(event.currentTarget.files ?? []);
              // The same file may be chosen again.
              event.currentTarget.value = "";
            }}
          />
        </div>
      )}
      {all.length > 0 && (
        <ul class="uploads" aria-label={text("page-deposit-list")}>
          {all.map((upload) => (
            <UploadLine key={upload.id} desk={desk} upload={upload} />
          ))}
        </ul>
      )}
      <p class="for-reader" role="status">
        {all.length === 0 ? "" : text("page-deposit-done-count", { n: all.filter((one) => one.state === "done").length, all: all.length })}
      </p>
    </>
  );
}

const MARK: Record<Upload["state"], PictogramName> = { queued: "clock", sending: "clock", cut: "warning", done: "valid", undoing: "clock", undone: "erase", failed: "warning" };

function UploadLine({ desk, upload }: { readonly desk: Desk; readonly upload: Upload }) {
  const text = useText();
  const { state, failure, doneMs } = upload;
  const undoable = useUntil(state === "done" && doneMs !== undefined ? doneMs + UNDO_MS : 0);
  return (
    <li class="upload" data-state={state}>
      <Sentence pictogram={MARK[state]}>
        <bdi class="upload-title">{upload.what.title}</bdi> <span>{text(`page-upload-${state}`)}</span>
      </Sentence>
      {(state === "sending" || state === "cut") && <Progress label={text("page-deposit-progress", { percent: Math.round(upload.share * 100) })} share={upload.share} />}
      {failure !== undefined && <ErrorCard failure={failure} />}
      {state === "failed" && <BigButton onPress={() => sendAgain(desk.client, upload.id)}>{text("page-again")}</BigButton>}
      {state === "done" && undoable && (
        <BigButton pictogram="erase" onPress={() => void undo(desk.client, upload.id)}>
          {text("page-deposit-undo")}
        </BigButton>
      )}
    </li>
  );
}

/** True until a moment, Unix milliseconds. */
function useUntil(endMs: number): boolean {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const left = endMs - Date.now();
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), left + 50);
    return () => clearTimeout(timer);
  }, [endMs]);
  return now < endMs;
}
