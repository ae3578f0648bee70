// What the auditor takes along. Not on a shared computer: a file would stay there.
import { useState } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { shared } from "../../app/idle.ts";
import { save } from "../../app/save.ts";
import { useStore } from "../../app/store.ts";
import type { Session } from "../../app/vault.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence } from "../../ui/basics.tsx";
import { ErrorCard, Remark } from "../../ui/told.tsx";
import { plain, type PlaceOf, toCsv, toJson } from "./counts.ts";
import type { Line, Log } from "./log.ts";

/** Properties of {@link Files}. */
export interface FilesProps {
  readonly log: Log;
  readonly open: Session;
  readonly chosen: readonly Line[];
  readonly places: PlaceOf;
}

/** The three files. */
export function Files({ log, open, chosen, places }: FilesProps) {
  const text = useText();
  const isShared = useStore(shared);
  const [failure, setFailure] = useState<Failure>();
  const rows = (): ReturnType<typeof plain>[] => chosen.map((line) => plain(line, places));
  const proof = async (): Promise<void> => {
    setFailure(undefined);
    try {
      save(await open.client.wholeLogProof("self"), "journal-preuve.json");
    } catch (thrown) {
      setFailure(Failure.of(thrown));
    }
  };
  return (
    <section>
      <h2>{text("page-audit-files")}</h2>
      {isShared ? (
        <Remark pictogram="shared">
          <p>{text("page-audit-files-shared")}</p>
        </Remark>
      ) : (
        <>
          {chosen.length > 0 && (
            <>
              <Sentence>{text("page-audit-files-chosen")}</Sentence>
              <div class="row">
                <BigButton pictogram="paper" onPress={() => save(new Blob([`\ufeff${toCsv(rows())}`], { type: "text/csv" }), "journal.csv")}>
                  {text("page-audit-csv")}
                </BigButton>
                <BigButton pictogram="paper" onPress={() => save(new Blob([toJson(log, rows())], { type: "application/json" }), "journal.json")}>
                  {text("page-audit-json")}
                </BigButton>
              </div>
            </>
          )}
          <Sentence>{text("page-audit-files-proof")}</Sentence>
          <div class="row">
            <BigButton pictogram="lock" onPress={() => void proof()}>
              {text("page-audit-proof")}
            </BigButton>
          </div>
          {failure !== undefined && <ErrorCard failure={failure} />}
        </>
      )}
    </section>
  );
}
