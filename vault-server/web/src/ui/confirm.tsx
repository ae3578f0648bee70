// A question before an act that matters: what comes of it, a yes that says what it does, a no that changes nothing.
import { useAct } from "../app/act.ts";
import { Acting } from "./acting.tsx";
import { BigButton, Sentence, type Weight } from "./basics.tsx";
import { Dialog } from "./dialog.tsx";
import type { PictogramName } from "./pictograms.tsx";

/** Properties of {@link Confirm}. */
export interface ConfirmProps {
  readonly title: string;
  /** What comes of it, one idea each. */
  readonly told: readonly string[];
  readonly yes: { readonly label: string; readonly pictogram: PictogramName; readonly weight: Weight };
  readonly no: string;
  /** What is said while it goes on. */
  readonly doing?: string;
  /** Once it is done, whoever asked takes the question away; when it fails, the question stays and says why. */
  readonly perform: () => Promise<void>;
  readonly onClose: () => void;
}

/** The question. */
export function Confirm({ title, told, yes, no, doing, perform, onClose }: ConfirmProps) {
  const act = useAct();
  // What was begun is waited for.
  const close = (): void => {
    if (!act.busy) onClose();
  };
  return (
    <Dialog title={title} onClose={close}>
      {told.map((line) => (
        <Sentence key={line}>{line}</Sentence>
      ))}
      <Acting act={act} {...(doing === undefined ? {} : { label: doing })} />
      <div class="row">
        <BigButton weight={yes.weight} pictogram={yes.pictogram} disabled={act.busy} onPress={() => act.run(perform)}>
          {yes.label}
        </BigButton>
        <BigButton pictogram="back" disabled={act.busy} onPress={close}>
          {no}
        </BigButton>
      </div>
    </Dialog>
  );
}
