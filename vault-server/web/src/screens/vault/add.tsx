// A paper is added: from the camera, page by page, or from a file; described; sealed in this page; sent.
import { useEffect, useRef, useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { goInstead } from "../../app/place.ts";
import { usePart, useText } from "../../i18n/use.ts";
import { BigButton, Sentence, StepTitle, Tile, Tiles } from "../../ui/basics.tsx";
import { ErrorCard, Progress, Remark } from "../../ui/told.tsx";
import { type Contents, forgetContents, own, readContents } from "./contents.ts";
import { type Described, DescribeStep } from "./describe.tsx";
import { tellNews } from "./news.ts";
import { PageStep, PhotoStep } from "./photo.tsx";
import { typeOf } from "./picture.ts";
import { writePages } from "./pdf.ts";
import { forget, isUntouched, readPicture, type Scan, toJpeg } from "./scan.ts";

/** What is going to be added. */
interface Ready {
  readonly content: Blob;
  readonly type: string;
  readonly pages: number | undefined;
  readonly fileName: string | undefined;
}

type Step = { readonly at: "choice" | "camera" | "pages" } | { readonly at: "page"; readonly scan: Scan } | { readonly at: "describe"; readonly ready: Ready };

/** The screen. */
export function AddScreen() {
  const text = useText();
  const known = [usePart("vault"), usePart("words")].every(Boolean);
  const { value, failure, again } = useLoaded(readContents);
  if (!known) return <Progress label={text("page-loading")} />;
  if (failure !== undefined) return <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: again }} />;
  if (value === undefined) return <Progress label={text("page-loading")} />;
  return <Steps contents={value} />;
}

function Steps({ contents }: { readonly contents: Contents }) {
  const text = useText();
  const [step, setStep] = useState<Step>({ at: "choice" });
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
      if (type === "application/pdf") setStep({ at: "describe", ready: { content: picked, type, pages: undefined, fileName: picked.name } });
      else setStep({ at: "page", scan: await readPicture(picked) });
    } catch (thrown) {
      setFailure(Failure.of(thrown));
    }
  };
  const finish = async (): Promise<void> => {
    try {
      setStep({ at: "describe", ready: await together(pages) });
    } catch (thrown) {
      setFailure(Failure.of(thrown));
    }
  };
  const retake = (scan: Scan): void => {
    forget(scan.picture);
    setStep({ at: scan.file === undefined ? "camera" : pages.length > 0 ? "pages" : "choice" });
  };
  const pick = (): void => file.current?.click();
  const back = (): void => setStep({ at: pages.length > 0 ? "pages" : "choice" });
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
      {step.at === "describe" && <Send ready={step.ready} contents={contents} />}
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

function Send({ ready, contents }: { readonly ready: Ready; readonly contents: Contents }) {
  const text = useText();
  // Below zero while the connection is broken.
  const [share, setShare] = useState<number>();
  const [failure, setFailure] = useState<Failure>();
  const busy = share !== undefined;
  const isCut = busy && share < 0;
  const told = useRef<HTMLDivElement>(null);
  // On a small screen it stands below what was just pressed.
  useEffect(() => {
    if (busy) told.current?.scrollIntoView({ block: "center" });
  }, [busy, isCut]);
  const send = async (said: Described): Promise<void> => {
    setFailure(undefined);
    setShare(0);
    try {
      const { open, vault } = own();
      const { folder, ...rest } = said;
      const what = { ...rest, mediaType: ready.type, pages: ready.pages, fileName: plainName(ready.fileName) };
      await open.client.deposit("self", { vault, folder }, ready.content, what, (done, of) => setShare(done / Math.max(1, of)));
      forgetContents();
      tellNews({ id: "page-added", args: { title: said.title } });
      goInstead("/accueil");
    } catch (thrown) {
      setFailure(Failure.of(thrown));
      setShare(undefined);
    }
  };
  return (
    <>
      <StepTitle pictogram="paper">{text("page-add-describe")}</StepTitle>
      {failure !== undefined && <ErrorCard failure={failure} />}
      <DescribeStep folders={contents.folders} busy={busy} onDescribed={(said) => void send(said)} />
      <div ref={told}>
        {busy && <Progress label={text("page-add-sending")} share={Math.max(0, share)} />}
        <div role="status">
          {isCut && (
            <Remark pictogram="warning">
              <p>{text("page-add-broken")}</p>
              <p>{text("page-add-broken.next")}</p>
            </Remark>
          )}
        </div>
      </div>
    </>
  );
}

/** A file's name as a description may hold it, or none. */
function plainName(name: string | undefined): string | undefined {
  const plain = name?.replace(/[\p{C}/\\]/gu, "").slice(-100);
  return plain === undefined || plain === "" || plain === "." || plain === ".." ? undefined : plain;
}
