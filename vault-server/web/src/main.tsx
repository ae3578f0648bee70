// The beginning: the card leaves the address before anything else runs, then the words come, then the screen.
import "./app/arrival.ts";
import { takeFromAddress } from "./app/card.ts";
import { draw } from "./app.tsx";
import { show, USUAL } from "./app/display.ts";
import { followPlace, go } from "./app/place.ts";
import { followProfile } from "./app/profile.ts";
import { preferred, speak } from "./i18n/words.ts";
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/parts.css";
import "./styles/print.css";

async function begin(): Promise<void> {
  followPlace();
  show(USUAL);
  const language = preferred(navigator.languages);
  await speak(language);
  followProfile(language.tag);
  const root = document.getElementById("page");
  if (root !== null) draw(root);
  // A card that is scanned while the page is open arrives in the same way.
  addEventListener("hashchange", () => {
    takeFromAddress();
    go("/");
  });
}

void begin();
