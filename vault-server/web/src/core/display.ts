/** `VWR1` kind 15 (FORMATS 4): how somebody likes the page to be shown, sealed by them to themselves. Every one has one length. */

import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { type DisplayProfile, SIZES } from "./display_profile.ts";
import type { Entropy } from "./entropy.ts";
import { ensure, Refused } from "./error.ts";
import type { AccountId } from "./ids.ts";
import { pad, unpad } from "./padded.ts";
import { type About, type Envelope, openWrap, type Reading, sealWrap, WRAP_KINDS } from "./wrap.ts";

/** The one length of the plaintext. */
export const DISPLAY_LEN = 256;
const FORMAT = 1;
const [CONTRAST, SPACING, STILL] = [1, 2, 4] as const;
const W = "wrap";

/** What such a wrap is about. */
export const aboutDisplay = (account: AccountId): About => ({ kind: WRAP_KINDS.displayToSelf, scope: account, object: account, version: 0, epoch: 0 });

/** Seals. The envelope goes from the account to itself. */
export async function sealDisplay(envelope: Envelope, entropy: Entropy, account: AccountId, display: DisplayProfile): Promise<Bytes> {
  const { size, contrast, spacing, still, language } = display;
  checkLanguage(language);
  const flags = (contrast ? CONTRAST : 0) | (spacing ? SPACING : 0) | (still ? STILL : 0);
  const prefix = Uint8Array.of(FORMAT, size >> 8, size & 0xff, flags);
  return sealWrap(envelope, entropy, aboutDisplay(account), pad(W, prefix, utf8(language), DISPLAY_LEN));
}

/** Opens what {@link sealDisplay} made. */
export async function openDisplay(reading: Reading, bytes: Bytes, account: AccountId): Promise<DisplayProfile> {
  const { prefix, text } = unpad(W, 4, await openWrap(reading, bytes, aboutDisplay(account)), DISPLAY_LEN);
  const [format, high = 0, low = 0, flags = 0] = prefix;
  ensure(format === FORMAT, W, "version");
  ensure((flags & ~(CONTRAST | SPACING | STILL)) === 0, W, "reserved");
  const language = fromUtf8(text);
  if (language === undefined) throw new Refused(W, "alphabet");
  const size = SIZES.find((known) => known === ((high << 8) | low));
  if (size === undefined) throw new Refused(W, "kind");
  checkLanguage(language);
  const has = (flag: number): boolean => (flags & flag) !== 0;
  return { size, contrast: has(CONTRAST), spacing: has(SPACING), still: has(STILL), language };
}

function checkLanguage(language: string): void {
  ensure(utf8(language).length >= 2 && utf8(language).length <= 8, W, "length");
  ensure(/^[a-z]+$/.test(language), W, "alphabet");
}
