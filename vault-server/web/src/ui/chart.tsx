// Charts, drawn by the project in SVG, each with the table that says the same. Refusals differ by their place and their pattern too,
// never by colour alone. Measures are attributes of the drawing: the policy allows no style in the markup.
import { useId } from "preact/hooks";
import { useText, useWords } from "../i18n/use.ts";

/** What one bar stands for. */
export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly all: number;
  readonly refused: number;
}

/** Properties of both charts. */
export interface ChartProps {
  readonly title: string;
  /** The heading of the first column. */
  readonly what: string;
  readonly bars: readonly Bar[];
}

/** Stripes: how a refusal is drawn. */
function Stripes({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="chart-refused" width="4" height="4" />
        <rect class="chart-gap" width="1.4" height="4" />
      </pattern>
    </defs>
  );
}

function Legend() {
  const text = useText();
  const id = useId();
  return (
    <p class="chart-legend" aria-hidden="true">
      <svg viewBox="0 0 16 16" class="chart-key">
        <rect class="chart-done" width="16" height="16" />
      </svg>
      {text("page-audit-done")}
      <svg viewBox="0 0 16 16" class="chart-key">
        <Stripes id={id} />
        <rect fill={`url(#${id})`} width="16" height="16" />
      </svg>
      {text("page-audit-refused")}
    </p>
  );
}

function Table({ title, what, bars }: ChartProps) {
  const text = useText();
  const { language } = useWords();
  const number = new Intl.NumberFormat(language.locale);
  return (
    <details>
      <summary>{text("page-audit-as-table")}</summary>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">{text("page-audit-all")}</th>
            <th scope="col">{text("page-audit-refused")}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.label}</th>
              <td>{number.format(bar.all)}</td>
              <td>{number.format(bar.refused)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Bars that lie, one for each name. Words stay words: only the bars are drawn. */
export function Bars({ title, what, bars }: ChartProps) {
  const { language } = useWords();
  const id = useId();
  const number = new Intl.NumberFormat(language.locale);
  const most = Math.max(1, ...bars.map((bar) => bar.all));
  const share = (n: number): number => (n / most) * 200;
  return (
    <figure class="chart" aria-label={title}>
      <Legend />
      <ul class="chart-bars">
        {bars.map((bar) => (
          <li key={bar.key}>
            <span>{bar.label}</span>
            <svg viewBox="0 0 200 10" preserveAspectRatio="none" class="chart-bar" aria-hidden="true">
              <Stripes id={`${id}${bar.key}`} />
              <rect class="chart-done" width={share(bar.all - bar.refused)} height="10" />
              <rect fill={`url(#${id}${bar.key})`} x={share(bar.all - bar.refused)} width={share(bar.refused)} height="10" />
            </svg>
            <span class="chart-number">{number.format(bar.all)}</span>
          </li>
        ))}
      </ul>
      <Table title={title} what={what} bars={bars} />
    </figure>
  );
}

/** Columns that stand, one for each day. `bars` are those that are drawn, `all` those of the table. */
export function Columns({ title, what, bars, all }: ChartProps & { readonly all: readonly Bar[] }) {
  const text = useText();
  const { language } = useWords();
  const id = useId();
  const number = new Intl.NumberFormat(language.locale);
  const most = Math.max(1, ...bars.map((bar) => bar.all));
  const [width, height] = [10, 100];
  const tall = (n: number): number => (n / most) * height;
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure class="chart" aria-label={title}>
      <Legend />
      <p class="chart-most">{text("page-audit-most", { n: number.format(most) })}</p>
      <svg viewBox={`0 0 ${Math.max(bars.length, 7) * width} ${height}`} preserveAspectRatio="none" class="chart-columns" aria-hidden="true">
        <Stripes id={id} />
        {bars.map((bar, i) => (
          <g key={bar.key}>
            <rect class="chart-done" x={i * width + 1} width={width - 2} y={height - tall(bar.all - bar.refused)} height={tall(bar.all - bar.refused)} />
            <rect fill={`url(#${id})`} x={i * width + 1} width={width - 2} y={height - tall(bar.all)} height={tall(bar.refused)} />
          </g>
        ))}
      </svg>
      <p class="chart-ends" aria-hidden="true">
        <span>{first?.label}</span>
        {last !== first && <span>{last?.label}</span>}
      </p>
      <Table title={title} what={what} bars={all} />
    </figure>
  );
}
