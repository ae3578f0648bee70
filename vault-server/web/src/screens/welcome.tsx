// The door: the card first (camera, a reader that types, or one's own hands), then the code.
import { useEffect, useState } from "preact/hooks";
import { isWholeCard, takeArrived } from "../app/card.ts";
import { Failure } from "../app/failure.ts";
import { IDLE_SECONDS, shared, watchIdle } from "../app/idle.ts";
import { goInstead, place } from "../app/place.ts";
import { useStore } from "../app/store.ts";
import { session, vault } from "../app/vault.ts";
import { useText } from "../i18n/use.ts";
import { BigButton, Sentence, StepTitle, Tick, Tile, Tiles } from "../ui/basics.tsx";
import { Keypad } from "../ui/keypad.tsx";
import { ErrorCard, Progress, Remark } from "../ui/told.tsx";
import { CameraStep } from "./camera.tsx";
import { TypingStep } from "./typing.tsx";
import { useReader } from "./reader.ts";

type Step = "choice" | "camera" | "typing";

/** The door, at home and on a shared computer. */
export function Welcome() {
  const [card, setCard] = useState<string | undefined>(() => takeArrived());
  // The browser has written an address in its history before the page could take the card out of it.
  const [byLink, setByLink] = useState(card !== undefined);
  const [step, setStep] = useState<Step>("choice");
  const where = useStore(place);
  // A card that arrives by the address while this screen is shown.
  useEffect(() => {
    const arrived = takeArrived();
    if (arrived === undefined) return;
    setCard(arrived);
    setByLink(true);
  }, [where]);
  useReader(card === undefined, setCard);
  // Somebody began on a shared computer and went away: the next person finds nothing of it.
  const isShared = useStore(shared);
  const begun = card !== undefined || step !== "choice";
  useEffect(() => {
    if (!isShared || !begun) return undefined;
    return watchIdle(IDLE_SECONDS.shared, () => {
      setCard(undefined);
      setStep("choice");
    });
  }, [isShared, begun]);

  const forget = (): void => {
    setCard(undefined);
    setByLink(false);
  };
  if (card !== undefined) return <CodeStep card={card} byLink={byLink} onOther={forget} />;
  if (step === "camera") return <CameraStep onCard={setCard} onTyping={() => setStep("typing")} onBack={() => setStep("choice")} />;
  if (step === "typing") return <TypingStep onCard={setCard} onBack={() => setStep("choice")} />;
  return <Choice onStep={setStep} />;
}

function Choice({ onStep }: { readonly onStep: (step: Step) => void }) {
  const text = useText();
  const isShared = useStore(shared);
  const { path } = useStore(place);
  return (
    <>
      <Sentence>{text("page-welcome-card")}</Sentence>
      <Tiles>
        <Tile pictogram="camera" title={text("page-welcome-camera")} more={text("page-welcome-camera-more")} onPress={() => onStep("camera")} />
        <Tile pictogram="keyboard" title={text("page-welcome-typing")} more={text("page-welcome-typing-more")} onPress={() => onStep("typing")} />
      </Tiles>
      <Sentence pictogram="scanner">{text("page-welcome-reader")}</Sentence>
      {path === "/borne" ? (
        <Remark pictogram="shared">
          <p>{text("page-kiosk-nothing-stays")}</p>
        </Remark>
      ) : (
        <Tick label={text("page-shared")} hint={text("page-shared-more")} ticked={isShared} onTick={(ticked) => shared.set(ticked)} />
      )}
      <details>
        <summary>{text("page-lost-card")}</summary>
        <Sentence pictogram="people">{text("page-lost-card-next")}</Sentence>
        <Sentence>{text("page-lost-card-safe")}</Sentence>
      </details>
      <details>
        <summary>{text("page-what")}</summary>
        <Sentence pictogram="paper">{text("page-what-papers")}</Sentence>
        <Sentence pictogram="eye">{text("page-what-who")}</Sentence>
        <Sentence pictogram="stop">{text("page-what-no")}</Sentence>
      </details>
    </>
  );
}

function CodeStep({ card, byLink, onOther }: { readonly card: string; readonly byLink: boolean; readonly onOther: () => void }) {
  const text = useText();
  const isShared = useStore(shared);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(() => (isWholeCard(card) ? undefined : new Failure("card-unreadable")));
  // What comes next is loaded while the code is typed. Without network it is tried again then.
  useEffect(() => {
    for (const loading of [vault(), import("./home.tsx")]) loading.catch(() => undefined);
  }, []);
  const enter = async (pin: string): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const door = await vault();
      session.set(await door.logIn(card, pin));
      goInstead("/accueil");
    } catch (thrown) {
      setFailure(Failure.of(thrown));
      setBusy(false);
    }
  };
  return (
    <>
      <StepTitle pictogram="card">{text("page-code-card-read")}</StepTitle>
      {failure !== undefined && <ErrorCard failure={failure} />}
      {busy && <Progress label={text("page-code-opening")} />}
      <Keypad label={text("page-code-label")} action={text("page-code-open")} busy={busy} onCode={(pin) => void enter(pin)} />
      <Sentence>{text("page-code-alone")}</Sentence>
      {byLink && <Tick label={text("page-shared")} hint={text("page-shared-after-link")} ticked={isShared} onTick={(ticked) => shared.set(ticked)} />}
      {byLink && isShared && (
        <Remark pictogram="warning">
          <p>{text("page-link-stays")}</p>
          <p>{text("page-link-stays-next")}</p>
        </Remark>
      )}
      <BigButton pictogram="back" onPress={onOther}>
        {text("page-code-other-card")}
      </BigButton>
    </>
  );
}
