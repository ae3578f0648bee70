/** The display profile of the account: sealed here to its own key, so that the server learns neither language nor eyesight. */

import { toBase64Url } from "../core/bytes.ts";
import { openDisplay, sealDisplay } from "../core/display.ts";
import type { DisplayProfile } from "../core/display_profile.ts";
import { Refused } from "../core/error.ts";
import { unb64 } from "./bytes.ts";
import type { Actor } from "./session.ts";

/** What the account keeps; nothing when it keeps none, or none that its own keys made: it is then shown as usual, and replaced by the next choice. */
export async function readDisplay({ calls, keys, view }: Actor): Promise<DisplayProfile | undefined> {
  const { display } = await calls.display();
  if (display == null) return undefined;
  try {
    return await openDisplay({ with: keys.opening, maker: keys.signing.verifying }, unb64(display), view.account_id);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** Keeps this one, instead of the one before. */
export async function keepDisplay({ place, calls, keys, view }: Actor, display: DisplayProfile): Promise<DisplayProfile> {
  const envelope = { to: keys.opening.sealing, maker: keys.signing, notAfter: 0 };
  const sealed = await sealDisplay(envelope, place.desk.entropy, view.account_id, display);
  await calls.keepDisplay({ display: toBase64Url(sealed) });
  return display;
}
