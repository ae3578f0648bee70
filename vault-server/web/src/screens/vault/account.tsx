// What the person decides about the vault itself: the code, the card, its end. Card and code are asked for again each time.
import { useState } from "preact/hooks";
import { useAct, useLoaded } from "../../app/act.ts";
import { finish } from "../../app/leave.ts";
import { shared } from "../../app/idle.ts";
import { go, goInstead } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { useStore } from "../../app/store.ts";
import { dateLong } from "../../i18n/journal.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import { Acting } from "../../ui/acting.tsx";
import { BigButton, Sentence, StepTitle, Tile, Tiles } from "../../ui/basics.tsx";
import { Progress, Remark } from "../../ui/told.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { CardAndPin, NewCode } from "../desk/card-and-pin.tsx";
import { PrintSteps } from "../desk/printed.tsx";
import { forgetContents, own, readContents } from "./contents.ts";
import { tellNews } from "./news.ts";

type Step = "menu" | "pin" | "card" | "close" | "keep";

/** The screen. It may be given a step to begin with. */
export function AccountScreen({ given }: ScreenProps) {
  const text = useText();
  const ready = [usePart("vault"), usePart("words"), usePart("desk")].every(Boolean);
  const [step, setStep] = useState<Step>(given === "keep" ? "keep" : "menu");
  if (!ready) return <Progress label={text("page-loading")} />;
  const back = (): void => setStep("menu");
  if (step === "pin") return <ChangeCode onBack={back} />;
  if (step === "card") return <NewCard onBack={back} />;
  if (step === "close") return <Close onBack={back} />;
  if (step === "keep") return <Keep onBack={back} />;
  return <Menu onStep={setStep} />;
}

function Menu({ onStep }: { readonly onStep: (step: Step) => void }) {
  const text = useText();
  const { value } = useLoaded(readContents);
  return (
    <Tiles>
      <Tile pictogram="code" title={text("page-pin-title")} onPress={() => onStep("pin")} />
      <Tile pictogram="card" title={text("page-card-title")} more={text("page-card-more")} onPress={() => onStep("card")} />
      <Tile pictogram="display" title={text("page-display-title")} onPress={() => go("/affichage")} />
      <Tile pictogram="download" title={text("page-export-title")} more={text("page-export-more")} onPress={() => go("/emporter")} />
      {value !== undefined && value.destroyMs === undefined && <Tile pictogram="stop" title={text("page-close-title")} more={text("page-close-more")} onPress={() => onStep("close")} />}
      {value?.destroyMs !== undefined && <Tile pictogram="lock" title={text("page-keep-title")} more={text("page-keep-more")} onPress={() => onStep("keep")} />}
    </Tiles>
  );
}

/** Properties of each step. */
interface StepProps {
  readonly onBack: () => void;
}

function Back({ onBack }: StepProps) {
  const text = useText();
  return (
    <BigButton pictogram="back" onPress={onBack}>
      {text("page-leave-it")}
    </BigButton>
  );
}

/** Card and code, in the person's own words. */
function Proof({ busy, onShown }: { readonly busy: boolean; readonly onShown: (shown: Shown) => void }) {
  const text = useText();
  return <CardAndPin told={text("page-proof-card")} label={text("page-proof-code")} action={text("page-continue")} busy={busy} onShown={onShown} />;
}

function ChangeCode({ onBack }: StepProps) {
  const text = useText();
  const act = useAct();
  const [shown, setShown] = useState<Shown>();
  const change = (next: string): void => {
    if (shown === undefined) return;
    act.run(async () => {
      // Whatever comes of it, the old code is typed anew the next time.
      setShown(undefined);
      await own().open.client.changePin("self", shown, next);
      tellNews({ id: "page-pin-done" });
      goInstead("/accueil");
    });
  };
  return (
    <>
      <StepTitle pictogram="code">{text("page-pin-title")}</StepTitle>
      <Acting act={act} />
      {shown === undefined ? <Proof busy={act.busy} onShown={setShown} /> : <NewCode busy={act.busy} onChosen={change} />}
      <Back onBack={onBack} />
    </>
  );
}

