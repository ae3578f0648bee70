// Where something ends: a session that is over, an address that leads nowhere.
import { useText } from "../i18n/use.ts";
import { BigButton, Sentence } from "../ui/basics.tsx";

/** The session is over, or nobody has opened one. */
export function Over({ onGo }: { readonly onGo: () => void }) {
  const text = useText();
  return (
    <>
      <Sentence pictogram="lock">{text("page-over-why")}</Sentence>
      <Sentence>{text("page-over-next")}</Sentence>
      <BigButton weight="first" pictogram="card" onPress={onGo}>
        {text("page-over-again")}
      </BigButton>
    </>
  );
}

/** No screen has this address. */
export function Nowhere({ onGo }: { readonly onGo: () => void }) {
  const text = useText();
  return (
    <>
      <Sentence pictogram="help">{text("page-nowhere-why")}</Sentence>
      <BigButton weight="first" pictogram="home" onPress={onGo}>
        {text("page-nowhere-next")}
      </BigButton>
    </>
  );
}
