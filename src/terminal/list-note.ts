import type { TableView } from '../core/result.ts';
import { stripControls } from '../core/text.ts';
import { columnsOf, type RenderOptions } from './render-options.ts';
import { wrapText } from './wrap.ts';

/** Tells people on the terminal of stderr that a list is empty, or what it comes to. */
export async function writeListNote(view: TableView, count: number, options: RenderOptions): Promise<void> {
  const { stderr, stdout, format, quiet } = options;
  if (quiet || format !== 'table' || !stderr.isTTY) return;
  const note = count === 0 ? (view.empty ?? 'Nothing found') : view.summary?.(count);
  if (note === undefined) return;
  const lines = wrapText(stripControls(note), { width: columnsOf(stderr) });
  // A blank line sets the note apart from the rows, where both stand on one terminal.
  const apart = stdout.isTTY && count > 0 ? '\n' : '';
  await stderr.write(`${apart}${lines.join('\n')}\n`);
}
