import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { quotedList } from '../../core/text.ts';
import { chooseAccount } from '../../vault/tokensets/choose-account.ts';
import type { TokensetFilter } from '../../vault/tokensets/filter.ts';
import { assertSelection, entryOf, type UserSelection } from '../../vault/tokensets/selection.ts';
import type { SourceChoice } from '../../vault/tokensets/sources.ts';
import type { MatchPolicy } from '../../vault/tokensets/users.ts';

/** Reads whose tokensets are meant; undefined when no option says so; throws `usage.*`. */
export function readSelection(context: Context, input: Input, bulk: boolean): UserSelection | undefined {
  const words = input.list('user');
  const path = bulk ? input.text('users-file') : undefined;
  const query = bulk ? input.text('query') : undefined;
  const given = [
    words.length > 0 ? '--user' : '',
    path === undefined ? '' : '--users-file',
    query === undefined ? '' : '--query',
    bulk && input.flag('all-users') ? '--all-users' : '',
  ].filter((name) => name !== '');
  if (given.length > 1) {
    throw new TvError('usage.conflict', `${quotedList(given)} exclude each other`, {
      hint: 'Give one of them',
    });
  }
  const selection = toSelection(context, words, path, query, given[0]);
  if (selection !== undefined) assertSelection(selection);
  return selection;
}

function toSelection(
  context: Context,
  words: readonly string[],
  path: string | undefined,
  query: string | undefined,
  given: string | undefined,
): UserSelection | undefined {
  if (given === undefined) return undefined;
  if (path !== undefined) {
    return {
      kind: 'file',
      path,
      lines: () => context.files.lines(path),
      count: () => countEntries(context, path),
    };
  }
  if (query !== undefined) return { kind: 'query', query };
  return given === '--user' ? { kind: 'named', words } : { kind: 'all' };
}

async function countEntries(context: Context, path: string): Promise<number | undefined> {
  if (!(await context.files.isRegular(path))) return undefined;
  let line = 0;
  let entries = 0;
  for await (const text of context.files.lines(path)) {
    line += 1;
    if (entryOf(text, line) !== undefined) entries += 1;
  }
  return entries;
}

/** The selection, asked for when it is missing and somebody can be asked; throws `usage.no_input`. */
export async function requireSelection(
  context: Context,
  input: Input,
  bulk: boolean,
): Promise<UserSelection> {
  const selection = readSelection(context, input, bulk);
  if (selection !== undefined) return selection;
  const flag = bulk ? '--user, --users-file, --query or --all-users' : '--user';
  const prompter = await context.prompter();
  if (!prompter.interactive) {
    throw new TvError(
      'usage.missing_argument',
      `Whose tokensets? Give \`${flag.replaceAll(', ', '`, `').replace(' or ', '` or `')}\``,
      { hint: 'Name a user by id or e-mail, as in `--user ada@example.com`' },
    );
  }
  const word = await prompter.text({ message: 'User id or e-mail', flag: '--user' });
  const asked: UserSelection = { kind: 'named', words: [word.trim()] };
  assertSelection(asked);
  return asked;
}

/** Reads the filters of section 6. */
export function readFilter(input: Input): TokensetFilter {
  return {
    connections: input.list('connection'),
    scopes: input.list('scope'),
    expired: input.flag('expired'),
    unusedFor: input.duration('unused-for'),
    olderThan: input.duration('older-than'),
  };
}

/** Reads `--source`. */
export function readSource(input: Input): SourceChoice {
  return (input.text('source') as SourceChoice | undefined) ?? 'auto';
}

/** What to do when an e-mail has several accounts. */
export async function readMatchPolicy(context: Context, input: Input): Promise<MatchPolicy> {
  return { all: input.flag('all-matches'), choose: await chooseAccount(context, '--all-matches') };
}
