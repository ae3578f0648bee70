// The card before the camera. Pictures are looked at in memory and forgotten one after the other.
import { useEffect, useRef, useState } from "preact/hooks";
import { isWholeCard } from "../app/card.ts";
import { Failure } from "../app/failure.ts";
import { useText } from "../i18n/use.ts";
import { BigButton, Sentence, StepTitle } from "../ui/basics.tsx";
import { ErrorCard } from "../ui/told.tsx";

/** Widest picture that is looked at: more only costs a slow phone time. */
const WIDEST = 640;

/** Milliseconds between two looks. */
const EVERY_MS = 200;

/** Properties of {@link CameraStep}. */
export interface CameraProps {
  readonly onCard: (card: string) => void;
  readonly onTyping: () => void;
  readonly onBack: () => void;
}

/** Why the camera does not come. */
function refusal(thrown: unknown): Failure {
  const name = thrown instanceof DOMException ? thrown.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return new Failure("camera-refused");
  if (name === "NotFoundError" || name === "OverconstrainedError" || name === "NotReadableError") return new Failure("camera-missing");
  return Failure.of(thrown);
}

/** Opens the camera at the back, or fails with a `Failure`. The caller stops its tracks. */
export async function openCamera(width: number): Promise<MediaStream> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (mediaDevices === undefined) throw new Failure("camera-missing");
  return mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: width } }, audio: false }).catch((thrown: unknown) => {
    throw refusal(thrown);
  });
}

/** Looks for a card until one is found or `stopped` says so. */
async function lookForCard(video: HTMLVideoElement, stopped: () => boolean): Promise<string | undefined> {
  const { default: decode } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Failure("old-browser");
  while (!stopped()) {
    const scale = Math.min(1, WIDEST / Math.max(1, video.videoWidth));
    [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    if (canvas.width > 0 && canvas.height > 0) {
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
      const found = decode(data, width, height, { inversionAttempts: "dontInvert" })?.data;
      data.fill(0);
      if (found !== undefined && isWholeCard(found)) return found;
    }
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
  return undefined;
}

/** The camera's picture, and what to do when there is none. */
export function CameraStep({ onCard, onTyping, onBack }: CameraProps) {
  const text = useText();
  const video = useRef<HTMLVideoElement>(null);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | undefined;
    const run = async (): Promise<void> => {
      stream = await openCamera(1280);
      if (stopped || video.current === null) return;
      video.current.srcObject = stream;
      await video.current.play();
      const card = await lookForCard(video.current, () => stopped);
      if (card !== undefined && !stopped) onCard(card);
    };
    const close = (): void => stream?.getTracks().forEach((track) => track.stop());
    run().catch((thrown: unknown) => setFailure(refusal(thrown))).finally(() => {
      if (stopped) close();
    });
    return () => {
      stopped = true;
      close();
    };
  }, []);
  return (
    <>
      <StepTitle pictogram="camera">{text("page-welcome-camera")}</StepTitle>
      {failure === undefined ? (
        <>
          <Sentence>{text("page-camera-show")}</Sentence>
          <video ref={video} class="camera" muted playsInline aria-label={text("page-camera-picture")} />
        </>
      ) : (
        <ErrorCard failure={failure} remedy={{ label: text("page-welcome-typing"), pictogram: "keyboard", onPress: onTyping }} />
      )}
      <BigButton pictogram="back" onPress={onBack}>
        {text("page-other-way")}
      </BigButton>
    </>
  );
}
