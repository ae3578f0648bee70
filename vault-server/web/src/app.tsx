// Puts the screen that is asked for into its frame, and sees to it that a session ends.
import { type ComponentType, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "./app/failure.ts";
import { IDLE_SECONDS, shared, watchIdle } from "./app/idle.ts";
import { finish, forget } from "./app/leave.ts";
import { go, goInstead, place } from "./app/place.ts";
import { SCREENS, type Screen, type ScreenProps } from "./app/screens.ts";
import { useStore } from "./app/store.ts";
import { type Session, session } from "./app/vault.ts";
import { usePart, useText } from "./i18n/use.ts";
import { Over, Nowhere } from "./screens/ends.tsx";
import { Title } from "./ui/basics.tsx";
import { Frame } from "./ui/frame.tsx";
import { ErrorCard, Progress } from "./ui/told.tsx";

/** Ends the session when nobody touches the page, or when the server's time for it is up. */
function useEnd(open: Session | undefined, isShared: boolean): void {
  useEffect(() => {
    if (open === undefined) return undefined;
    const over = (): void => {
      if (isShared) finish();
      else void forget();
    };
    const stop = watchIdle(isShared ? IDLE_SECONDS.shared : IDLE_SECONDS.own, over);
    const left = Math.min(open.endsMs - Date.now(), 2 ** 31 - 1);
    const timer = setTimeout(over, Math.max(0, left));
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [open, isShared]);
}

type View = ComponentType<ScreenProps>;

/** The code of a screen, once it is there. */
function useView(screen: Screen | undefined): View | Failure | undefined {
  const [loaded, setLoaded] = useState<{ of: Screen; view: View | Failure }>();
  useEffect(() => {
    if (screen?.lazy !== true) return undefined;
    let watched = true;
    const keep = (view: View | Failure): void => {
      if (watched) setLoaded({ of: screen, view });
    };
    const load = screen.view as () => Promise<View>;
    load().then(keep, (thrown: unknown) => keep(Failure.of(thrown)));
    return () => {
      watched = false;
    };
  }, [screen]);
  if (screen === undefined) return undefined;
  if (screen.lazy !== true) return screen.view as View;
  return loaded?.of === screen ? loaded.view : undefined;
}

function isAllowed(screen: Screen, open: Session | undefined): boolean {
  return screen.for === "anyone" || (open !== undefined && (screen.for === "session" || screen.for === open.kind));
}

function Shown({ screen, given, takesFocus }: { readonly screen: Screen; readonly given: unknown; readonly takesFocus: boolean }) {
  const text = useText();
  const View = useView(screen);
  if (View === undefined) return <Progress label={text("page-loading")} />;
  const remedy = { label: text("page-again"), onPress: () => goInstead(screen.path, given) };
  return (
    <>
      <Title takesFocus={takesFocus}>{text(screen.title)}</Title>
      {View instanceof Failure ? <ErrorCard failure={View} remedy={remedy} /> : <View given={given} />}
    </>
  );
}

/** The page. */
export function App() {
  const text = useText();
  const where = useStore(place);
  const open = useStore(session);
  const isShared = useStore(shared);
  usePart("problems");
  useEnd(open, isShared);
  // The first screen leaves the focus where the browser has it.
  const isFirst = useRef(true);
  useEffect(() => {
    isFirst.current = false;
    if (where.path === "/borne") shared.set(true);
    scrollTo(0, 0);
  }, [where]);

  const found = SCREENS.find((screen) => screen.path === where.path);
  const known = found !== undefined && isAllowed(found, open);
  // With a session open, a screen that is for others is no screen at all.
  const screen = known || open === undefined ? found : undefined;
  const title = screen === undefined ? "page-nowhere-title" : known ? screen.title : "page-over-title";
  useEffect(() => {
    document.title = `${text(title)} – ${text("page-brand")}`;
  });
  return (
    <Frame>
      {known && screen !== undefined ? (
        <Shown key={`${where.path}`} screen={screen} given={where.given} takesFocus={!isFirst.current} />
      ) : (
        <>
          <Title takesFocus={!isFirst.current}>{text(title)}</Title>
          {screen === undefined ? <Nowhere onGo={() => go(open === undefined ? "/" : "/accueil")} /> : <Over onGo={() => goInstead(isShared ? "/borne" : "/")} />}
        </>
      )}
    </Frame>
  );
}

/** Draws the page for the first time. */
export function draw(root: HTMLElement): void {
  render(<App />, root);
}
