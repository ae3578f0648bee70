// The figures as a table, between two marks of docs/BENCHMARKS.md; what people wrote around it stays.
import { readFileSync, writeFileSync } from "node:fs";

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly unit: "ms" | "MB" | "KB";
  /** Every time that it was measured. */
  readonly values: readonly number[];
  /** What it should not be above. */
  readonly target?: number;
  /** What it is held against. */
  readonly beside?: string;
}

const [BEGIN, END] = ["<!-- npm run measure: begin -->", "<!-- npm run measure: end -->"];

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Writes the table. */
export function write(path: string, browser: string, machine: string, times: number, figures: readonly Figure[]): void {
  const number = (value: number, unit: string): string => (unit === "ms" || value >= 100 ? value.toFixed(0) : value.toFixed(1));
  const rows = figures.map(({ what, unit, values, target, beside }) => {
    const most = Math.max(...values);
    const worst = values.length > 1 ? `${number(Math.min(...values), unit)} – ${number(most, unit)}` : "";
    return `| ${what} | ${number(median(values), unit)} ${unit} | ${worst} | ${target === undefined ? "" : `≤ ${target} ${unit}`} | ${beside ?? ""} |`;
  });
  const front = process.env["COFFRE_DIST"] === undefined ? "" : " All bytes went through the tests' front (`COFFRE_DIST`), a Node process before the server.";
  const table = [
    BEGIN,
    "",
    `Measured on ${new Date().toISOString().slice(0, 10)} with ${browser} on ${machine}. Middle value of ${times}, then the least and the most.${front}`,
    "",
    "| what | middle | range | target | beside |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    END,
  ].join("\n");
  const text = readFileSync(path, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} has no marks for the table`);
  writeFileSync(path, text.slice(0, from) + table + text.slice(to + END.length));
  console.log(rows.join("\n"));
}
