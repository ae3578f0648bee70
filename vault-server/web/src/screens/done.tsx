// The end of a session on a shared computer: what to take along.
import { goInstead } from "../app/place.ts";
import { useText } from "../i18n/use.ts";
import { BigButton, Sentence } from "../ui/basics.tsx";

/** Card, papers, the one on the glass. */
export function Done() {
  const text = useText();
  return (
    <>
      <Sentence pictogram="valid">{text("page-done-nothing")}</Sentence>
      <Sentence pictogram="card">{text("page-done-card")}</Sentence>
      <Sentence pictogram="glass">{text("page-done-glass")}</Sentence>
      <BigButton weight="first" pictogram="card" onPress={() => goInstead("/borne")}>
        {text("page-over-again")}
      </BigButton>
    </>
  );
}
