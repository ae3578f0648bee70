// The texts that a person agrees to, word for word as `coffre` shows them: what is hashed and signed is exactly what stands here.
import { useText } from "../../i18n/use.ts";
import { Sentence } from "../../ui/basics.tsx";

/** Versions of the texts, as the command line numbers them. */
export const CONSENT_VERSIONS = { vault: "ouverture-1", mandate: "autorisation-1" } as const;

/** The text without the marks by which Fluent keeps names of another direction apart: they are not words. */
export function consentText(told: string): string {
  return told.replace(/[\u2066-\u2069]/g, "");
}

/** The text, one sentence on each line. */
export function ConsentText({ consent }: { readonly consent: string }) {
  const text = useText();
  const lines = consent.split(/\n|(?<=[.؟!])\s+(?=\p{Lu}|\p{Lo})/u).map((line) => line.replace(/^- /, ""));
  return (
    <div class="consent" role="group" aria-label={text("page-consent-text")}>
      {lines.map((line) => (
        <Sentence key={line}>{line}</Sentence>
      ))}
    </div>
  );
}
