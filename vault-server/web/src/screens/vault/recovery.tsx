// Somebody asks to get back into this vault: perhaps the person, with help; perhaps not. It stands first, with a way to stop it.
import { useState } from "preact/hooks";
import type { RecoveryView } from "../../api/types.ts";
import { useLoaded } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { dateTime } from "../../i18n/journal.ts";
import { useText, useWords } from "../../i18n/use.ts";
import { BigButton } from "../../ui/basics.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Pictogram } from "../../ui/pictograms.tsx";
import { ErrorCard } from "../../ui/told.tsx";
import { own } from "./contents.ts";

/** The requests that wait; nothing when there is none. When that cannot be known, it is said: silence would mean that there is none. */
export function RecoveryAlarms() {
  const text = useText();
  const { value, failure, again } = useLoaded(async () => own().open.client.listRecoveries("self"));
  const waiting = value?.filter((one) => one.state === "waiting") ?? [];
  return (
    <>
      {failure !== undefined && <ErrorCard failure={new Failure("recoveries-unknown")} remedy={{ label: text("page-again"), onPress: again }} />}
      {waiting.map((one) => (
        <Alarm key={one.recovery_id} request={one} onStopped={again} />
      ))}
    </>
  );
}

function Alarm({ request, onStopped }: { readonly request: RecoveryView; readonly onStopped: () => void }) {
  const text = useText();
  const words = useWords();
  const [asks, setAsks] = useState(false);
  const by = request.started_by.display_name ?? text("page-recovery-somebody");
  return (
    <section class="failure" aria-label={text("page-recovery-title")}>
      <Pictogram name="warning" />
      <div>
        <p class="failure-sentence">{text("page-recovery-title")}</p>
        <p>{text("page-recovery-by", { name: by, date: dateTime(words, request.started_ms) })}</p>
        <p>{request.ready_ms == null ? text("page-recovery-not-yet", { n: request.approvals.length, all: request.needed }) : text("page-recovery-ready", { date: dateTime(words, request.ready_ms) })}</p>
        <p>{text("page-recovery-yours")}</p>
        <BigButton weight="grave" pictogram="stop" onPress={() => setAsks(true)}>
          {text("page-recovery-stop")}
        </BigButton>
      </div>
      {asks && (
        <Confirm
          title={text("page-recovery-stop-sure")}
          told={[text("page-recovery-stop-then")]}
          yes={{ label: text("page-recovery-stop"), pictogram: "stop", weight: "grave" }}
          no={text("page-leave-it")}
          perform={async () => {
            await own().open.client.stopRecovery("self", request.recovery_id);
            setAsks(false);
            onStopped();
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </section>
  );
}
