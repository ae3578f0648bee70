// A paper before it is described: page by page before the camera, or from a file. The person's own screen and the desk share it.
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { usePart, useText } from "../../i18n/use.ts";
import { BigButton, Sentence, StepTitle, Tile, Tiles } from "../../ui/basics.tsx";
import { ErrorCard, Progress } from "../../ui/told.tsx";
import { writePages } from "./pdf.ts";
import { PageStep, PhotoStep } from "./photo.tsx";
import { typeOf } from "./picture.ts";
import { forget, isUntouched, readPicture, type Scan, toJpeg } from "./scan.ts";

/** What is going to be added. */
export interface Ready {
  readonly content: Blob;
  readonly type: string;
  readonly pages: number | undefined;
  readonly fileName: string | undefined;
}

/** Properties of {@link PaperSteps}. */
export interface PaperStepsProps {
  /** With a choice between camera and file, or with the camera at once. */
  readonly begin: "choice" | "camera";
  readonly onReady: (ready: Ready) => void;
  /** The way back from the beginning, where there is one. */
  readonly onLeave?: () => void;
}

type Step = { readonly at: "choice" | "camera" | "pages" } | { readonly at: "page"; readonly scan: Scan };

/** The steps. Pictures are given back when they go. */
export function PaperSteps({ begin, onReady, onLeave }: PaperStepsProps) {
  const text = useText();
  const ready = usePart("vault");
  const [step, setStep] = useState<Step>({ at: begin });
  const [pages, setPages] = useState<readonly Scan[]>([]);
  const [failure, setFailure] = useState<Failure>();
  const file = useRef<HTMLInputElement>(null);
  const held = useRef<readonly Scan[]>([]);
  held.current = step.at === "page" ? [...pages, step.scan] : pages;
  useEffect(() => () => held.current.forEach((scan) => forget(scan.picture)), []);

  const take = async (picked: File): Promise<void> => {
    setFailure(undefined);
    try {
      const type = typeOf(new Uint8Array(await picked.slice(0, 16).arrayBuffer()));
      if (type === "application/pdf") onReady({ content: picked, type, pages: undefined, fileName: picked.name });
      else setStep({ at: "page", scan: await readPicture(picked) });
    } catch (thrown) {
      setFailure(Failure.of(thrown));
    }
  };
  const finish = async (): Promise<void> => {
    try {
      onReady(await together(pages));
    } catch (thrown) {
      setFailure(Failure.of(thrown));
    }
  };
  const retake = (scan: Scan): void => {
    forget(scan.picture);
    setStep({ at: scan.file === undefined ? "camera" : pages.length > 0 ? "pages" : begin });
  };
  const pick = (): void => file.current?.click();
  const back = (): void => {
    if (pages.length === 0 && begin === "camera") onLeave?.();
    else setStep({ at: pages.length > 0 ? "pages" : "choice" });
  };
  if (!ready) return <Progress label={text("page-loading")} />;
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        accept="image/*,application/pdf"
        onChange={(event) => {
          const picked = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (picked !== undefined) void take(picked);
        }}
      />
      {failure !== undefined && <ErrorCard failure={failure} />}
      {step.at === "choice" && (
        <>
          <Sentence>{text("page-add-how")}</Sentence>
          <Tiles>
            <Tile pictogram="camera" title={text("page-add-photo")} more={text("page-add-photo-more")} onPress={() => setStep({ at: "camera" })} />
            <Tile pictogram="paper" title={text("page-add-file")} more={text("page-add-file-more")} onPress={pick} />
          </Tiles>
        </>
      )}
      {step.at === "camera" && <PhotoStep onTaken={(scan) => setStep({ at: "page", scan })} onFile={pick} onBack={back} />}
      {step.at === "page" && (
        <PageStep
          scan={step.scan}
          onAgain={() => retake(step.scan)}
          onKept={(scan) => {
            setPages([...pages, scan]);
            setStep({ at: "pages" });
          }}
        />
      )}
      {step.at === "pages" && (
        <>
          <StepTitle pictogram="paper">{text("page-add-pages", { n: pages.length })}</StepTitle>
          <Sentence>{text("page-add-pages-more")}</Sentence>
          <div class="row">
            <BigButton weight="first" pictogram="valid" onPress={() => void finish()}>
              {text("page-add-pages-done")}
            </BigButton>
            <BigButton pictogram="camera" onPress={() => setStep({ at: "camera" })}>
              {text("page-add-pages-photo")}
            </BigButton>
            <BigButton pictogram="paper" onPress={pick}>
              {text("page-add-pages-file")}
            </BigButton>
          </div>
        </>
      )}
    </>
  );
}

/** One picture is a picture; several are one file of pages. A file that nobody changed is added byte for byte. */
async function together(pages: readonly Scan[]): Promise<Ready> {
  const [first] = pages;
  if (first?.file !== undefined && pages.length === 1 && isUntouched(first)) {
    const type = typeOf(new Uint8Array(await first.file.slice(0, 16).arrayBuffer()));
    if (type !== undefined) return { content: first.file, type, pages: 1, fileName: first.file instanceof File ? first.file.name : undefined };
  }
  const made = [];
  for (const page of pages) made.push(await toJpeg(page));
  if (made.length === 1 && made[0] !== undefined) return { content: made[0].blob, type: "image/jpeg", pages: 1, fileName: undefined };
  const all = await Promise.all(made.map(async ({ blob, width, height }) => ({ jpeg: new Uint8Array(await blob.arrayBuffer()), width, height })));
  return { content: new Blob([writePages(all)]), type: "application/pdf", pages: all.length, fileName: undefined };
}
