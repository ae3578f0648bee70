// One paper that was opened: shown in the page when it is a picture or plain text, which the browser draws without running
// anything. Any other file is only kept as a file, when one asks for it.
import { useEffect, useState } from "preact/hooks";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence, StepTitle } from "../../ui/basics.tsx";
import type { Desk } from "./desk.tsx";

/** A paper that was opened. */
export type Opened = Awaited<ReturnType<Desk["client"]["openDocument"]>>;

/** Pictures that every browser draws; an SVG is not one of them: it is a document. */
const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp"];

/** Longest text that is shown, in bytes. */
const MOST_TEXT = 500_000;

/** The paper, and what can be done with it. */
export function OpenedPaper({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const text = useText();
  const { content, record } = opened;
  const isPicture = PICTURES.includes(record.mediaType);
  const isText = record.mediaType === "text/plain" && content.size <= MOST_TEXT;
  return (
    <>
      <StepTitle pictogram="paper">
        <bdi>{record.title}</bdi>
      </StepTitle>
      {isPicture ? <Picture content={content} title={record.title} /> : isText ? <PlainText content={content} /> : <Sentence pictogram="paper">{text("page-opened-other")}</Sentence>}
      <Sentence pictogram="eye">{text("page-opened-logged")}</Sentence>
      <div class="row not-printed">
        <BigButton weight="first" pictogram="back" onPress={onClose}>
          {text("page-opened-close")}
        </BigButton>
        {(isPicture || isText) && (
          <BigButton pictogram="print" onPress={() => print()}>
            {text("page-opened-print")}
          </BigButton>
        )}
        <BigButton pictogram="download" onPress={() => keep(content, record.fileName ?? record.title)}>
          {text("page-opened-keep")}
        </BigButton>
      </div>
      <div class="not-printed">
        <Sentence>{text("page-opened-keep-stays")}</Sentence>
      </div>
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
  link.download = name.replace(/[/\\]/g, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
