// The auditor's first screen: is the log whole? Then the ways into it.
import { useId } from "preact/hooks";
import { go } from "../../app/place.ts";
import type { Session } from "../../app/vault.ts";
import { usePart, useText } from "../../i18n/use.ts";
import { BigButton, Sentence, Tile, Tiles } from "../../ui/basics.tsx";
import { Pictogram } from "../../ui/pictograms.tsx";
import { Remark } from "../../ui/told.tsx";
import { type Log, readAll } from "./log.ts";
import { WhenVerified } from "./verified.tsx";
import { useNames } from "./words.ts";

/** Home. */
export function AuditHome() {
  const text = useText();
  const isWorded = usePart("audit");
  return (
    <>
      {isWorded && <Sentence>{text("page-audit-open")}</Sentence>}
      <WhenVerified>{(log, open) => <Whole log={log} open={open} />}</WhenVerified>
    </>
  );
}

function Whole({ log, open }: { readonly log: Log; readonly open: Session }) {
  const text = useText();
  const names = useNames();
  const refused = log.entries.filter((line) => line.result !== 0).length;
  const last = log.entries.at(-1);
  return (
    <>
      <div role="status" class="audit-sign">
        <Remark pictogram="valid">
          <p>
            <strong>{text("page-audit-whole")}</strong>
          </p>
          <p>{text("page-audit-lines", { n: log.checkpoint.size })}</p>
          {last !== undefined && <p>{text("page-audit-last", { when: names.moment(last.unixMs) })}</p>}
          <p>{log.keptSize === undefined ? text("page-audit-first") : text("page-audit-continues", { n: log.keptSize })}</p>
          {log.forgotten > 0 && <p>{text("page-audit-forgotten", { n: log.forgotten })}</p>}
        </Remark>
      </div>
      <Tiles>
        <Tile pictogram="chart" title={text("page-figures-title")} more={text("page-audit-figures-more")} onPress={() => go("/chiffres")} />
        <Tile pictogram="stop" title={text("page-audit-refusals")} more={text("page-audit-refusals-more", { n: refused })} onPress={() => go("/lignes", { result: "refused" })} />
        <Tile pictogram="paper" title={text("page-entries-title")} more={text("page-audit-entries-more")} onPress={() => go("/lignes")} />
      </Tiles>
      <h2>{text("page-audit-check")}</h2>
      <Sentence>{text("page-audit-check-what")}</Sentence>
      <div class="row">
        <BigButton pictogram="valid" onPress={() => void readAll(open)}>
          {text("page-audit-verify-again")}
        </BigButton>
        <KeptProof open={open} />
      </div>
    </>
  );
}

/** Takes a proof from an earlier visit: the log must be its continuation. */
function KeptProof({ open }: { readonly open: Session }) {
  const text = useText();
  const id = useId();
  return (
    <div class="audit-file button other">
      <Pictogram name="paper" />
      <label for={id}>{text("page-audit-compare")}</label>
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void readAll(open, file);
        }}
      />
    </div>
  );
}
