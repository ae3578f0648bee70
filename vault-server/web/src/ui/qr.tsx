// A QR code, drawn as one path: black squares on white, whatever the display profile.
import { encode } from "uqr";

/** Modules of white around the code (ISO/IEC 18004 asks for four). */
const QUIET = 4;

/** Draws a text as a QR code. A quarter of it may be hidden before it is no longer read: cards wear out. */
export function Qr({ value, label }: { readonly value: string; readonly label: string }) {
  const { data, size } = encode(value, { ecc: "Q", border: QUIET });
  const squares = data.flatMap((row, y) => row.map((black, x) => (black ? `M${x} ${y}h1v1h-1z` : "")));
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect class="qr-paper" width={size} height={size} />
      <path class="qr-ink" d={squares.join("")} />
    </svg>
  );
}
