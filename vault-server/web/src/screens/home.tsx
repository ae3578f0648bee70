// The first screen behind the door: each kind of account has its own.
import { finish } from "../app/leave.ts";
import { go } from "../app/place.ts";
import { useStore } from "../app/store.ts";
import { session } from "../app/vault.ts";
import { useText } from "../i18n/use.ts";
import { Sentence, Tile, Tiles } from "../ui/basics.tsx";
import { AuditHome } from "./audit/home.tsx";

/** What one can do, as tiles. */
export function Home() {
  const text = useText();
  const open = useStore(session);
  if (open?.kind === "auditor") return <AuditHome />;
  return (
    <>
      <Sentence>{text("page-home-open", { kind: open?.kind ?? "beneficiary" })}</Sentence>
      <Tiles>
        <Tile pictogram="display" title={text("page-display-title")} onPress={() => go("/affichage")} />
        <Tile pictogram="help" title={text("page-help-title")} onPress={() => go("/aide")} />
        <Tile pictogram="lock" title={text("page-finish")} more={text("page-finish-more")} onPress={finish} />
      </Tiles>
    </>
  );
}
