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
      <path d="M4 11.5A2.5 2.5 0 0 1 6.5 9H10l2-3h8l2 3h3.5A2.5 2.5 0 0 1 28 11.5V23a2.5 2.5 0 0 1-2.5 2.5h-19A2.5 2.5 0 0 1 4 23z" />
      <circle cx="16" cy="17" r="5" />
    </>
  ),
  keyboard: (
    <>
      <rect x="3" y="9" width="26" height="15" rx="2.5" />
      <path d="M8 14h.01M13 14h.01M18 14h.01M23.5 14h.01M10 19.5h12" />
    </>
  ),
  scanner: (
    <>
      <path class="turns" d="M6 7h10a3 3 0 0 1 3 3v3a3 3 0 0 1-3 3h-3l-2 11H6l1.5-11H6a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z" />
      <path class="turns" d="M23 11.5h6M22.5 7.5l4.5-3M22.5 15.5l4.5 3" />
    </>
  ),
  code: (
    <>
      <path d="M9 8h.01M16 8h.01M23 8h.01M9 15h.01M16 15h.01M23 15h.01M9 22h.01M16 22h.01M23 22h.01M16 28h.01" stroke-width="4" />
    </>
  ),
  home: <path d="M4.5 16 16 5.5 27.5 16M8 13.5V26h6v-7h4v7h6V13.5" />,
  paper: (
    <>
      <path d="M8 4h11l6 6v18H8zM19 4v6h6" />
      <path d="M12 15h9M12 19.5h9M12 24h5" />
    </>
  ),
  eye: (
    <>
      <path d="M3.5 16C7 10 11.5 8 16 8s9 2 12.5 8c-3.5 6-8 8-12.5 8s-9-2-12.5-8z" />
      <circle cx="16" cy="16" r="3.5" />
    </>
  ),
  people: (
    <>
      <circle cx="11" cy="11" r="4" />
      <path d="M3.5 25c.5-5 3.5-7.5 7.5-7.5s7 2.5 7.5 7.5z" />
      <path d="M20 8.5a3.5 3.5 0 1 1 1.5 6.7M22 18c4 .3 6.3 2.7 6.7 7" />
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
  download: <path d="M16 4v16M9.5 14l6.5 6.5 6.5-6.5M5 26.5h22" />,
  add: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M16 10v12M10 16h12" />
    </>
  ),
  less: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M10 16h12" />
    </>
  ),
  lock: (
    <>
      <rect x="6" y="14" width="20" height="14" rx="2.5" />
      <path d="M10.5 14v-3.5a5.5 5.5 0 0 1 11 0V14M16 19.5v3.5" />
    </>
  ),
  leave: (
    <>
      <path class="turns" d="M14 5H6v22h8" />
      <path class="turns" d="M12 16h16M22 9.5l6.5 6.5-6.5 6.5" />
    </>
  ),
  speak: (
    <>
      <path d="M5 12h5l7-6v20l-7-6H5z" />
      <path d="M21 11.5a6.5 6.5 0 0 1 0 9M24.5 8a11.5 11.5 0 0 1 0 16" />
    </>
  ),
  language: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M4 16h24M16 4c-6.5 7-6.5 17 0 24M16 4c6.5 7 6.5 17 0 24" />
    </>
  ),
  display: <path d="M3 24 9.5 7 16 24M5.5 18.5h8M18.5 24l4.5-11 4.5 11M20.3 20h5.4" />,
  help: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M12.5 12.8a3.5 3.5 0 1 1 5.3 3c-1.3.800-1.8 1.6-1.8 3M16 22.5h.01" />
    </>
  ),
  warning: (
    <>
      <path d="M16 4.5 29 27H3z" />
      <path d="M16 13v7M16 23.5h.01" />
    </>
  ),
  valid: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M10 16.5l4.5 4.5 8-9.5" />
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
  back: <path class="turns" d="M28 16H5M12 8.5 4.5 16l7.5 7.5" />,
  erase: <path d="M11 7h17v18H11l-7.5-9zM15.5 12.5l7 7M22.5 12.5l-7 7"  />,
  glass: (
    <>
      <rect x="3" y="18" width="26" height="8" rx="1.5" />
      <path d="M5 18 24 6l3 5M8 22h10" />
    </>
  ),
  shared: (
    <>
      <rect x="4" y="5" width="24" height="16" rx="2" />
      <path d="M11 27h10M16 21v6" />
    </>
  ),
  person: (
    <>
      <circle cx="16" cy="10.5" r="5" />
      <path d="M6 27c.5-6 4.5-9 10-9s9.5 3 10 9z" />
    </>
  ),
  coins: (
    <>
      <circle cx="16" cy="16" r="12" />
      <path d="M20.5 11.5a6 6 0 1 0 0 9M9 14.5h8M9 17.5h8" />
    </>
  ),
  health: <path d="M12.5 5h7v7.5H27v7h-7.5V27h-7v-7.5H5v-7h7.5z" />,
  tools: (
    <>
      <rect x="4" y="11" width="24" height="15" rx="2.5" />
      <path d="M11.5 11V8a2 2 0 0 1 2-2h5a2 2 0 0 1 2 2v3M4 18h24M16 16v4" />
    </>
  ),
  scales: <path d="M16 5v21M9 26.5h14M6 9.5h20M6 9.5 2.5 18h7zM26 9.5 22.5 18h7z" />,
  large: <path d="M4 11V4h7M28 11V4h-7M4 21v7h7M28 21v7h-7" />,
  turn: (
    <>
      <path d="M26 16a10 10 0 1 1-3.5-7.600" />
      <path d="M23.5 3.5v5.5h-5.5" />
    </>
  ),
  chart: (
    <>
      <path class="turns" d="M4 5v22h24" />
      <path class="turns" d="M10 22v-6M16 22V9M22 22v-9" stroke-width="4" />
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
