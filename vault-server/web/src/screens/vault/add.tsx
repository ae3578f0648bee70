// A paper is added: from the camera, page by page, or from a file; described; sealed in this page; sent.
import { useEffect, useRef, useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { goInstead } from "../../app/place.ts";
import { usePart, useText } from "../../i18n/use.ts";
import { StepTitle } from "../../ui/basics.tsx";
import { ErrorCard, Progress, Remark } from "../../ui/told.tsx";
import { type Contents, forgetContents, own, readContents } from "./contents.ts";
import { type Described, DescribeStep } from "./describe.tsx";
import { tellNews } from "./news.ts";
import { PaperSteps, type Ready } from "./paper_steps.tsx";

/** The screen. */
export function AddScreen() {
  const text = useText();
  const known = [usePart("vault"), usePart("words")].every(Boolean);
  const { value, failure, again } = useLoaded(readContents);
  const [ready, setReady] = useState<Ready>();
  if (!known) return <Progress label={text("page-loading")} />;
  if (failure !== undefined) return <ErrorCard failure={failure} remedy={{ label: text("page-again"), onPress: again }} />;
  if (value === undefined) return <Progress label={text("page-loading")} />;
  return ready === undefined ? <PaperSteps begin="choice" onReady={setReady} /> : <Send ready={ready} contents={value} />;
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
