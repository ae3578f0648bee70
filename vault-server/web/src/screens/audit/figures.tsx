// The figures: how much was done and refused, by organisation, by type, by day.
import { useMemo } from "preact/hooks";
import { useText } from "../../i18n/use.ts";
import { Sentence } from "../../ui/basics.tsx";
import { type Bar, Bars, Columns } from "../../ui/chart.tsx";
import { byKey, byMost, type Count, countBy, dayOf, keyOf, lastDays, placeOf, placesOf, typeOf } from "./counts.ts";
import type { Log } from "./log.ts";
import { WhenVerified } from "./verified.tsx";
import { useNames } from "./words.ts";

/** Days that the chart draws; the table has all. */
const DAYS = 31;

/** The screen. */
export function Figures() {
  return <WhenVerified>{(log) => <Charts log={log} />}</WhenVerified>;
}

function Charts({ log }: { readonly log: Log }) {
  const text = useText();
  const names = useNames();
  const { places, types, days } = useMemo(() => {
    const placed = placesOf(log);
    return {
      places: countBy(log.entries, (line) => keyOf(placed(line))).sort(byMost),
      types: countBy(log.entries, typeOf).sort(byMost),
      days: countBy(log.entries, dayOf).sort(byKey),
    };
  }, [log]);
  if (log.entries.length === 0) return <Sentence pictogram="paper">{text("page-audit-nothing")}</Sentence>;
  const bars = (counts: readonly Count[], label: (key: string) => string): Bar[] => counts.map((count) => ({ ...count, label: label(count.key) }));
  return (
    <>
      <Sentence>{text("page-audit-figures-of", { n: log.entries.length })}</Sentence>
      <section>
        <h2>{text("page-audit-by-place")}</h2>
        <Bars title={text("page-audit-by-place")} what={text("page-audit-place")} bars={bars(places, (key) => names.place(placeOf(key)))} />
      </section>
      <section>
        <h2>{text("page-audit-by-type")}</h2>
        <Bars title={text("page-audit-by-type")} what={text("page-audit-type")} bars={bars(types, names.type)} />
      </section>
      <section>
        <h2>{text("page-audit-by-day")}</h2>
        <Columns title={text("page-audit-by-day")} what={text("page-audit-day")} bars={bars(lastDays(days, DAYS), names.day)} all={bars(days, names.day)} />
      </section>
    </>
  );
}
