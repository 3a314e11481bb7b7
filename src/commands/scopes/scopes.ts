import type { CommandSpec, Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { isMachineFormat } from '../../core/globals.ts';
import { type Column, type Result, table } from '../../core/result.ts';
import { nearest } from '../../core/text.ts';
import { commandsOfRole, roles, type ScopeNeed, scopeNeeds } from '../../vault/scopes.ts';

const columns: readonly Column<ScopeNeed>[] = [
  { key: 'command', header: 'Command', weight: 8, least: 16 },
  { key: 'scope', header: 'Scope', weight: 9 },
  { key: 'need', header: 'Need', weight: 9 },
  {
    key: 'held',
    header: 'Held',
    value: (row) => (row.held === null ? 'unknown' : row.held),
    tone: (row) => (row.held === false ? (row.need === 'required' ? 'bad' : 'warn') : undefined),
    weight: 9,
  },
  { key: 'exposes_secrets', header: 'Shows secrets', optional: true },
];

/** `tv scopes` */
export async function run(context: Context, input: Input): Promise<Result> {
  const chosen = chooseCommands(context.commands, input.list('command'));
  const role = roles.find((name) => name === input.text('role'));
  const needs = scopeNeeds(
    role === undefined ? chosen : commandsOfRole(chosen, role),
    await heldScopes(context),
  );
  return {
    ...table(needs, { columns, id: (row) => row.scope, empty: 'No Management API scopes needed' }),
    notes: lineToPaste(needs, isMachineFormat(context.globals.output)),
  };
}

/** What is lacking, in one line to copy; without anything lacking, all of it for people. */
function lineToPaste(needs: readonly ScopeNeed[], machine: boolean): readonly string[] {
  const lacking = needs.filter(({ held }) => held !== true);
  const told = lacking.length > 0 ? lacking : machine ? [] : needs;
  if (told.length === 0) return [];
  const label = lacking.some(({ held }) => held === false)
    ? 'Lacking'
    : lacking.length > 0
      ? 'To paste'
      : 'All held';
  return [`${label}: ${[...new Set(told.map(({ scope }) => scope))].join(' ')}`];
}

function chooseCommands(commands: readonly CommandSpec[], words: readonly string[]): readonly CommandSpec[] {
  const typed = words.flatMap((word) => word.split(/\s+/));
  const found = commands.filter(({ path }) => typed.every((word, index) => path[index] === word));
  if (found.length > 0) return found;
  const near = nearest(
    typed.join(' '),
    commands.map(({ path }) => path.join(' ')),
  );
  throw new TvError('usage.unknown_command', `There is no command \`${typed.join(' ')}\``, {
    hint: near === undefined ? 'Run `tv commands`' : `Did you mean \`tv scopes ${near}\`?`,
  });
}

/** What the token of the tenant holds; undefined without credentials, for the list helps to make them. */
async function heldScopes(context: Context): Promise<ReadonlySet<string> | undefined> {
  try {
    return await (await context.tenant()).heldScopes();
  } catch (error) {
    if (error instanceof TvError && error.code === 'config.no_profile') return undefined;
    throw error;
  }
}
