import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Secret } from '../../core/secret.ts';
import { quotedList } from '../../core/text.ts';
import { readPrivateKey } from '../../vault/apps/private-key.ts';
import { readJwt } from '../../vault/exchange/jwt.ts';
import type { SubjectKind } from '../../vault/exchange/request.ts';
import { workerTokenType } from '../../vault/exchange/worker-jwt.ts';
import type { ExchangeOrder } from './order.ts';

/** What is exchanged: a token that there is, that of a user who signs in now, or a worker's JWT that is signed here. */
export type Subject =
  | { readonly from: 'token'; readonly kind: SubjectKind; readonly token: Secret }
  | { readonly from: 'login'; readonly kind: 'refresh_token' }
  | ({ readonly from: 'worker'; readonly kind: 'jwt' } & WorkerSubject);

/** What a worker's JWT is made of. */
export interface WorkerSubject {
  readonly key: Secret;
  readonly user: string;
  readonly auditContext: string;
  readonly organization: string | undefined;
  readonly alg: string | undefined;
  readonly kid: string | undefined;
}

/** What is asked for, by what was said of it. */
const prompts = {
  any: 'Token of the user (refresh or access token)',
  refresh_token: 'Refresh token of the user',
  access_token: 'Access token of the user',
  jwt: 'JWT of the worker',
} as const;

const tokenOptions = ['subject-token-stdin', 'subject-token-file'];

/** Reads the subject token, or what the worker's JWT is made of; throws `usage.*`. */
export async function readSubject(context: Context, input: Input, order: ExchangeOrder): Promise<Subject> {
  const keyFile = input.text('worker-key-file');
  if (keyFile !== undefined) return readWorker(context, input, order, keyFile);
  if (input.flag('login')) return readLogin(input, order);
  const alone = ['audit-context', 'org', 'worker-key-alg', 'worker-key-id'].filter(
    (name) => input.text(name) !== undefined,
  );
  if (alone.length > 0) {
    throw new TvError('usage.missing_argument', '`--worker-key-file` is missing', {
      cause: `${quotedList(alone.map((name) => `--${name}`))} are for a JWT that is signed here`,
      hint: 'Give the private key of the worker, as in `--worker-key-file worker.pem`',
    });
  }
  const token = await context.secret(input, {
    option: 'subject-token',
    variable: 'TV_SUBJECT_TOKEN',
    prompt: prompts[order.kind ?? 'any'],
  });
  if (token === undefined) throw noToken(order);
  return { from: 'token', kind: order.kind ?? kindByToken(token), token };
}

/** Auth0's refresh tokens are opaque, its access tokens for an API are JWTs, and a worker's JWT says so. */
function kindByToken(token: Secret): SubjectKind {
  const jwt = readJwt(token);
  if (jwt === undefined) return 'refresh_token';
  return jwt.header.typ === workerTokenType ? 'jwt' : 'access_token';
}

function noToken(order: ExchangeOrder): TvError {
  if (order.kind === 'jwt') {
    return new TvError('usage.no_input', 'There is no JWT of a worker and nobody to ask for one', {
      hint: 'Sign one here with `--worker-key-file`, `--user` and `--audit-context`, or give one with `--subject-token-stdin`',
    });
  }
  return new TvError('usage.no_input', 'There is no token to exchange and nobody to ask for one', {
    hint: 'Give it with `--subject-token-stdin`, `--subject-token-file` or `TV_SUBJECT_TOKEN`, or sign in with `--login`',
  });
}

function readLogin(input: Input, { kind }: ExchangeOrder): Subject {
  const also = tokenOptionsGiven(input)[0];
  if (also !== undefined) {
    throw new TvError('usage.conflict', `\`--login\` and \`${also}\` exclude each other`, {
      hint: 'Sign in for a fresh token, or give the one there is',
    });
  }
  if (kind === undefined || kind === 'refresh_token') return { from: 'login', kind: 'refresh_token' };
  throw new TvError('usage.conflict', `\`--login\` and \`--subject ${kind}\` exclude each other`, {
    cause:
      kind === 'access_token'
        ? 'Nobody signs in to the client of an API; its access tokens come from the application that users sign in to'
        : 'A worker asks without a user at the keyboard',
    hint: 'Leave `--subject` out to exchange the refresh token of the sign-in',
  });
}

function tokenOptionsGiven(input: Input): readonly string[] {
  return tokenOptions
    .filter((name) => (name.endsWith('-stdin') ? input.flag(name) : input.text(name) !== undefined))
    .map((name) => `--${name}`);
}

async function readWorker(
  context: Context,
  input: Input,
  order: ExchangeOrder,
  keyFile: string,
): Promise<Subject> {
  const also = [...tokenOptionsGiven(input), ...(input.flag('login') ? ['--login'] : [])][0];
  if (also !== undefined) {
    throw new TvError('usage.conflict', `\`--worker-key-file\` and \`${also}\` exclude each other`, {
      hint: 'Give the key to sign a JWT here, or the JWT that the worker signed',
    });
  }
  const auditContext = input.text('audit-context');
  if (order.user === undefined || auditContext === undefined) {
    const missing = order.user === undefined ? '--user' : '--audit-context';
    throw new TvError('usage.missing_argument', `\`${missing}\` is missing`, {
      cause:
        missing === '--user'
          ? 'A worker asks for the tokens of one user'
          : 'Auth0 wants to know why a worker asks, in 1 to 256 characters without personal data',
      hint:
        missing === '--user'
          ? 'Name the user by id or e-mail'
          : 'Say why, as in `--audit-context "nightly report"`',
    });
  }
  return {
    from: 'worker',
    kind: 'jwt',
    key: await readPrivateKey(context, keyFile, '--worker-key-file'),
    user: order.user,
    auditContext,
    organization: input.text('org'),
    alg: input.text('worker-key-alg'),
    kid: input.text('worker-key-id'),
  };
}
