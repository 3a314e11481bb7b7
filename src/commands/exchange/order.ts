import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { quotedList, words } from '../../core/text.ts';
import type { SubjectKind } from '../../vault/exchange/request.ts';
import { assertUserWord } from '../../vault/tokensets/users.ts';

/** What was asked for, options that exclude each other refused. */
export interface ExchangeOrder {
  readonly app: string;
  readonly connection: string;
  /** Undefined when it is to be told by the token. */
  readonly kind: SubjectKind | undefined;
  readonly user: string | undefined;
  readonly loginHint: string | undefined;
  /** False only prints the address to sign in at. */
  readonly openBrowser: boolean;
  /** Narrower scopes of a worker. */
  readonly scopes: readonly string[];
  readonly expectedScopes: readonly string[];
  readonly reveal: boolean;
  readonly tokenOnly: boolean;
}

const workerOptions = ['worker-key-file', 'worker-key-alg', 'worker-key-id', 'audit-context', 'org', 'scope'];
/** Options that read standard input, and those that do when their value is `-`. */
const stdinFlags = ['subject-token-stdin', 'app-secret-stdin'];
const stdinFiles = ['subject-token-file', 'app-secret-file'];

/** Reads the options of `tv exchange`; throws `usage.*` and `refused.no_reveal` before anything else happens. */
export function readOrder(context: Context, input: Input): ExchangeOrder {
  const kind = kindOf(input);
  const user = input.text('user');
  if (user !== undefined) assertUserWord(user, '`--user`');
  assertReveal(context, input);
  assertOneStdin(input);
  if (kind === 'jwt' && input.text('login-hint') !== undefined) {
    throw new TvError('usage.conflict', '`--login-hint` has no meaning with `--subject jwt`', {
      hint: 'Leave it out; the worker names the user with `--user`',
    });
  }
  if (input.flag('no-browser') && !input.flag('login')) {
    throw new TvError('usage.conflict', '`--no-browser` has no meaning without `--login`');
  }
  return {
    app: required(input, 'app'),
    connection: required(input, 'connection'),
    kind,
    user,
    loginHint: input.text('login-hint'),
    openBrowser: !input.flag('no-browser'),
    scopes: scopeList(input, 'scope'),
    expectedScopes: scopeList(input, 'expect-scope'),
    reveal: input.flag('reveal') || input.flag('token-only'),
    tokenOnly: input.flag('token-only'),
  };
}

function kindOf(input: Input): SubjectKind | undefined {
  const chosen = input.text('subject') as SubjectKind | undefined;
  const given = workerOptions.filter((name) => isGiven(input, name)).map((name) => `--${name}`);
  if (given.length === 0 || chosen === 'jwt') return chosen;
  if (chosen === undefined) return 'jwt';
  throw new TvError('usage.conflict', `${quotedList(given)} and \`--subject ${chosen}\` exclude each other`, {
    cause: 'They are for the privileged worker',
    hint: given.includes('--scope')
      ? 'To test for a scope, use `--expect-scope`'
      : 'Leave them out, or add `--subject jwt`',
  });
}

function isGiven(input: Input, name: string): boolean {
  return name === 'scope' ? input.list(name).length > 0 : input.text(name) !== undefined;
}

function scopeList(input: Input, name: string): readonly string[] {
  return [...new Set(input.list(name).flatMap(words))];
}

function assertReveal(context: Context, input: Input): void {
  const asked = ['reveal', 'token-only'].filter((name) => input.flag(name));
  if (asked.length > 1) {
    throw new TvError('usage.conflict', '`--reveal` and `--token-only` exclude each other', {
      hint: 'Give one of them',
    });
  }
  if (asked[0] === undefined || !context.globals.noReveal) return;
  throw new TvError('refused.no_reveal', `\`TV_NO_REVEAL\` is set, so \`--${asked[0]}\` prints no token`, {
    hint: 'Without it the token is shown masked; no flag undoes `TV_NO_REVEAL`',
  });
}

function assertOneStdin(input: Input): void {
  const readers = [
    ...stdinFlags.filter((name) => input.flag(name)).map((name) => `--${name}`),
    ...stdinFiles.filter((name) => input.text(name) === '-').map((name) => `--${name} -`),
  ];
  if (readers.length < 2) return;
  throw new TvError('usage.conflict', `${quotedList(readers)} cannot both read standard input`, {
    hint: 'Give one of them in a file, or in the environment: `TV_SUBJECT_TOKEN`, `TV_APP_CLIENT_SECRET`',
  });
}
