/** How the page may be shown: what the screens choose from and what an account seals (FORMATS 4, kind 15). */

/** Sizes of the text, in per cent. */
export const SIZES = [100, 125, 150, 200] as const;

/** A display profile. */
export interface DisplayProfile {
  readonly size: (typeof SIZES)[number];
  readonly contrast: boolean;
  readonly spacing: boolean;
  /** Nothing moves. */
  readonly still: boolean;
  /** Language of the page: 2 to 8 letters a to z. */
  readonly language: string;
}
