// What the person decides alone: a screen of their own, without hurry, with a no that is as large as the yes.
import type { ComponentChildren } from "preact";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence, StepTitle } from "../../ui/basics.tsx";
import type { PictogramName } from "../../ui/pictograms.tsx";

/** The frame of such a screen. */
export function Calm({ title, pictogram = "people", children }: { readonly title: string; readonly pictogram?: PictogramName; readonly children: ComponentChildren }) {
  return (
    <div class="calm-step">
      <StepTitle key={title} pictogram={pictogram}>
        {title}
      </StepTitle>
      {children}
    </div>
  );
}

/** Before it: the screen is turned to the person. */
export function TurnScreen({ onReady, onBack }: { readonly onReady: () => void; readonly onBack: () => void }) {
  const text = useText();
  return (
    <>
      <StepTitle pictogram="people">{text("page-calm-turn")}</StepTitle>
      <Sentence>{text("page-calm-turn-how")}</Sentence>
      <Sentence>{text("page-calm-turn-time")}</Sentence>
      <div class="row">
        <BigButton weight="first" pictogram="people" onPress={onReady}>
          {text("page-calm-turned")}
        </BigButton>
        <BigButton pictogram="back" onPress={onBack}>
          {text("page-back")}
        </BigButton>
      </div>
    </>
  );
}

/** Yes or no, of the same size. */
export function YesOrNo({ busy, onYes, onNo }: { readonly busy: boolean; readonly onYes: () => void; readonly onNo: () => void }) {
  const text = useText();
  return (
    <div class="row yes-or-no">
      <BigButton pictogram="valid" disabled={busy} onPress={onYes}>
        {text("page-calm-yes")}
      </BigButton>
      <BigButton pictogram="stop" disabled={busy} onPress={onNo}>
        {text("page-calm-no")}
      </BigButton>
    </div>
  );
}
