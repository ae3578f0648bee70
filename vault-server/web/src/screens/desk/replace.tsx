// A worn or doubtful card is replaced, with the person and the card in hand: the new one works, the old one no longer.
import { useState } from "preact/hooks";
import { useAct } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { goBack } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { useText } from "../../i18n/use.ts";
import { Acting } from "../../ui/acting.tsx";
import { BigButton, Sentence, StepTitle } from "../../ui/basics.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { Calm } from "./calm.tsx";
import { CardAndPin, NewCode } from "./card-and-pin.tsx";
import { type Desk, fullName, isNamed, type Named, NobodyChosen, withDesk } from "./desk.tsx";
import { PrintSteps } from "./printed.tsx";

type Made = Awaited<ReturnType<Desk["client"]["replaceCard"]>>;

function ReplaceView({ given, desk }: ScreenProps & { readonly desk: Desk }) {
  return isNamed(given) ? <Steps named={given} desk={desk} /> : <NobodyChosen />;
}

/** A card for a card. */
export const Replace = withDesk(ReplaceView);

function Steps({ named, desk }: { readonly named: Named; readonly desk: Desk }) {
  const text = useText();
  const [shown, setShown] = useState<Shown>();
  const [made, setMade] = useState<Made>();
  const [printed, setPrinted] = useState(false);
  const act = useAct();
  const check = (next: Shown): void => act.run(async () => {
    const person = await desk.client.logIn("beside", next);
    await desk.client.logOut("beside").catch(() => undefined);
    if (person.vault_id !== named.vault) throw new Failure("other-vault");
    setShown(next);
  });
  const replace = (pin: string): void => {
    if (shown === undefined) return;
    act.run(async () => {
      setMade(await desk.client.replaceCard(shown, pin));
      // The old card and its code are of no use any more.
      setShown(undefined);
    });
  };
  if (printed) {
    return (
      <>
        <StepTitle pictogram="valid">{text("page-replace-done")}</StepTitle>
        <Sentence pictogram="card">{text("page-desk-give-card")}</Sentence>
        <Sentence>{text("page-replace-old")}</Sentence>
        <BigButton weight="first" pictogram="people" onPress={() => goBack()}>
          {text("page-desk-to-person")}
        </BigButton>
      </>
    );
  }
  if (made !== undefined) return <PrintSteps card={made.card} organisation={desk.organisation.name} holder={fullName(named)} certain={made.certain} onDone={() => setPrinted(true)} />;
  if (shown !== undefined) {
    return (
      <Calm title={text("page-create-code")} pictogram="code">
        <Acting act={act} />
        <NewCode birthDate={named.entry.birthDate} busy={act.busy} onChosen={replace} />
      </Calm>
    );
  }
  return (
    <Calm title={fullName(named)}>
      <Sentence>{text("page-replace-what")}</Sentence>
      <Acting act={act} />
      <CardAndPin told={text("page-desk-persons-card")} label={text("page-code-label")} action={text("page-continue")} busy={act.busy} onShown={check} />
      <Sentence pictogram="help">{text("page-replace-lost")}</Sentence>
    </Calm>
  );
}
