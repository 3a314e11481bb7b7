import { isMachineFormat } from '../core/globals.ts';
import type { Result } from '../core/result.ts';
import { scrub } from '../core/secret.ts';
import { stripControls } from '../core/text.ts';
import { jsonLine } from './documents.ts';
import { columnsOf, type RenderOptions } from './render-options.ts';
import { wrapText } from './wrap.ts';

/** Writes what a result says beside its data to stderr: the empty list or the summary on a terminal, and its notes. */
export async function writeNotes(
  { view, notes = [] }: Result,
  count: number | undefined,
  options: RenderOptions,
): Promise<void> {
  const { stderr, stdout, format, quiet } = options;
  if (quiet) return;
  const lines = notes.map((note) => stripControls(scrub(note)));
  if (isMachineFormat(format)) {
    const warnings = lines.map((message) => `${jsonLine({ warning: { code: 'note', message } })}\n`);
    if (warnings.length > 0) await stderr.write(warnings.join(''));
    return;
  }
  const about =
    format === 'table' && view.kind === 'table' && stderr.isTTY ? listNote(view, count ?? 0) : undefined;
  const all = about === undefined ? lines : [stripControls(about), ...lines];
  if (all.length === 0) return;
  const width = columnsOf(stderr);
  const shown = stderr.isTTY ? all.flatMap((line) => wrapText(line, { width, wholeWords: true })) : all;
  // A blank line sets the notes apart from the result, where both stand on one terminal.
  const apart = stderr.isTTY && stdout.isTTY && count !== 0 ? '\n' : '';
  await stderr.write(`${apart}${shown.join('\n')}\n`);
}

function listNote(
  view: Extract<Result['view'], { readonly kind: 'table' }>,
  count: number,
): string | undefined {
  return count === 0 ? (view.empty ?? 'Nothing found') : view.summary?.(count);
}
