// The project's own pictograms: one per action, drawn on a grid of 32, with a line as thick as that of large letters.
// They accompany words and never replace them, so that screen readers skip them.
import type { ComponentChildren } from "preact";

const drawn = {
  card: (
    <>
      <rect x="4" y="8" width="24" height="16" rx="2.5" />
      <path d="M8 13h5v6H8zM17 13h7M17 17h7" />
    </>
  ),
  camera: (
    <>
      <path d="M4 11.5A2.5 2.5 0 0 1 6.500 9H10l2-3h8l2 3h3.500A2.500 2.500 0 0 1 28 11.500V23a2.500 2.500 0 0 1-2.500 2.500h-19A2.500 2.500 0 0 1 4 23z" />
      <circle cx="16" cy="17" r="5" />
    </>
  ),
  keyboard: (
    <>
      <rect x="3" y="9" width="26" height="15" rx="2.5" />
      <path d="M8 14h.01M13 14h.01M18 14h.01M23.500 14h.01M10 19.500h12" />
    </>
  ),
  scanner: (
    <>
      <path d="M6 6h13l5 5-6 5H8l-2-3zM9 16l-1.500 10h5.500L14 16" />
      <path d="M27 6.500v3M27 13v3M25 11h5" />
    </>
  ),
  code: (
    <>
      <path d="M9 8h.01M16 8h.01M23 8h.01M9 15h.01M16 15h.01M23 15h.01M9 22h.01M16 22h.01M23 22h.01M16 28h.01" stroke-width="4" />
    </>
  ),
  home: <path d="M4.500 16 16 5.500 27.500 16M8 13.500V26h6v-7h4v7h6V13.500" />,
  paper: (
    <>
      <path d="M8 4h11l6 6v18H8zM19 4v6h6" />
      <path d="M12 15h9M12 19.500h9M12 24h5" />
    </>
  ),
  eye: (
    <>
      <path d="M3.500 16C7 10 11.500 8 16 8s9 2 12.500 8c-3.500 6-8 8-12.500 8s-9-2-12.500-8z" />
      <circle cx="16" cy="16" r="3.500" />
    </>
  ),
  people: (
    <>
      <circle cx="11" cy="11" r="4" />
      <path d="M3.500 25c.500-5 3.500-7.500 7.500-7.500s7 2.500 7.500 7.500z" />
      <path d="M20 8.500a3.500 3.500 0 1 1 1.500 6.700M22 18c4 .300 6.300 2.700 6.700 7" />
    </>
  ),
  stop: (
    <>
      <path d="M11 4h10l7 7v10l-7 7H11l-7-7V11z" />
      <path d="M10 16h12" />
    </>
  ),
  print: (
    <>
      <path d="M9 11V4h14v7M9 23H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h20a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-3" />
      <path d="M9 19h14v9H9z" />
    </>
  ),
  download: <path d="M16 4v16M9.500 14l6.500 6.500 6.500-6.500M5 26.500h22" />,
  add: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M16 10v12M10 16h12" />
    </>
  ),
  lock: (
    <>
      <rect x="6" y="14" width="20" height="14" rx="2.500" />
      <path d="M10.500 14v-3.500a5.500 5.500 0 0 1 11 0V14M16 19.500v3.500" />
    </>
  ),
  leave: (
    <>
      <path d="M14 5H6v22h8" />
      <path class="turns" d="M12 16h16M22 9.500l6.500 6.500-6.500 6.500" />
    </>
  ),
  speak: (
    <>
      <path d="M5 12h5l7-6v20l-7-6H5z" />
      <path d="M21 11.500a6.500 6.500 0 0 1 0 9M24.500 8a11.500 11.500 0 0 1 0 16" />
    </>
  ),
  language: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M4 16h24M16 4c-6.500 7-6.500 17 0 24M16 4c6.500 7 6.500 17 0 24" />
    </>
  ),
  display: <path d="M3 24 9.500 7 16 24M5.500 18.500h8M18.500 24l4.500-11 4.500 11M20.300 20h5.400" />,
  help: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M12.500 12.800a3.500 3.500 0 1 1 5.300 3c-1.300.800-1.800 1.600-1.800 3M16 22.500h.01" />
    </>
  ),
  warning: (
    <>
      <path d="M16 4.500 29 27H3z" />
      <path d="M16 13v7M16 23.500h.01" />
    </>
  ),
  valid: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M10 16.500l4.500 4.500 8-9.500" />
    </>
  ),
  expired: (
    <>
      <rect x="5" y="5" width="22" height="22" rx="2" />
      <path d="M11 11l10 10M21 11L11 21" />
    </>
  ),
  clock: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M16 9v7l5 3" />
    </>
  ),
  back: <path class="turns" d="M28 16H5M12 8.500 4.500 16l7.500 7.500" />,
  erase: <path d="M11 7h17v18H11l-7.500-9zM15.500 12.500l7 7M22.500 12.500l-7 7" class="turns" />,
  glass: (
    <>
      <rect x="3" y="18" width="26" height="8" rx="1.500" />
      <path d="M5 18 24 6l3 5M8 22h10" />
    </>
  ),
  shared: (
    <>
      <rect x="4" y="5" width="24" height="16" rx="2" />
      <path d="M11 27h10M16 21v6" />
    </>
  ),
} satisfies Record<string, ComponentChildren>;

/** The name of a pictogram. */
export type PictogramName = keyof typeof drawn;

/** Every name, for the sheet of pictograms. */
export const PICTOGRAMS = Object.keys(drawn) as PictogramName[];

/** Draws one, in the colour and the size of the text around it. */
export function Pictogram({ name }: { readonly name: PictogramName }) {
  return (
    <svg class="pictogram" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      {drawn[name]}
    </svg>
  );
}
