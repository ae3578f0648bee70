// A card and its code, asked for whatever session is open: before the camera, by a reader that types, or by hand.
import { useState } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { Pin } from "../../core/pin.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence, Tile, Tiles } from "../../ui/basics.tsx";
import { Keypad } from "../../ui/keypad.tsx";
import { ErrorCard } from "../../ui/told.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { CameraStep } from "../camera.tsx";
import { useReader } from "../reader.ts";
import { TypingStep } from "../typing.tsx";

/** The card alone. */
export function CardStep({ told, onCard }: { readonly told: string; readonly onCard: (card: string) => void }) {
  const text = useText();
  const [step, setStep] = useState<"choice" | "camera" | "typing">("choice");
  useReader(true, onCard);
  if (step === "camera") return <CameraStep onCard={onCard} onTyping={() => setStep("typing")} onBack={() => setStep("choice")} />;
  if (step === "typing") return <TypingStep onCard={onCard} onBack={() => setStep("choice")} />;
  return (
    <>
      <Sentence pictogram="card">{told}</Sentence>
      <Tiles>
        <Tile pictogram="camera" title={text("page-desk-card-camera")} onPress={() => setStep("camera")} />
        <Tile pictogram="keyboard" title={text("page-desk-card-typing")} onPress={() => setStep("typing")} />
      </Tiles>
      <Sentence pictogram="scanner">{text("page-welcome-reader")}</Sentence>
    </>
  );
}

/** Properties of {@link CardAndPin}. */
export interface CardAndPinProps {
  /** Whose card, in a sentence. */
  readonly told: string;
  /** Whose code. */
  readonly label: string;
  readonly action: string;
  readonly busy: boolean;
  readonly onShown: (shown: Shown) => void;
}

/** The card, then the code. */
export function CardAndPin({ told, label, action, busy, onShown }: CardAndPinProps) {
  const text = useText();
  const [card, setCard] = useState<string>();
  if (card === undefined) return <CardStep told={told} onCard={setCard} />;
  return (
    <>
      <Sentence pictogram="card">{text("page-code-card-read")}</Sentence>
      <Keypad label={label} action={action} busy={busy} onCode={(pin) => onShown({ card, pin })} />
      <Sentence>{text("page-code-alone")}</Sentence>
      <BigButton pictogram="back" disabled={busy} onPress={() => setCard(undefined)}>
        {text("page-code-other-card")}
      </BigButton>
    </>
  );
}

/** A new code, typed twice. One that anybody would try first is refused at once. */
export function NewCode({ birthDate, busy, onChosen }: { readonly birthDate?: string; readonly busy: boolean; readonly onChosen: (pin: string) => void }) {
  const text = useText();
  const [first, setFirst] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const choose = (pin: string): void => {
    try {
      Pin.choose(pin, birthDate);
    } catch {
      setFailure(new Failure("weak-code"));
      return;
    }
    setFailure(undefined);
    setFirst(pin);
  };
  const repeat = (pin: string): void => {
    setFirst(undefined);
    if (pin === first) onChosen(pin);
    else setFailure(new Failure("other-code"));
  };
  return (
    <>
      <Sentence pictogram="code">{text(first === undefined ? "page-new-code-choose" : "page-new-code-repeat")}</Sentence>
      {failure !== undefined && <ErrorCard failure={failure} />}
      {first === undefined ? (
        <Keypad key="first" isNew label={text("page-new-code-first")} action={text("page-continue")} busy={busy} onCode={choose} />
      ) : (
        <Keypad key="second" isNew label={text("page-new-code-second")} action={text("page-new-code-keep")} busy={busy} onCode={repeat} />
      )}
      <Sentence>{text("page-new-code-alone")}</Sentence>
    </>
  );
}
