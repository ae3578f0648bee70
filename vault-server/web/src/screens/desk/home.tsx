// The desk's first screen: find a person, open a vault, and see which mandates end soon.
import { useState } from "preact/hooks";
import { useLoaded } from "../../app/act.ts";
import { go } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { PURPOSES, wordOf } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { Waiting } from "../../ui/acting.tsx";
import { Field, Sentence, Tile, Tiles } from "../../ui/basics.tsx";
import { type Desk, fullName, type Listed, type Named, useDay, withDesk } from "./desk.tsx";
import { byName, matches } from "./names.ts";

/** Days before its end from which a mandate is shown. */
const SOON_DAYS = 30;

/** Most people that are shown at once. */
const MOST = 20;

function DeskHomeView({ desk }: ScreenProps & { readonly desk: Desk }) {
  const text = useText();
  const names = useLoaded(() => desk.client.listNames("self"));
  const { name, role } = desk.organisation;
  return (
    <>
      <Sentence>{text("page-desk-who", { organisation: name, role: text(`role-${role}`) })}</Sentence>
      <section>
        <h2>{text("page-desk-find")}</h2>
        <Waiting of={names} label={text("page-desk-names-loading")} />
        {names.value !== undefined && <Search names={names.value} />}
      </section>
      <section>
        <h2>{text("page-desk-do")}</h2>
        <Tiles>
          <Tile pictogram="add" title={text("page-create-title")} more={text("page-create-more")} onPress={() => go("/nouveau-coffre")} />
          {role === "referent" && <Tile pictogram="people" title={text("page-team-title")} more={text("page-team-more")} onPress={() => go("/equipe")} />}
        </Tiles>
      </section>
      {names.value !== undefined && <EndingSoon desk={desk} names={names.value} />}
    </>
  );
}

/** The desk's first screen. */
export const DeskHome = withDesk(DeskHomeView);

function Search({ names }: { readonly names: readonly Named[] }) {
  const text = useText();
  const [typed, setTyped] = useState("");
  if (names.length === 0) return <Sentence pictogram="people">{text("page-desk-none")}</Sentence>;
  const found = names.filter((named) => matches(named.entry, typed)).sort((a, b) => byName(a.entry, b.entry));
  return (
    <>
      <Field label={text("page-desk-search")} hint={text("page-desk-search-hint")} kind="search" value={typed} onValue={setTyped} />
      <p role="status" class="count">
        {typed.trim() === "" ? text("page-desk-count", { n: names.length }) : text("page-desk-found", { n: found.length })}
      </p>
      {found.length > 0 && (
        <Tiles>
          {found.slice(0, MOST).map((named) => (
            <PersonTile key={named.vault} named={named} />
          ))}
        </Tiles>
      )}
      {found.length > MOST && <Sentence>{text("page-desk-more", { n: found.length - MOST })}</Sentence>}
    </>
  );
}

function PersonTile({ named }: { readonly named: Named }) {
  const [text, day] = [useText(), useDay()];
  return <Tile pictogram="people" title={fullName(named)} more={text("page-desk-born", { day: day(named.entry.birthDate) })} onPress={() => go("/personne", named)} />;
}

/** Mandates in force that end within {@link SOON_DAYS} days, the first to end first. */
export function endingSoon(mandates: readonly Listed[], nowMs: number): Listed[] {
  const limit = nowMs / 1000 + SOON_DAYS * 86_400;
  return mandates.filter((one) => one.state === "active" && one.mandate.notAfter <= limit).sort((a, b) => a.mandate.notAfter - b.mandate.notAfter);
}

function EndingSoon({ desk, names }: { readonly desk: Desk; readonly names: readonly Named[] }) {
  const [text, day] = [useText(), useDay()];
  const mandates = useLoaded(() => desk.client.listMandates("self"));
  const ending = endingSoon(mandates.value ?? [], Date.now());
  return (
    <section>
      <h2>{text("page-desk-ending")}</h2>
      <Waiting of={mandates} label={text("page-loading")} />
      {mandates.value !== undefined && ending.length === 0 && <Sentence pictogram="valid">{text("page-desk-ending-none")}</Sentence>}
      {ending.length > 0 && (
        <Tiles>
          {ending.map(({ mandate }) => {
            const named = names.find((one) => one.vault === mandate.vault);
            if (named === undefined) return null;
            const purpose = text(`purpose-${wordOf(PURPOSES, mandate.purpose) ?? "other"}`);
            return (
              <Tile
                key={mandate.id}
                pictogram="clock"
                title={fullName(named)}
                more={text("page-desk-ends", { purpose, day: day(mandate.notAfter * 1000) })}
                onPress={() => go("/personne", named)}
              />
            );
          })}
        </Tiles>
      )}
    </section>
  );
}
