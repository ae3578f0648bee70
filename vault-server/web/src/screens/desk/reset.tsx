// A code that was forgotten: two members vouch for the person, each with their own card and code, then the person, card in hand,
// chooses a new one.
import { useState } from "preact/hooks";
import { useAct } from "../../app/act.ts";
import { goBack } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { useText } from "../../i18n/use.ts";
import { Acting } from "../../ui/acting.tsx";
import { BigButton, Sentence, StepTitle, Tile, Tiles } from "../../ui/basics.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { Calm } from "./calm.tsx";
import { CardAndPin, CardStep, NewCode } from "./card-and-pin.tsx";
import { type Desk, fullName, isNamed, type Named, NobodyChosen, withDesk } from "./desk.tsx";

type Step = "what" | "vouch" | "card" | "code" | "done";

function ResetView({ given, desk }: ScreenProps & { readonly desk: Desk }) {
  return isNamed(given) ? <Steps named={given} desk={desk} /> : <NobodyChosen />;
}

/** A new code for the same card. */
export const Reset = withDesk(ResetView);

function Steps({ named, desk }: { readonly named: Named; readonly desk: Desk }) {
  const text = useText();
  const [step, setStep] = useState<Step>("what");
  const [vouched, setVouched] = useState<{ readonly n: number; readonly needed: number }>();
  const [card, setCard] = useState("");
  const act = useAct();
  const vouch = (shown: Shown): void => act.run(async () => {
    const { approvals, needed } = await desk.client.approvePinReset(shown, named.vault);
    setVouched({ n: approvals, needed });
    setStep("what");
  });
  const reset = (pin: string): void => act.run(async () => {
    await desk.client.resetPin("self", card, pin);
    setCard("");
    setStep("done");
  });
  const otherWay = (
    <BigButton pictogram="back" disabled={act.busy} onPress={() => setStep("what")}>
      {text("page-other-way")}
    </BigButton>
  );
  switch (step) {
    case "vouch":
      return (
        <>
          <StepTitle pictogram="people">{text("page-reset-vouch")}</StepTitle>
          <Sentence>{text("page-reset-vouch-how")}</Sentence>
          <Acting act={act} />
          <CardAndPin told={text("page-desk-members-card")} label={text("page-desk-members-code")} action={text("page-reset-vouch-action")} busy={act.busy} onShown={vouch} />
          {otherWay}
        </>
      );
    case "card":
      return (
        <Calm title={text("page-reset-card")} pictogram="card">
          <CardStep
            told={text("page-desk-persons-card")}
            onCard={(read) => {
              setCard(read);
              setStep("code");
            }}
          />
        </Calm>
      );
    case "code":
      return (
        <Calm title={text("page-create-code")} pictogram="code">
          <Acting act={act} />
          <NewCode birthDate={named.entry.birthDate} busy={act.busy} onChosen={reset} />
          {otherWay}
        </Calm>
      );
    case "done":
      return (
        <>
          <StepTitle pictogram="valid">{text("page-reset-done")}</StepTitle>
          <Sentence pictogram="card">{text("page-desk-give-card-back")}</Sentence>
          <BigButton weight="first" pictogram="people" onPress={() => goBack()}>
            {text("page-desk-to-person")}
          </BigButton>
        </>
      );
    default:
      return (
        <>
          <StepTitle pictogram="people">
            <bdi>{fullName(named)}</bdi>
          </StepTitle>
          <Sentence>{text("page-reset-what")}</Sentence>
          <Sentence pictogram="people">{text("page-reset-know")}</Sentence>
          <p role="status">{vouched === undefined ? "" : text("page-reset-vouched", vouched)}</p>
          <Tiles>
            <Tile pictogram="valid" title={text("page-reset-vouch")} more={text("page-reset-vouch-more")} onPress={() => setStep("vouch")} />
            <Tile pictogram="code" title={text("page-reset-choose")} more={text("page-reset-choose-more")} onPress={() => setStep("card")} />
          </Tiles>
        </>
      );
  }
}
