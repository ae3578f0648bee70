// What stands around every screen: the name, the way out, the tools above; who made it and how to get help below.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { secondsLeft } from "../app/idle.ts";
import { finish, leaveQuickly } from "../app/leave.ts";
import { canGoBack, go, goBack, place } from "../app/place.ts";
import { useStore } from "../app/store.ts";
import { session } from "../app/vault.ts";
import { useText, useWords } from "../i18n/use.ts";
import { languages, speak } from "../i18n/words.ts";
import { BigButton } from "./basics.tsx";
import { Pictogram } from "./pictograms.tsx";
import { ReadAloud } from "./speech.tsx";
import { Countdown } from "./told.tsx";

/** « Je quitte vite »: one touch, or the key Escape twice. */
export function QuickLeave() {
  const text = useText();
  useEffect(() => {
    let last = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      if (event.timeStamp - last < 800) leaveQuickly();
      last = event.timeStamp;
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  return (
    <button type="button" class="quick-leave" onClick={leaveQuickly}>
      <Pictogram name="leave" />
      <span>{text("page-quick-leave")}</span>
    </button>
  );
}

/** The languages, each in its own name. */
export function LanguageChoice() {
  const text = useText();
  const { language } = useWords();
  return (
    <div class="languages" role="group" aria-label={text("page-languages")}>
      <Pictogram name="language" />
      {languages.map((other) => (
        <button key={other.tag} type="button" lang={other.tag} dir={other.direction} aria-pressed={other.tag === language.tag} onClick={() => void speak(other)}>
          {other.name}
        </button>
      ))}
    </div>
  );
}

/** How long is left, and the way to end; always in sight while a session is open. */
export function KioskBar() {
  const text = useText();
  const left = useStore(secondsLeft);
  const open = useStore(session);
  if (open === undefined) return null;
  return (
    <aside class="kiosk-bar" aria-label={text("page-kiosk-bar")}>
      {left !== undefined && <Countdown seconds={left} />}
      <BigButton weight="first" pictogram="lock" onPress={finish}>
        {text("page-finish")}
      </BigButton>
    </aside>
  );
}

/** The beginning of the hash of the list of files, by which anyone compares this page with the published one. */
function useBuild(): string | undefined {
  const [build, setBuild] = useState<string>();
  useEffect(() => {
    const read = async (): Promise<void> => {
      const answer = await fetch("/page.json", { cache: "no-store" });
      if (!answer.ok) return;
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
      setBuild([...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    };
    // Only told when the network has nothing better to do, and not at all without it.
    const timer = setTimeout(() => void read().catch(() => undefined), 1500);
    return () => clearTimeout(timer);
  }, []);
  return build;
}

function Foot() {
  const text = useText();
  const build = useBuild();
  return (
    <footer>
      <nav aria-label={text("page-foot")}>
        <BigButton pictogram="help" onPress={() => go("/aide")}>
          {text("page-help-title")}
        </BigButton>
        <BigButton onPress={() => go("/accessibilite")}>{text("page-accessibility-link")}</BigButton>
      </nav>
      {build !== undefined && (
        <p class="build">
          {text("page-build")} <bdi>{build}</bdi>
        </p>
      )}
    </footer>
  );
}

/** The frame. Help always stands at the same place (WCAG 3.2.6). */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const text = useText();
  const { path } = useStore(place);
  return (
    <>
      <a class="skip" href="#screen" onClick={skip}>
        {text("page-skip")}
      </a>
      <header>
        <div class="top">
          <p class="brand">
            <Pictogram name="lock" />
            <span>{text("page-brand")}</span>
          </p>
          <QuickLeave />
        </div>
        <div class="tools">
          <LanguageChoice />
          <ReadAloud />
          <BigButton pictogram="display" onPress={() => go("/affichage")}>
            {text("page-display-link")}
          </BigButton>
        </div>
      </header>
      <main id="screen">
        {canGoBack() && path !== "/" && path !== "/fini" && (
          <button type="button" class="way-back" onClick={goBack}>
            <Pictogram name="back" />
            <span>{text("page-back")}</span>
          </button>
        )}
        {children}
      </main>
      <KioskBar />
      <Foot />
    </>
  );
}

/** The address stays as it is: what follows # is where a card comes in. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("main h1")?.focus();
}
