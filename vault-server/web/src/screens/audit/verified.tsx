// What stands before every screen of the auditor: nothing is told of a log that was not verified.
import type { ComponentChildren } from "preact";
import { useStore } from "../../app/store.ts";
import { type Session, session } from "../../app/vault.ts";
import { usePart, useText } from "../../i18n/use.ts";
import { ErrorCard, Progress } from "../../ui/told.tsx";
import { type Log, readAll, useLog } from "./log.ts";
import "../../styles/audit.css";

/** Draws its child once the log is verified; until then how far it is, or which check failed. */
export function WhenVerified({ children }: { readonly children: (log: Log, open: Session) => ComponentChildren }) {
  const open = useStore(session);
  return open === undefined ? null : <Guarded open={open}>{children}</Guarded>;
}

function Guarded({ open, children }: { readonly open: Session; readonly children: (log: Log, open: Session) => ComponentChildren }) {
  const text = useText();
  const isWorded = [usePart("audit"), usePart("words")].every(Boolean);
  const reading = useLog(open);
  if (!isWorded) return <Progress label={text("page-loading")} />;
  if (reading.state === "verified") return <>{children(reading.log, open)}</>;
  if (reading.state === "reads") return <Progress label={text("page-audit-reading")} {...(reading.share === undefined ? {} : { share: reading.share })} />;
  return <ErrorCard failure={reading.failure} remedy={{ label: text("page-audit-verify-again"), onPress: () => void readAll(open) }} />;
}
