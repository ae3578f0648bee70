// What every screen of the desk stands on: the open session of a member, and the words.
import type { ComponentType } from "preact";
import { go } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { useStore } from "../../app/store.ts";
import { type Session, session } from "../../app/vault.ts";
import { usePart, useText, useWords } from "../../i18n/use.ts";
import { BigButton, Sentence } from "../../ui/basics.tsx";
import { Progress } from "../../ui/told.tsx";

type Client = Session["client"];

/** The member who is logged in, and the organisation. */
export interface Desk {
  readonly client: Client;
  readonly account: string;
  readonly organisation: NonNullable<Session["view"]["organisation"]>;
}

/** A name of the directory, and whose vault it is. */
export type Named = Awaited<ReturnType<Client["listNames"]>>[number];

/** A mandate that the member may use. */
export type Listed = Awaited<ReturnType<Client["listMandates"]>>[number];

/** A card or a sheet, to print. */
export type Printed = Awaited<ReturnType<Client["createVault"]>>["card"];

/** Draws a screen once its words are there, for a member of an organisation. */
export function withDesk(View: ComponentType<ScreenProps & { readonly desk: Desk }>): ComponentType<ScreenProps> {
  return function AtDesk({ given }: ScreenProps) {
    const text = useText();
    const open = useStore(session);
    const ready = [usePart("desk"), usePart("words")].every(Boolean);
    if (open === undefined) return null;
    if (!ready) return <Progress label={text("page-loading")} />;
    const { organisation, account_id: account } = open.view;
    if (organisation === undefined) return <Sentence pictogram="people">{text("page-desk-no-organisation")}</Sentence>;
    return <View given={given} desk={{ client: open.client, account, organisation }} />;
  };
}

/** A person was handed over from the list of names; after a wrong turn there is none. */
export function isNamed(given: unknown): given is Named {
  return typeof given === "object" && given !== null && "vault" in given && "entry" in given;
}

/** Nobody was chosen: the way back to the list. */
export function NobodyChosen() {
  const text = useText();
  return (
    <>
      <Sentence pictogram="help">{text("page-desk-nobody")}</Sentence>
      <BigButton weight="first" pictogram="home" onPress={() => go("/accueil")}>
        {text("page-desk-home")}
      </BigButton>
    </>
  );
}

/** A day in words, in the language of the page: from `YYYY-MM-DD`, or from Unix milliseconds. */
export function useDay(): (day: string | number) => string {
  const { language } = useWords();
  return (day) => {
    // A day without an hour is the same day everywhere.
    const zone = typeof day === "string" ? { timeZone: "UTC" } : {};
    return new Intl.DateTimeFormat(language.locale, { day: "numeric", month: "long", year: "numeric", ...zone }).format(new Date(day));
  };
}

/** A name as people say it. */
export function fullName({ entry }: Named): string {
  return [entry.givenName, entry.familyName].filter((part) => part.trim() !== "").join(" ");
}
