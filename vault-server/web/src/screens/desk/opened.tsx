// One paper that was opened: shown in the page when its bytes are pictures or plain text, which the browser draws without running
// anything, or a PDF, whose pages are drawn as pictures. Another file is only kept as a file, when one asks for it; one that runs, or lies about what it is, is not given at all.
import { useEffect, useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import { useText } from "../../i18n/use.ts";
import { Waiting } from "../../ui/acting.tsx";
import { BigButton, Sentence, StepTitle } from "../../ui/basics.tsx";
import { Remark } from "../../ui/told.tsx";
import { DrawnPdf } from "../vault/drawn.tsx";
import { fileName, inspect } from "../vault/picture.ts";
import { type Desk } from "./desk.tsx";

/** A paper that was opened. */
export type Opened = Awaited<ReturnType<Desk["client"]["openDocument"]>>;

/** Longest text that is shown, in bytes. */
const MOST_TEXT = 500_000;

/** The paper, and what can be done with it. */
export function OpenedPaper({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const text = useText();
  const { content, record } = opened;
  // What the bytes are, whatever the description says.
  const looked = useLoaded(() => inspect(content, record.mediaType));
  const inert = looked.value;
  const isText = inert?.kind === "file" && record.mediaType === "text/plain" && content.size <= MOST_TEXT;
  return (
    <>
      <StepTitle pictogram="paper">
        <bdi>{record.title}</bdi>
      </StepTitle>
      <Waiting of={looked} label={text("page-open-opening")} />
      {inert?.kind === "pictures" && inert.pages.map((page, i) => <Picture key={i} content={page} title={text("page-opened-page", { title: record.title, n: i + 1, all: inert.pages.length })} />)}
      {inert?.kind === "pdf" && <DrawnPdf content={content} title={record.title} />}
      {isText && <PlainText content={content} />}
      {inert?.kind === "file" && !isText && <Sentence pictogram="paper">{text("page-opened-other")}</Sentence>}
      {inert?.kind === "refused" && (
        <Remark pictogram="warning">
          <p>{text("page-opened-refused")}</p>
        </Remark>
      )}
      <Sentence pictogram="eye">{text("page-opened-logged")}</Sentence>
      <div class="row not-printed">
        <BigButton weight="first" pictogram="back" onPress={onClose}>
          {text("page-opened-close")}
        </BigButton>
        {(inert?.kind === "pictures" || isText) && (
          <BigButton pictogram="print" onPress={() => print()}>
            {text("page-opened-print")}
          </BigButton>
        )}
        {inert !== undefined && inert.kind !== "refused" && (
          <BigButton pictogram="download" onPress={() => keep(content, isText ? `${fileName(record.title, "")}.txt` : fileName(record.title, inert.type))}>
            {text("page-opened-keep")}
          </BigButton>
        )}
      </div>
      {inert !== undefined && inert.kind !== "refused" && (
        <div class="not-printed">
          <Sentence>{text("page-opened-keep-stays")}</Sentence>
        </div>
      )}
    </>
  );
}

function Picture({ content, title }: { readonly content: Blob; readonly title: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address === undefined ? null : <img class="opened" src={address} alt={title} />;
}

function PlainText({ content }: { readonly content: Blob }) {
  const [read, setRead] = useState("");
  useEffect(() => void content.text().then(setRead), [content]);
  return (
    <pre class="opened" dir="auto" tabIndex={0}>
      {read}
    </pre>
  );
}

/** Lets the browser keep the file, under a name that runs nothing. */
function keep(content: Blob, name: string): void {
  // Whatever the record says it is, it leaves as bytes.
  const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
