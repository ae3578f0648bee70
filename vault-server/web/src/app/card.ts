// What a card says, as far as the first screen needs to know: is it whole? Whether it is true is found out behind the door.

/** Characters of the text form (FORMATS, section 6). */
export const CARD_LENGTH = 52;

/** The characters of a card from whatever was read: a link, groups with spaces or hyphens, small letters. */
export function cardCharacters(read: string): string {
  const text = read.includes("#") ? read.slice(read.indexOf("#") + 1) : read;
  return text.replace(/[\s-]/g, "").toUpperCase();
}

/** Whether all 52 are there, each one possible. */
export function isWholeCard(read: string): boolean {
  return cardCharacters(read).length === CARD_LENGTH && /^[A-Z2-7]+$/.test(cardCharacters(read));
}

/** In groups of four, for the eye. */
export function grouped(read: string): string {
  return cardCharacters(read).slice(0, CARD_LENGTH).replace(/(.{4})(?=.)/g, "$1 ");
}

let arrived: string | undefined;

/** Takes the card out of the address, where a phone's camera has put it, before anything else is done. */
export function takeFromAddress(): void {
  const found = location.hash.slice(1);
  if (found === "") return;
  history.replaceState(history.state, "", location.pathname);
  if (isWholeCard(found)) arrived = found;
}

/** The card that came with the address, once. */
export function takeArrived(): string | undefined {
  const taken = arrived;
  arrived = undefined;
  return taken;
}
