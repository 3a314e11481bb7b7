import type { Input } from '../../core/command.ts';
import { TvError } from '../../core/errors.ts';
import { type ExchangeKind, exchangeKinds } from '../../core/protocol.ts';
import { parseFix } from '../rules/fix.ts';

/** What was said on the command line; the rest is asked for, or follows from the facts. */
export interface SetupFlags {
  readonly app: string | undefined;
  /** Name of the application to create. */
  readonly createApp: string | undefined;
  readonly loginApp: string | undefined;
  readonly connections: readonly string[];
  readonly exchange: ExchangeKind | undefined;
  readonly apiIdentifier: string | undefined;
  readonly secretOut: string | undefined;
  /** Rules that may be mended although they are not unless named. */
  readonly fix: readonly string[];
}

/** Reads the options; throws `usage.conflict` for those that exclude each other. */
export function readFlags(input: Input): SetupFlags {
  const fix = parseFix(input.flag('fix'), input.list('fix'));
  const flags: SetupFlags = {
    app: input.text('app'),
    createApp: input.text('create-app'),
    loginApp: input.text('login-app'),
    connections: input.list('connection'),
    exchange: exchangeKinds.find((kind) => kind === input.text('exchange')),
    apiIdentifier: input.text('api-identifier'),
    secretOut: input.text('secret-out'),
    fix: typeof fix === 'string' ? [] : fix,
  };
  if (flags.app !== undefined && flags.createApp !== undefined) {
    throw conflict('--app', '--create-app', 'Name an application that is there, or one to create');
  }
  if (flags.app !== undefined) {
    for (const [name, value] of [
      ['--api-identifier', flags.apiIdentifier],
      ['--secret-out', flags.secretOut],
    ] as const) {
      if (value !== undefined) throw conflict('--app', name, 'It is for an application that is created');
    }
  }
  const { exchange } = flags;
  if (exchange !== undefined && exchange !== 'access_token') {
    if (flags.loginApp !== undefined) throw onlyAccessToken('--login-app', exchange);
    if (flags.apiIdentifier !== undefined) throw onlyAccessToken('--api-identifier', exchange);
  }
  return flags;
}

function conflict(one: string, other: string, cause: string): TvError {
  return new TvError('usage.conflict', `\`${one}\` and \`${other}\` exclude each other`, { cause });
}

function onlyAccessToken(option: string, exchange: ExchangeKind): TvError {
  return conflict(option, `--exchange ${exchange}`, 'It is for the access-token exchange');
}
