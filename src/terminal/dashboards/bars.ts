import type { Chart } from '../../core/result.ts';
import { grouped, stripControls } from '../../core/text.ts';
import { cutInside, displayWidth, padding } from '../width.ts';
import type { DashboardStyle } from './text.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const gap = '  ';
/** Columns a bar keeps on a narrow terminal, and takes at most on a wide one. */
const narrowestBar = 8;
const widestBar = 60;
const narrowestLabel = 6;

/** A bar a line: label, cut where it must be, count, bar; no line is wider than the terminal unless that is narrower than 20 columns. */
export function formatChart(chart: Chart, { width, palette }: DashboardStyle): readonly string[] {
  const labels = chart.bars.map(({ label }) => stripControls(label));
  const counts = chart.bars.map(({ value }) => grouped(value));
  const countWidth = Math.max(0, ...counts.map((count) => count.length));
  const widest = Math.max(0, ...labels.map(displayWidth));
  const room = width - 3 * gap.length - countWidth;
  const labelWidth = Math.max(narrowestLabel, Math.min(widest, room - narrowestBar, Math.floor(width / 2)));
  const barWidth = Math.max(1, Math.min(widestBar, room - labelWidth));
  const most = Math.max(0, ...chart.bars.map(({ value }) => value));
  return chart.bars.map(({ value }, index) => {
    const label = cutInside(labels[index] ?? '', labelWidth);
    const count = (counts[index] ?? '').padStart(countWidth);
    const bar = blocks(most === 0 ? 0 : (value / most) * barWidth, value > 0);
    return `${gap}${label}${padding(label, labelWidth)}${gap}${count}${gap}${palette.good(bar)}`.trimEnd();
  });
}

/** Block characters of a length in columns, to an eighth; what is there at all shows. */
function blocks(length: number, visible: boolean): string {
  const units = Math.max(visible ? 1 : 0, Math.round(length * 8));
  return '█'.repeat(Math.floor(units / 8)) + (eighths[units % 8] ?? '');
}
