// What is printed: the card that the person takes along, and the recovery sheet that goes into an envelope. One at a time, so
// that the two never lie on one page.
import { useState } from "preact/hooks";
import { useText } from "../../i18n/use.ts";
import { BigButton, Sentence, StepTitle, Tick } from "../../ui/basics.tsx";
import { Qr } from "../../ui/qr.tsx";
import { Remark } from "../../ui/told.tsx";
import { type Printed, useDay } from "./desk.tsx";

/** The card: what it is for, the code that a camera reads, and the characters for hands. */
export function PrintedCard({ card, organisation, holder, isStaff = false }: { readonly card: Printed; readonly organisation: string; readonly holder?: string | undefined; readonly isStaff?: boolean }) {
  const text = useText();
  return (
    <div class="sheet-of-paper card-of-paper">
      <p class="paper-title">{text(isStaff ? "card-title-staff" : "card-title")}</p>
      {holder !== undefined && <p>{text("card-front-holder", { name: holder })}</p>}
      <Qr value={card.link} label={text("page-printed-qr")} />
      <p>{text("card-front-keep")}</p>
      <p>{text("card-front-secret")}</p>
      <p>{text("card-front-lost", { organisation })}</p>
      <p class="paper-small">{text("card-back-code")}</p>
      <p class="paper-code" dir="ltr">
        {card.grouped}
      </p>
      <Anchors of={card} />
    </div>
  );
}

function Anchors({ of }: { readonly of: Printed }) {
  const text = useText();
  const host = of.link.includes("/#") ? of.link.slice(0, of.link.indexOf("/#")) : "";
  return (
    <div class="paper-small">
      <p>{text("card-back-server", { host })}</p>
      <p>{text("card-back-anchors")}</p>
      {of.account !== undefined && <p>{text("card-anchor-account", { value: of.account })}</p>}
      {of.organisation !== undefined && <p>{text("card-anchor-organisation", { value: of.organisation })}</p>}
      {of.log !== undefined && <p>{text("card-anchor-log", { value: of.log })}</p>}
    </div>
  );
}

/** The recovery sheet, for the organisation's safe. */
export function PrintedSheet({ sheet, organisation }: { readonly sheet: Printed; readonly organisation: string }) {
  const [text, day] = [useText(), useDay()];
  return (
    <div class="sheet-of-paper">
      <p class="paper-title">{text("sheet-title")}</p>
      {["sheet-what", "sheet-alone", "sheet-when", "sheet-stop"].map((id) => (
        <p key={id}>{text(id)}</p>
      ))}
      <p>{text("sheet-how", { organisation })}</p>
      <p>{text("sheet-date", { date: day(Date.now()) })}</p>
      <p>{text("sheet-id", { id: sheet.credential })}</p>
      <Qr value={sheet.link} label={text("page-printed-qr")} />
      <p class="paper-small">{text("sheet-code")}</p>
      <p class="paper-code" dir="ltr">
        {sheet.grouped}
      </p>
    </div>
  );
}

/** Properties of {@link PrintSteps}. */
export interface PrintStepsProps {
  readonly card: Printed;
  readonly sheet?: Printed | undefined;
  readonly organisation: string;
  readonly isStaff?: boolean;
  /** Printed on the card if the person wants it. */
  readonly holder?: string;
  /** The connection broke before the server's answer came: nobody knows whether these papers count. */
  readonly certain: boolean;
  readonly onDone: () => void;
}

/** Card first, then the sheet. Once printed, they are gone from here. */
export function PrintSteps({ card, sheet, organisation, isStaff = false, holder, certain, onDone }: PrintStepsProps) {
  const text = useText();
  const [atSheet, setAtSheet] = useState(false);
  const [named, setNamed] = useState(isStaff);
  const last = atSheet || sheet === undefined;
  const next = (): void => (last ? onDone() : setAtSheet(true));
  return (
    <>
      <StepTitle key={String(atSheet)} pictogram="print">
        {text(atSheet ? "page-printed-sheet" : "page-printed-card")}
      </StepTitle>
      <div class="not-printed print-help">
        {!certain && (
          <Remark pictogram="warning">
            <p>{text("page-printed-uncertain")}</p>
          </Remark>
        )}
        <Sentence>{text(atSheet ? "page-printed-sheet-how" : "page-printed-card-how")}</Sentence>
        {!atSheet && !isStaff && holder !== undefined && <Tick label={text("page-printed-name")} hint={text("page-printed-name-hint")} ticked={named} onTick={setNamed} />}
        <div class="row">
          <BigButton weight="first" pictogram="print" onPress={() => print()}>
            {text("page-printed-print")}
          </BigButton>
          <BigButton pictogram="valid" onPress={next}>
            {text(last ? "page-printed-done" : "page-printed-next")}
          </BigButton>
        </div>
      </div>
      {atSheet && sheet !== undefined ? (
        <PrintedSheet sheet={sheet} organisation={organisation} />
      ) : (
        <PrintedCard card={card} organisation={organisation} isStaff={isStaff} holder={named ? holder : undefined} />
      )}
    </>
  );
}
