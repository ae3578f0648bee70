// The first screen behind the door.
import { go } from "../app/place.ts";
import { finish } from "../app/leave.ts";
import { session } from "../app/vault.ts";
import { useStore } from "../app/store.ts";
import { useText } from "../i18n/use.ts";
import { Sentence, Tile, Tiles } from "../ui/basics.tsx";
import { DeskHome } from "./desk/home.tsx";

/** What one can do, as tiles. */
export function Home() {
  const text = useText();
  const open = useStore(session);
  if (open?.kind === "staff") return <DeskHome given={undefined} />;
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
