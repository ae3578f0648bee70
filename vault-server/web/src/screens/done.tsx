// The end of a session: what to take along. On a shared computer the door comes back by itself, for the next person.
import { useEffect } from "preact/hooks";
import { AT_KIOSK } from "../app/leave.ts";
import { goInstead } from "../app/place.ts";
import { useText } from "../i18n/use.ts";
import { BigButton, Sentence } from "../ui/basics.tsx";

/** Milliseconds until the door comes back. */
const NEXT_PERSON_MS = 45_000;

/** Card, papers, the one on the glass. */
export function Done() {
  const text = useText();
  const door = location.search === AT_KIOSK ? "/borne" : "/";
  useEffect(() => {
    if (door === "/") return undefined;
    const timer = setTimeout(() => goInstead(door), NEXT_PERSON_MS);
    return () => clearTimeout(timer);
  }, [door]);
  return (
    <>
      <Sentence pictogram="valid">{text("page-done-nothing")}</Sentence>
      <Sentence pictogram="card">{text("page-done-card")}</Sentence>
      <Sentence pictogram="glass">{text("page-done-glass")}</Sentence>
      <BigButton weight="first" pictogram="card" onPress={() => goInstead(door)}>
        {text("page-over-again")}
      </BigButton>
    </>
  );
}
