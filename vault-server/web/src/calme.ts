// The neutral page that people leave to: a sky and the day, without a mark or a word of the vault.
import "./styles/calm.css";

const clock = document.getElementById("clock");
if (clock !== null) {
  const told = new Intl.DateTimeFormat(navigator.language, { weekday: "long", day: "numeric", month: "long" });
  clock.textContent = told.format(new Date());
}
// A new entry takes the place of whatever lay ahead, so that neither Back nor Forward leads into the vault.
history.pushState(null, "", location.pathname);
