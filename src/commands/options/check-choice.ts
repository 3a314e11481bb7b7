import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Result } from '../../core/result.ts';

/** Wants exactly one way of saying what to check: names, `--all` or `--enabled`; throws `usage.missing_argument`, `usage.conflict`. */
export function assertOneChoice(input: Input, argument: string, plural: string): void {
  const ways = [input.list(argument).length > 0, input.flag('all'), input.flag('enabled')];
  const count = ways.filter(Boolean).length;
  if (count === 0) {
    throw new TvError('usage.missing_argument', `Name ${plural}, or say \`--all\` or \`--enabled\``, {
      hint: `\`tv ${argument}s list\` shows what there is`,
    });
  }
  if (count > 1) {
    const which = plural.charAt(0).toUpperCase() + plural.slice(1);
    throw new TvError('usage.conflict', `${which}, \`--all\` and \`--enabled\` exclude each other`);
  }
}

/** How checks are shown; when there was nothing to check people are told so, on stderr where stdout is no terminal. */
export function checkView(context: Context, count: number, empty: string): Pick<Result, 'view' | 'notes'> {
  const piped = context.columns() === undefined && context.globals.output === 'table';
  return {
    view: { kind: 'findings', ...(count === 0 ? { empty } : {}) },
    notes: count === 0 && piped ? [empty] : [],
  };
}
