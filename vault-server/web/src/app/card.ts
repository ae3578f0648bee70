// What a card says, as far as the first screen needs to know: is it whole, without a slip of the hand? Whether it is true is found
// out behind the door.
import { fromBase32 } from "../core/bytes.ts";
import { crc16 } from "../core/crc16.ts";

/** Characters of the text form (FORMATS, section 6). */
export const CARD_LENGTH = 52;

/** The characters of a card from whatever was read: a link, groups with spaces or hyphens, small letters. */
export function cardCharacters(read: string): string {
  const text = read.includes("#") ? read.slice(read.indexOf("#") + 1) : read;
  return text.replace(/[\s-]/g, "").toUpperCase();
}

/** Whether all 52 are there, each one possible, and their checksum is right. */
export function isWholeCard(read: string): boolean {
  const characters = cardCharacters(read);
  const bytes = characters.length === CARD_LENGTH ? fromBase32(characters) : "length";
  if (typeof bytes === "string") return false;
  const sum = (bytes.at(-2) ?? 0) * 256 + (bytes.at(-1) ?? 0);
  return crc16(bytes.subarray(0, -2)) === sum;
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
