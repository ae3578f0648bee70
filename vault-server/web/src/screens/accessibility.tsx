// The accessibility statement. It says what was tried and what was not.
import { usePart, useText } from "../i18n/use.ts";
import { Progress } from "../ui/told.tsx";

/** Parts of the statement, each a heading and its sentences. */
const PARTS = ["state", "tried", "missing", "made", "contact", "rights"] as const;

/** The statement. */
export function Accessibility() {
  const text = useText();
  if (!usePart("statement")) return <Progress label={text("page-loading")} />;
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
