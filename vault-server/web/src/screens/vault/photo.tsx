// A page before the camera, and a page that was taken: turned, cut, looked at.
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence, StepTitle } from "../../ui/basics.tsx";
import { ErrorCard, Remark } from "../../ui/told.tsx";
import { openCamera } from "../camera.tsx";
import { type Cut, draw, type Scan, sharpnessOf, takePicture, WHOLE } from "./scan.ts";
import { LEAST_SHARPNESS } from "./sharpness.ts";

/** Longest side of the picture on the screen, in pixels. */
const SHOWN = 900;

/** The camera. */
export function PhotoStep({ onTaken, onFile, onBack }: { readonly onTaken: (scan: Scan) => void; readonly onFile: () => void; readonly onBack: () => void }) {
  const text = useText();
  const video = useRef<HTMLVideoElement>(null);
  const [sees, setSees] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | undefined;
    const close = (): void => stream?.getTracks().forEach((track) => track.stop());
    const run = async (): Promise<void> => {
      stream = await openCamera(2560);
      if (stopped || video.current === null) return;
      video.current.srcObject = stream;
      await video.current.play();
      setSees(true);
    };
    run()
      .catch((thrown: unknown) => {
        const { code } = Failure.of(thrown);
        setFailure(new Failure(code === "camera-refused" ? "photo-refused" : code === "camera-missing" ? "photo-missing" : code));
      })
      .finally(() => {
        if (stopped) close();
      });
    return () => {
      stopped = true;
      close();
    };
  }, []);
  return (
    <>
      <StepTitle pictogram="camera">{text("page-add-photo")}</StepTitle>
      {failure !== undefined ? (
        <ErrorCard failure={failure} remedy={{ label: text("page-add-file"), pictogram: "paper", onPress: onFile }} />
      ) : (
        <>
          <Sentence>{text("page-add-photo-how")}</Sentence>
          <video ref={video} class="camera" muted playsInline aria-label={text("page-camera-picture")} />
          <BigButton weight="first" pictogram="camera" disabled={!sees} onPress={() => video.current !== null && onTaken(takePicture(video.current))}>
            {text("page-add-photo-take")}
          </BigButton>
        </>
      )}
      <BigButton pictogram="back" onPress={onBack}>
        {text("page-other-way")}
      </BigButton>
    </>
  );
}

/** Properties of {@link PageStep}. */
export interface PageProps {
  readonly scan: Scan;
  readonly onKept: (scan: Scan) => void;
  readonly onAgain: () => void;
}

const SIDES = ["top", "bottom", "start", "end"] as const;

/** A page that was taken: is it legible? */
export function PageStep({ scan: taken, onKept, onAgain }: PageProps) {
  const text = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scan, setScan] = useState(taken);
  const [sharp, setSharp] = useState(true);
  useEffect(() => {
    if (canvas.current !== null) draw(scan, canvas.current, SHOWN);
    // Measured when the hand rests.
    const timer = setTimeout(() => setSharp(sharpnessOf(scan) >= LEAST_SHARPNESS), 150);
    return () => clearTimeout(timer);
  }, [scan]);
  const cut = (side: keyof Cut, percent: number): void => setScan({ ...scan, cut: { ...scan.cut, [side]: percent / 100 } });
  return (
    <>
      <StepTitle pictogram="eye">{text("page-add-legible")}</StepTitle>
      <canvas ref={canvas} class="paper-picture" role="img" aria-label={text("page-add-page-picture")} />
      <div role="status">
        <Remark pictogram={sharp ? "valid" : "warning"}>
          <p>{text(sharp ? "page-add-sharp" : "page-add-blurred")}</p>
        </Remark>
      </div>
      <Sentence>{text("page-add-legible-how")}</Sentence>
      <div class="row">
        <BigButton weight="first" pictogram="valid" onPress={() => onKept(scan)}>
          {text("page-add-legible-yes")}
        </BigButton>
        <BigButton pictogram="camera" onPress={onAgain}>
          {text("page-add-legible-no")}
        </BigButton>
        <BigButton pictogram="turn" onPress={() => setScan({ ...scan, turns: (scan.turns + 1) % 4, cut: WHOLE })}>
          {text("page-add-turn")}
        </BigButton>
      </div>
      <details>
        <summary>{text("page-add-cut")}</summary>
        <div class="stack">
          {SIDES.map((side) => (
            <label key={side} class="slide">
              <span>{text(`page-add-cut-${side}`)}</span>
              <input type="range" min={0} max={45} step={1} value={Math.round(scan.cut[side] * 100)} onInput={(event) => cut(side, Number(event.currentTarget.value))} />
            </label>
          ))}
        </div>
      </details>
    </>
  );
}
