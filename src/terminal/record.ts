import { stripControls } from '../core/text.ts';
import { type AnyColumn, cellText } from './cell.ts';
import type { Palette } from './colour.ts';
import { displayWidth, padding } from './width.ts';
import { wrapText } from './wrap.ts';

/** How one object is drawn on a terminal. */
export interface RecordStyle {
  /** False leaves the labels out. */
  readonly header: boolean;
  readonly width: number;
  readonly palette: Palette;
}

/** One object, a field a line, values wrapped beside their labels, or under them where there is no room. */
export function recordLines(
  value: unknown,
  fields: readonly AnyColumn[],
  style: RecordStyle,
): readonly string[] {
  const labels = fields.map(({ header }) => (style.header ? stripControls(header) : ''));
  const widest = labels.reduce((most, label) => Math.max(most, displayWidth(label)), 0);
  const beside = widest + 2 <= style.width / 2;
  const indent = style.header ? (beside ? widest + 2 : 2) : 0;
  return fields.flatMap((field, index) => {
    const label = labels[index] ?? '';
    const tone = field.tone?.(value as never);
    const lines = wrapText(cellText(value, field), {
      width: style.width - indent,
    }).map((line) => (tone === undefined ? line : style.palette[tone](line)));
    const [first = '', ...rest] = lines;
    const space = ' '.repeat(indent);
    if (!style.header) return lines;
    const name = style.palette.muted(label);
    return beside
      ? [`${name}${padding(label, indent)}${first}`, ...rest.map((line) => space + line)]
      : [name, ...lines.map((line) => space + line)];
  });
}
