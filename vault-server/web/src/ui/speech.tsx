// Reads the screen aloud with the voices of the device itself. A voice that is made elsewhere would be sent what stands on the
// screen: it is never used.
import { useEffect, useState } from "preact/hooks";
import { useStore } from "../app/store.ts";
import { place } from "../app/place.ts";
import { useText, useWords } from "../i18n/use.ts";
import { BigButton } from "./basics.tsx";

/** A voice of this device that speaks this language. */
export function localVoice(voices: readonly SpeechSynthesisVoice[], tag: string): SpeechSynthesisVoice | undefined {
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === tag);
}

/** What is read: headings, sentences and the names of buttons, in the order in which they stand. */
export function readable(root: Element): string[] {
  const parts = root.querySelectorAll("h1, h2, p, li > button, button.button, label, summary, th, td, dt, dd, .status");
  const told: string[] = [];
  for (const part of parts) {
    if (part.closest("[hidden], .for-reader, .keys") !== null) continue;
    const text = part.textContent.trim();
    if (text !== "" && told.at(-1) !== text) told.push(text);
  }
  return told;
}

/** The button that reads the screen, and stops. */
export function ReadAloud() {
  const text = useText();
  const { language } = useWords();
  const where = useStore(place);
  const [speaks, setSpeaks] = useState(false);
  const [silent, setSilent] = useState(false);
  const speech = globalThis.speechSynthesis as SpeechSynthesis | undefined;

  const stop = (): void => {
    speech?.cancel();
    setSpeaks(false);
  };
  useEffect(() => {
    setSilent(false);
    return stop;
  }, [where.path, language]);

  const start = (): void => {
    const voice = localVoice(speech?.getVoices() ?? [], language.tag);
    const main = document.querySelector("main");
    if (speech === undefined || voice === undefined || main === null) {
      setSilent(true);
      return;
    }
    const sentences = readable(main);
    sentences.forEach((sentence, i) => {
      const said = new SpeechSynthesisUtterance(sentence);
      said.voice = voice;
      said.lang = voice.lang;
      said.rate = 0.9;
      if (i === sentences.length - 1) said.onend = () => setSpeaks(false);
      speech.speak(said);
    });
    setSpeaks(true);
  };
  return (
    <>
      <BigButton pictogram="speak" pressed={speaks} onPress={speaks ? stop : start}>
        {text(speaks ? "page-read-stop" : "page-read")}
      </BigButton>
      <p class="beside" role="status">
        {silent ? text("page-failure-no-voice") : ""}
      </p>
    </>
  );
}
