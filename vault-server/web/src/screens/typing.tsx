// The card by hand: 52 characters in groups of four. A reader that types into the field is understood too, and so is the link.
import { useState } from "preact/hooks";
import { CARD_LENGTH, cardCharacters, grouped, isWholeCard } from "../app/card.ts";
import { Failure, tell } from "../app/failure.ts";
import { useText, useWords } from "../i18n/use.ts";
import { BigButton, Field, StepTitle } from "../ui/basics.tsx";

/** Properties of {@link TypingStep}. */
export interface TypingProps {
  readonly onCard: (card: string) => void;
  readonly onBack: () => void;
}

/** The field for the characters. */
export function TypingStep({ onCard, onBack }: TypingProps) {
  const words = useWords();
  const text = useText();
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const whole = isWholeCard(typed);
  const send = (): void => {
    setTried(true);
    if (whole) onCard(cardCharacters(typed));
  };
  const { sentence, next } = tell(new Failure("card-unreadable"), words);
  const wrong = tried && !whole ? `${sentence} ${next}` : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLTextAreaElement)) return;
        event.preventDefault();
        send();
      }}
    >
      <StepTitle pictogram="keyboard">{text("page-welcome-typing")}</StepTitle>
      <Field
        label={text("page-typing-label")}
        hint={text("page-typing-hint")}
        wrong={wrong}
        value={typed}
        lines={4}
        spelling="code"
        onValue={(value) => setTyped(value.includes("#") || value.includes(":") ? value : grouped(value))}
      />
      <p role="status" class="count">
        {text("page-typing-count", { n: Math.min(CARD_LENGTH, cardCharacters(typed).length), all: CARD_LENGTH })}
      </p>
      <div class="row">
        <BigButton weight="first" pictogram="valid" onPress={send}>
          {text("page-continue")}
        </BigButton>
        <BigButton pictogram="back" onPress={onBack}>
          {text("page-other-way")}
        </BigButton>
      </div>
    </form>
  );
}
