// Somebody asks to get back into this vault: perhaps the person, with help; perhaps not. It stands first, with a way to stop it.
import { useState } from "preact/hooks";
import type { RecoveryView } from "../../api/types.ts";
import { Failure } from "../../app/failure.ts";
import { useLoaded } from "../desk/desk.tsx";
import { dateTime } from "../../i18n/journal.ts";
import { useText, useWords } from "../../i18n/use.ts";
import { BigButton } from "../../ui/basics.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Pictogram } from "../../ui/pictograms.tsx";
import { ErrorCard } from "../../ui/told.tsx";
import { own } from "./contents.ts";

/** The requests that wait; nothing when there is none. */
export function RecoveryAlarms() {
  const { value, again } = useLoaded(async () => own().open.client.listRecoveries("self"));
  const waiting = value?.filter((one) => one.state === "waiting") ?? [];
  return (
    <>
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
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const stop = async (): Promise<void> => {
    setBusy(true);
    try {
      await own().open.client.stopRecovery("self", request.recovery_id);
      onStopped();
    } catch (thrown) {
      setFailure(Failure.of(thrown));
    }
    setBusy(false);
    setAsks(false);
  };
  const by = request.started_by.display_name ?? text("page-recovery-somebody");
  return (
    <section class="failure" aria-label={text("page-recovery-title")}>
      <Pictogram name="warning" />
      <div>
        <p class="failure-sentence">{text("page-recovery-title")}</p>
        <p>{text("page-recovery-by", { name: by, date: dateTime(words, request.started_ms) })}</p>
        <p>{request.ready_ms == null ? text("page-recovery-not-yet", { n: request.approvals.length, all: request.needed }) : text("page-recovery-ready", { date: dateTime(words, request.ready_ms) })}</p>
        <p>{text("page-recovery-yours")}</p>
        {failure !== undefined && <ErrorCard failure={failure} />}
        <BigButton weight="grave" pictogram="stop" onPress={() => setAsks(true)}>
          {text("page-recovery-stop")}
        </BigButton>
      </div>
      {asks && (
        <Dialog title={text("page-recovery-stop-sure")} onClose={() => setAsks(false)}>
          <p>{text("page-recovery-stop-then")}</p>
          <div class="row">
            <BigButton weight="grave" pictogram="stop" disabled={busy} onPress={() => void stop()}>
              {text("page-recovery-stop")}
            </BigButton>
            <BigButton pictogram="back" onPress={() => setAsks(false)}>
              {text("page-leave-it")}
            </BigButton>
          </div>
        </Dialog>
      )}
    </section>
  );
}
