import type { DashboardView } from '../../core/result.ts';
import { stripControls } from '../../core/text.ts';
import type { Palette } from '../colour.ts';
import { displayWidth, padding } from '../width.ts';
import { wrapText } from '../wrap.ts';
import { formatChart } from './bars.ts';

/** How a dashboard is drawn on a terminal. */
export interface DashboardStyle {
  /** Columns of the terminal. */
  readonly width: number;
  readonly palette: Palette;
}

/** A dashboard for people but for its table's rows: title, facts, a bar a line, and the title of the table; ends with a line end. */
export function formatDashboard(view: DashboardView, style: DashboardStyle): string {
  const heading = (text: string): readonly string[] =>
    wrapText(stripControls(text), { width: style.width }).map(style.palette.strong);
  const blocks = [
    heading(view.title),
    factLines(view.facts, style),
    ...view.charts
      .filter(({ bars }) => bars.some(({ value }) => value > 0))
      .map((chart) => [...heading(chart.title), ...formatChart(chart, style)]),
    ...(view.table.rows.length === 0 ? [] : [heading(view.table.title)]),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function factLines(
  facts: readonly (readonly [string, string])[],
  { width, palette }: DashboardStyle,
): readonly string[] {
  const widest = Math.max(0, ...facts.map(([label]) => displayWidth(stripControls(label))));
  const longest = Math.max(0, ...facts.map(([, value]) => displayWidth(stripControls(value))));
  return facts.flatMap(([name, text]) => {
    const [label, value] = [stripControls(name), stripControls(text)];
    if (widest + 2 + longest > width) return wrapText(`${label}: ${value}`, { width, rest: '  ' });
    return [`${palette.muted(label)}${padding(label, widest)}  ${padding(value, longest)}${value}`];
  });
}
