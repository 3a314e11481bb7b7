import type { Context } from '../../core/context.ts';
import { isMachineFormat } from '../../core/globals.ts';
import type { Change } from '../../core/model.ts';
import type { FindingsView } from '../../core/result.ts';
import { plural } from '../../core/text.ts';

/**
 * Tells people what became of changes, since the findings are the result; a machine reads both in the data. A plan that was shown
 * before the question is not shown again when all of it was made.
 */
export async function tellChanges(
  context: Context,
  changes: readonly Change[],
  plan: { readonly shown: boolean },
): Promise<void> {
  if (changes.length === 0 || isMachineFormat(context.globals.output)) return;
  const applied = changes.filter(({ status }) => status === 'applied').length;
  if (plan.shown && applied === changes.length) context.reporter.note(`${plural(applied, 'change')} made`);
  else await context.showChanges(changes);
  // The findings follow on the same terminal.
  if (context.columns() !== undefined) context.reporter.show('');
}

/** Lines after the findings: beneath them on a terminal, on stderr elsewhere. */
export function closing(
  context: Context,
  title: string,
  lines: readonly string[],
): { readonly view: FindingsView; readonly notes: readonly string[] } {
  const terminal = context.columns() !== undefined && context.globals.output === 'table';
  return {
    view: { kind: 'findings', title, footer: terminal ? lines : [] },
    notes: terminal ? [] : lines,
  };
}
