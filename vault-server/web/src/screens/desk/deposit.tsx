// Papers added at the desk: where they go, what they are, then as many files as there are, dropped or picked.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useStore } from "../../app/store.ts";
import { DOCUMENT_TYPES, type FolderKind } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Choice, Field, Sentence } from "../../ui/basics.tsx";
import { Pictogram, type PictogramName } from "../../ui/pictograms.tsx";
import { ErrorCard, Progress } from "../../ui/told.tsx";
import type { Desk } from "./desk.tsx";
import { type Description, send, sendAgain, undo, UNDO_MS, type Upload, uploads } from "./uploads.ts";

/** A folder to which the mandate lets add. */
export interface Target {
  readonly id: string;
  readonly kind: FolderKind;
}

type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** A file's media type; browsers leave it empty when they do not know. */
function mediaType(file: File): string {
  const [type = ""] = file.type.split(";");
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) && type.length <= 64 ? type : "application/octet-stream";
}

/** What a record may hold of a file's name (FORMATS, section 4): one line, nothing that turns the direction of writing. */
function cleanName(name: string): string {
  return [...name.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, " ")].slice(0, 200).join("");
}

function describe(file: File, type: DocumentType, label: string, expiresOn: string): Description {
  const fileName = cleanName(file.name);
  const title = type === "other" ? fileName.replace(/\.[^.]{1,5}$/, "") || label : label;
  return { type, title, mediaType: mediaType(file), fileName, issuedOn: undefined, expiresOn: expiresOn === "" ? undefined : expiresOn, pages: undefined, remarks: undefined, replaces: undefined };
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
  const add = (files: Iterable<File>): void => {
    const label = text(`document-type-${type}`);
    send(desk.client, vault, folder, [...files].map((file) => ({ file, what: describe(file, type, label, expiresOn) })));
  };
  return (
    <>
      <Choice label={text("page-deposit-folder")} options={targets.map(({ id: key, kind }) => ({ key, label: text(`folder-${kind}`) }))} chosen={folder} onChoose={setFolder} />
      <Choice label={text("page-deposit-type")} options={DOCUMENT_TYPES.map((key) => ({ key, label: text(`document-type-${key}`) }))} chosen={type} onChoose={setType} />
      <Field label={text("page-deposit-expires")} hint={text("page-deposit-expires-hint")} kind="date" value={expiresOn} onValue={setExpiresOn} />
      <div
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
        <BigButton weight="first" pictogram="paper" onPress={() => picker.current?.click()}>
          {text("page-deposit-pick")}
        </BigButton>
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
