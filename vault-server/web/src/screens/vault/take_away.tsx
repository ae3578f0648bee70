// « Emporter mes papiers »: everything, in one file that opens on any computer. Card and code are asked for again; each paper that is
// opened for it is a line of the journal.
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { shared, WORKING } from "../../app/idle.ts";
import { go } from "../../app/place.ts";
import { save } from "../../app/save.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { useStore } from "../../app/store.ts";
import { Refused } from "../../core/error.ts";
import { DOCUMENT_TYPES, FOLDER_KINDS, type FolderKind } from "../../core/vocabulary.ts";
import type { Labels } from "../../flows/export.ts";
import { writePages } from "../../i18n/export.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import type { Words } from "../../i18n/words.ts";
import { BigButton, Sentence, StepTitle } from "../../ui/basics.tsx";
import { ErrorCard, Progress, Remark } from "../../ui/told.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { CardAndPin } from "../desk/card-and-pin.tsx";
import { own } from "./contents.ts";

/** The screen. */
export function TakeAwayScreen(_: ScreenProps) {
  const text = useText();
  const isShared = useStore(shared);
  const ready = [usePart("export"), usePart("vault"), usePart("words"), usePart("desk")].every(Boolean);
  if (!ready) return <Progress label={text("page-loading")} />;
  return (
    <>
      <Sentence pictogram="paper">{text("page-export-what")}</Sentence>
      <Sentence>{text("page-export-opens")}</Sentence>
      {isShared ? (
        <Remark pictogram="shared">
          <p class="failure-sentence">{text("page-export-shared")}</p>
          <p>{text("page-export-shared-next")}</p>
        </Remark>
      ) : (
        <Taking />
      )}
    </>
  );
}

type Step = "before" | "proof" | "taking" | { readonly file: Blob; readonly name: string; readonly papers: number };

/** One taking out, from the warning to the file. */
function Taking() {
  const text = useText();
  const words = useWords();
  const [step, setStep] = useState<Step>("before");
  const [share, setShare] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  // Counts what was begun: what comes of one that was stopped is dropped.
  const round = useRef(0);
  const stop = (): void => {
    round.current += 1;
    // A session that is over has nothing left to stop.
    void Promise.resolve().then(() => own().open.client.stopTakeOut()).catch(() => undefined);
  };
  useEffect(() => stop, []);

  const take = async (shown: Shown): Promise<void> => {
    const mine = ++round.current;
    setStep("taking");
    setShare(0);
    setFailure(undefined);
    try {
      const { client } = own().open;
      const taken = await client.takeOut("self", shown, labels(words), (done, of) => {
        if (round.current === mine) setShare(done / Math.max(1, of));
        // Whoever waits for a long file has not gone away.
        dispatchEvent(new Event(WORKING));
      });
      if (round.current !== mine) return;
      const file = await client.finishTakeOut(writePages(words, taken));
      if (round.current !== mine) return;
      const papers = new Set(taken.versions.map(({ document }) => document)).size;
      setStep({ file, name: `coffre-${new Date(taken.exportedMs).toISOString().slice(0, 10)}.zip`, papers });
    } catch (thrown) {
      if (round.current !== mine) return;
      setFailure(plainly(thrown));
      setStep("before");
    }
  };

  if (typeof step === "object") {
    return (
      <>
        <StepTitle pictogram="valid">{text("page-export-ready", { n: step.papers })}</StepTitle>
        <BigButton weight="first" pictogram="download" onPress={() => save(step.file, step.name)}>
          {text("page-export-save")}
        </BigButton>
        <Sentence pictogram="lock">{text("page-export-after")}</Sentence>
        <BigButton pictogram="home" onPress={() => go("/accueil")}>
          {text("page-home-title")}
        </BigButton>
      </>
    );
  }
  if (step === "taking") {
    return (
      <>
        <StepTitle pictogram="download">{text("page-export-taking-title")}</StepTitle>
        <Progress label={text("page-export-taking")} share={share} />
        <BigButton
          pictogram="stop"
          onPress={() => {
            stop();
            setStep("before");
          }}
        >
          {text("page-export-stop")}
        </BigButton>
      </>
    );
  }
  if (step === "proof") {
    return (
      <>
        <CardAndPin told={text("page-proof-card")} label={text("page-proof-code")} action={text("page-continue")} busy={false} onShown={(shown) => void take(shown)} />
        <BigButton pictogram="back" onPress={() => setStep("before")}>
          {text("page-leave-it")}
        </BigButton>
      </>
    );
  }
  return (
    <>
      <Remark pictogram="warning">
        <p>{text("page-export-readable")}</p>
        <p>{text("page-export-keep")}</p>
      </Remark>
      {failure !== undefined && <ErrorCard failure={failure} />}
      <BigButton weight="first" pictogram="download" onPress={() => setStep("proof")}>
        {text("page-export-begin")}
      </BigButton>
    </>
  );
}

/** What cannot be taken here is told as what it is. */
function plainly(thrown: unknown): Failure {
  if (thrown instanceof Refused && thrown.what === "credential" && thrown.property === "ids") return new Failure("export-other-card");
  if (thrown instanceof Refused && thrown.what === "export" && thrown.property === "length") return new Failure("export-too-big");
  return Failure.of(thrown);
}

/** The words that name folders and files in the archive. */
function labels(words: Words): Labels {
  const plain = (id: string): string => words.text(id).replace(/[\u2066-\u2069]/g, "");
  const folders = Object.fromEntries(Object.keys(FOLDER_KINDS).map((kind) => [kind, plain(`folder-${kind}`)]));
  const types = Object.fromEntries(DOCUMENT_TYPES.map((type) => [type, plain(`document-type-${type}`)]));
  return { folders: folders as Record<FolderKind, string>, types };
}
