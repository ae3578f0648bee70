// The accessibility statement. It says what was tried and what was not; the law asks for it in French, so it stands in French
// whatever the language of the page, marked as such.
import { useText } from "../i18n/use.ts";

/** Parts of the statement, each a heading and its sentences. */
const PARTS = ["state", "tried", "missing", "made", "contact", "rights"] as const;

/** The statement. */
export function Accessibility() {
  const text = useText();
  return (
    <>
      {PARTS.map((part) => (
        <section key={part}>
          <h2>{text(`page-accessibility-${part}`)}</h2>
          {text(`page-accessibility-${part}.told`)
            .split("\n")
            .map((line) => (
              <p key={line}>{line}</p>
            ))}
        </section>
      ))}
    </>
  );
}
