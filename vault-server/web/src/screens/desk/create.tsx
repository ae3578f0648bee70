// A vault, opened side by side: who it is for, then what the person decides alone (agreeing, the code), then what is printed.
import { useState } from "preact/hooks";
import { useAct } from "../../app/act.ts";
import { goBack } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { checkDate, checkLine } from "../../core/text.ts";
import { MAX_NAME, type NameEntry } from "../../core/name.ts";
import { useText } from "../../i18n/use.ts";
import { Acting } from "../../ui/acting.tsx";
import { BigButton, Field, Sentence, StepTitle } from "../../ui/basics.tsx";
import { Calm, TurnScreen, YesOrNo } from "./calm.tsx";
import { NewCode } from "./card-and-pin.tsx";
import { CONSENT_VERSIONS, ConsentText, consentText } from "./consent.tsx";
import { type Desk, withDesk } from "./desk.tsx";
import { PrintSteps } from "./printed.tsx";

type Name = Omit<NameEntry, "anchor">;
type Made = Awaited<ReturnType<Desk["client"]["createVault"]>>;
type Step = "identity" | "turn" | "consent" | "code" | "print" | "opened" | "refused";

const NOBODY: Name = { givenName: "", familyName: "", birthDate: "" };

function CreateView({ desk }: ScreenProps & { readonly desk: Desk }) {
  const text = useText();
  const [step, setStep] = useState<Step>("identity");
  const [name, setName] = useState<Name>(NOBODY);
  const [made, setMade] = useState<Made>();
  const act = useAct();
  const organisation = desk.organisation.name;
  const consent = consentText(text("consent-vault", { organisation, version: CONSENT_VERSIONS.vault }));
  const refuse = (): void => act.run(async () => {
    await desk.client.refuseVault("self");
    // Nothing is kept of somebody who said no.
    setName(NOBODY);
    setStep("refused");
  });
  const create = (pin: string): void => act.run(async () => {
    setMade(await desk.client.createVault("self", { name, pin, consent }));
    setStep("print");
  });
  switch (step) {
    case "identity":
      return <Identity name={name} onName={setName} onDone={() => setStep("turn")} />;
    case "turn":
      return <TurnScreen onReady={() => setStep("consent")} onBack={() => setStep("identity")} />;
    case "consent":
      return (
        <Calm title={text("page-calm-yours")}>
          <ConsentText consent={consent} />
          <Acting act={act} />
          <YesOrNo busy={act.busy} onYes={() => setStep("code")} onNo={refuse} />
        </Calm>
      );
    case "code":
      return (
        <Calm title={text("page-create-code")} pictogram="code">
          <Acting act={act} label={text("page-create-making")} />
          <NewCode birthDate={name.birthDate} busy={act.busy} onChosen={create} />
          <BigButton pictogram="stop" disabled={act.busy} onPress={refuse}>
            {text("page-calm-no")}
          </BigButton>
        </Calm>
      );
    case "print":
      if (made === undefined) return null;
      return <PrintSteps card={made.card} sheet={made.sheet} organisation={organisation} holder={`${name.givenName} ${name.familyName}`.trim()} certain={made.certain} onDone={() => setStep("opened")} />;
    default:
      return <End step={step} />;
  }
}

/** A new vault. */
export const Create = withDesk(CreateView);

function End({ step }: { readonly step: "opened" | "refused" }) {
  const text = useText();
  return (
    <>
      <StepTitle key={step} pictogram={step === "opened" ? "valid" : "stop"}>
        {text(`page-create-${step}`)}
      </StepTitle>
      <Sentence>{text(`page-create-${step}-next`)}</Sentence>
      {step === "opened" && <Sentence pictogram="card">{text("page-desk-give-card")}</Sentence>}
      <BigButton weight="first" pictogram="home" onPress={() => goBack()}>
        {text("page-desk-home")}
      </BigButton>
    </>
  );
}

/** What is wrong with a name, by field; nothing when it can be kept. */
export function wrongParts(name: Name): { readonly name: boolean; readonly birth: boolean } {
  const fails = (check: () => void): boolean => {
    try {
      check();
      return false;
    } catch {
      return true;
    }
  };
  const badName = fails(() => [name.givenName, name.familyName].forEach((part) => checkLine("name", part, MAX_NAME)));
  const future = name.birthDate > new Date().toISOString().slice(0, 10);
  return { name: badName || (name.givenName + name.familyName).trim() === "", birth: future || fails(() => checkDate("name", name.birthDate)) };
}

function Identity({ name, onName, onDone }: { readonly name: Name; readonly onName: (name: Name) => void; readonly onDone: () => void }) {
  const text = useText();
  const [tried, setTried] = useState(false);
  const wrong = wrongParts(name);
  const send = (): void => {
    setTried(true);
    if (wrong.name || wrong.birth) return;
    onName({ ...name, givenName: name.givenName.trim(), familyName: name.familyName.trim() });
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <StepTitle pictogram="people">{text("page-create-who")}</StepTitle>
      <Sentence>{text("page-create-who-how")}</Sentence>
      <Field label={text("page-create-given")} wrong={tried && wrong.name ? text("page-create-name-wrong") : undefined} value={name.givenName} onValue={(givenName) => onName({ ...name, givenName })} />
      <Field label={text("page-create-family")} hint={text("page-create-family-hint")} value={name.familyName} onValue={(familyName) => onName({ ...name, familyName })} />
      <Field label={text("page-create-birth")} kind="date" wrong={tried && wrong.birth ? text("page-create-birth-wrong") : undefined} value={name.birthDate} onValue={(birthDate) => onName({ ...name, birthDate })} />
      <Sentence pictogram="lock">{text("page-create-sealed")}</Sentence>
      <div class="row">
        <BigButton weight="first" onPress={send}>
          {text("page-continue")}
        </BigButton>
        <BigButton pictogram="back" onPress={() => goBack()}>
          {text("page-create-leave")}
        </BigButton>
      </div>
    </form>
  );
}