async function replace(shown: Shown, pin: string) {
  const { client } = own().open;
  // The name on the card, for whoever finds it. A card without it serves just as well.
  const organisations = await client.listOrganisations("self").catch(() => []);
  const made = await client.replaceCard(shown, pin);
  return { ...made, organisation: organisations[0]?.name ?? location.host };
}

function NewCard({ onBack }: StepProps) {
  const text = useText();
  const act = useAct();
  const [agreed, setAgreed] = useState(false);
  const [shown, setShown] = useState<Shown>();
  const [made, setMade] = useState<Awaited<ReturnType<typeof replace>>>();
  const make = (pin: string): void => {
    if (shown === undefined) return;
    act.run(async () => {
      setShown(undefined);
      setMade(await replace(shown, pin));
    });
  };
  // The session was that of the old card: it ends with it.
  if (made !== undefined) return <PrintSteps card={made.card} organisation={made.organisation} certain={made.certain} onDone={finish} />;
  return (
    <>
      <StepTitle pictogram="card">{text("page-card-title")}</StepTitle>
      <Acting act={act} />
      {!agreed && (
        <>
          <Sentence pictogram="print">{text("page-card-printer")}</Sentence>
          <Sentence pictogram="card">{text("page-card-old")}</Sentence>
          <BigButton weight="first" pictogram="valid" onPress={() => setAgreed(true)}>
            {text("page-card-ready")}
          </BigButton>
        </>
      )}
      {agreed && (shown === undefined ? <Proof busy={act.busy} onShown={setShown} /> : <NewCode busy={act.busy} onChosen={make} />)}
      <Back onBack={onBack} />
    </>
  );
}

function Close({ onBack }: StepProps) {
  const text = useText();
  const words = useWords();
  const act = useAct();
  const isShared = useStore(shared);
  const [agreed, setAgreed] = useState(false);
  const [closing, setClosing] = useState<{ destroyMs: number; receipt: string }>();
  const close = (shown: Shown): void =>
    act.run(async () => {
      const done = await own().open.client.closeVault(shown);
      forgetContents();
      setClosing({ destroyMs: done.destroy_ms, receipt: done.receipt });
    });
  if (closing !== undefined) {
    return (
      <>
        <StepTitle pictogram="clock">{text("page-close-done", { date: dateLong(words, closing.destroyMs) })}</StepTitle>
        <Sentence>{text("page-closing-change")}</Sentence>
        <Sentence pictogram="print">{text(isShared ? "page-close-receipt-shared" : "page-close-receipt")}</Sentence>
        <pre class="receipt" dir="ltr" tabIndex={0} aria-label={text("page-close-receipt-label")}>
          {closing.receipt}
        </pre>
        <div class="row">
          <BigButton weight="first" pictogram="print" onPress={() => print()}>
            {text("page-paper-print")}
          </BigButton>
          <BigButton pictogram="home" onPress={() => goInstead("/accueil")}>
            {text("page-home-title")}
          </BigButton>
        </div>
      </>
    );
  }
  return (
    <>
      <StepTitle pictogram="stop">{text("page-close-title")}</StepTitle>
      <Acting act={act} />
      {agreed ? (
        <Proof busy={act.busy} onShown={close} />
      ) : (
        <>
          <Remark pictogram="warning">
            <p>{text("page-close-what")}</p>
            <p>{text("page-close-grace")}</p>
          </Remark>
          <Sentence pictogram="download">{text("page-close-before")}</Sentence>
          <BigButton pictogram="download" onPress={() => go("/emporter")}>
            {text("page-export-title")}
          </BigButton>
          <BigButton weight="grave" pictogram="stop" onPress={() => setAgreed(true)}>
            {text("page-close-yes")}
          </BigButton>
        </>
      )}
      <Back onBack={onBack} />
    </>
  );
}

function Keep({ onBack }: StepProps) {
  const text = useText();
  const act = useAct();
  const keep = (shown: Shown): void =>
    act.run(async () => {
      await own().open.client.keepVault(shown);
      forgetContents();
      tellNews({ id: "page-keep-done" });
      goInstead("/accueil");
    });
  return (
    <>
      <StepTitle pictogram="lock">{text("page-keep-title")}</StepTitle>
      <Acting act={act} />
      <Proof busy={act.busy} onShown={keep} />
      <Back onBack={onBack} />
    </>
  );
}
