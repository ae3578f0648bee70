// Help: always at the same place, in short sentences.
import { useText } from "../i18n/use.ts";
import { Sentence } from "../ui/basics.tsx";

/** What to do when something does not go as it should. */
export function Help() {
  const text = useText();
  return (
    <>
      <h2>{text("page-lost-card")}</h2>
      <Sentence pictogram="people">{text("page-lost-card-next")}</Sentence>
      <Sentence>{text("page-lost-card-safe")}</Sentence>
      <h2>{text("page-help-code")}</h2>
      <Sentence pictogram="code">{text("page-help-code-next")}</Sentence>
      <h2>{text("page-help-fear")}</h2>
      <Sentence pictogram="leave">{text("page-help-leave")}</Sentence>
      <Sentence pictogram="eye">{text("page-what-who")}</Sentence>
      <h2>{text("page-help-person")}</h2>
      <Sentence pictogram="people">{text("page-help-person-next")}</Sentence>
    </>
  );
}
