// How the page is shown, chosen by whoever reads it.
import { display, show } from "../app/display.ts";
import { notKept } from "../app/profile.ts";
import { useStore } from "../app/store.ts";
import { session } from "../app/vault.ts";
import { SIZES } from "../core/display_profile.ts";
import { useText } from "../i18n/use.ts";
import { BigButton, Sentence, Tick } from "../ui/basics.tsx";
import { ErrorCard, Status } from "../ui/told.tsx";

/** The choices, and a sample that changes at once. */
export function DisplayScreen() {
  const text = useText();
  const now = useStore(display);
  const open = useStore(session);
  const trouble = useStore(notKept);
  return (
    <>
      <Sentence>{text("page-display-choose")}</Sentence>
      {open !== undefined && <Sentence>{text("page-display-account")}</Sentence>}
      {trouble !== undefined && <ErrorCard failure={trouble.failure} remedy={{ label: text("page-again"), onPress: trouble.again }} />}
      <h2>{text("page-display-size")}</h2>
      <div class="row" role="group" aria-label={text("page-display-size")}>
        {SIZES.map((size) => (
          <BigButton key={size} pressed={now.size === size} onPress={() => show({ ...now, size })}>
            {text("page-display-percent", { n: size })}
          </BigButton>
        ))}
      </div>
      <h2>{text("page-display-more")}</h2>
      <Tick label={text("page-display-contrast")} ticked={now.contrast} onTick={(contrast) => show({ ...now, contrast })} />
      <Tick label={text("page-display-spacing")} ticked={now.spacing} onTick={(spacing) => show({ ...now, spacing })} />
      <Tick label={text("page-display-still")} ticked={now.still} onTick={(still) => show({ ...now, still })} />
      <h2>{text("page-display-sample")}</h2>
      <ul class="samples">
        <li>
          <Status state="valid" />
        </li>
        <li>
          <Status state="soon" />
        </li>
        <li>
          <Status state="expired" />
        </li>
      </ul>
    </>
  );
}
