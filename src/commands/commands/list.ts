import type { Context } from '../../core/context.ts';
import { type Column, type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { type CommandDescription, describeCommand, describeProgram } from './describe.ts';

const columns: readonly Column<CommandDescription>[] = [
  { key: 'command', header: 'COMMAND', weight: 9 },
  { key: 'effect', header: 'EFFECT' },
  { key: 'summary', header: 'SUMMARY' },
  { key: 'usage', header: 'USAGE', extra: true },
  { key: 'needs', header: 'NEEDS', extra: true },
  {
    key: 'scopes',
    header: 'SCOPES',
    extra: true,
    value: ({ scopes }) => scopes.map(({ scope }) => scope),
  },
  {
    key: 'exit_codes',
    header: 'EXIT CODES',
    extra: true,
    value: ({ exit_codes: codes }) => codes.map(({ code }) => String(code)),
  },
];

/** `tv commands` */
export async function run(context: Context): Promise<Result> {
  const rows = [describeProgram(), ...context.commands.map(describeCommand)];
  return table(rows, {
    columns,
    id: ({ command }) => command,
    summary: (count) => plural(count, 'command'),
  });
}
