import type { View } from '../core/result.ts';
import { stripControls } from '../core/text.ts';
import { loadPalette, wantsColour } from './colour.ts';
import { columnsOf, type RenderOptions } from './render-options.ts';
import type { Drawn } from './table.ts';
import { wrapText } from './wrap.ts';

/** Tells people on the terminal of stderr that a list is empty, or what it comes to, and which columns found no room. */
export async function writeListNotes(
  view: View,
  drawn: Drawn | undefined,
  options: RenderOptions,
): Promise<void> {
  const { stderr, stdout, format, quiet } = options;
  if (quiet || format !== 'table' || !stderr.isTTY || drawn === undefined) return;
  const total = totalNote(view, drawn.rows);
  const room = leftOutNote(drawn.leftOut);
  const palette = await loadPalette(
    room !== undefined && wantsColour(stderr, options.env, options.colourFlag),
  );
  const wrapped = (note: string | undefined): readonly string[] =>
    note === undefined ? [] : wrapText(stripControls(note), { width: columnsOf(stderr) });
  const lines = [...wrapped(total), ...wrapped(room).map(palette.muted)];
  if (lines.length === 0) return;
  // A blank line sets the notes apart from the rows, where both stand on one terminal.
  const apart = stdout.isTTY && drawn.rows > 0 ? '\n' : '';
  await stderr.write(`${apart}${lines.join('\n')}\n`);
}

function totalNote(view: View, count: number): string | undefined {
  if (view.kind !== 'table') return undefined;
  return count === 0 ? (view.empty ?? 'Nothing found') : view.summary?.(count);
}

function leftOutNote(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  return `Columns left out for lack of room: ${keys.join(', ')}; a wider terminal, \`--fields\` or \`--json\` shows them`;
}
