import { onTestFinished } from 'vitest';
import { type Reply, type Seen, tinyServer } from '../auth0/tiny-server.ts';
import {
  binary,
  cleanEnvironment,
  type RunOptions,
  runProcess,
  type Transcript,
  temporaryDirectory,
} from './tv.ts';

/** Answers by method and path, where `*` stands for one segment; what is not named is Hapi's plain 404. */
export type Routes = Readonly<Record<string, Reply | ((request: Seen) => Reply)>>;

/** A tenant that gives answers the sandbox never would, and the binary to ask it with. */
export interface OddTenant {
  readonly baseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  /** `GET /api/v2/…` of what was asked so far, the token endpoint left out. */
  asked(): readonly string[];
  run(args: readonly string[], options?: RunOptions): Promise<Transcript>;
}

/** How the tenant hands out Management API tokens. */
export interface TokenTraits {
  /** Claims of the JWT; an opaque token when null. */
  readonly claims?: Readonly<Record<string, unknown>> | null;
  /** Members of the answer beside the token. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** The 404 of a route that does not exist, and of one whose user does not. */
export const plain404: Reply = {
  status: 404,
  json: { statusCode: 404, error: 'Not Found', message: 'Not Found' },
};
export const noUser: Reply = {
  status: 404,
  json: {
    statusCode: 404,
    error: 'Not Found',
    message: 'The user does not exist.',
    errorCode: 'inexistent_user',
  },
};

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function tokenAnswer({ claims = {}, answer }: TokenTraits): Reply {
  const jwt = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}.signature`;
  const access_token = claims === null ? 'opaque-management-token' : jwt;
  return { json: { access_token, token_type: 'Bearer', expires_in: 86_400, ...answer } };
}

function answer(routes: Routes, token: TokenTraits, request: Seen): Reply {
  const path = request.path.split('?')[0] ?? '';
  const found = Object.entries(routes).find(([route]) => {
    const pattern = route.replace(/[.|()]/g, '\\$&').replaceAll('*', '[^/]*');
    return new RegExp(`^${pattern}$`).test(`${request.method} ${path}`);
  });
  if (found === undefined) return path === '/oauth/token' ? tokenAnswer(token) : plain404;
  const [, reply] = found;
  return typeof reply === 'function' ? reply(request) : reply;
}

/** Opens such a tenant for the time of the test; its token says nothing of scopes unless `token` does. */
export async function openOddTenant(routes: Routes, token: TokenTraits = {}): Promise<OddTenant> {
  const server = await tinyServer((request) => answer(routes, token, request));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const home = temporaryDirectory();
  const env = {
    ...cleanEnvironment(home),
    AUTH0_DOMAIN: server.baseUrl,
    AUTH0_CLIENT_ID: 'odd-client',
    AUTH0_CLIENT_SECRET: 'odd-client-secret',
  };
  return {
    baseUrl: server.baseUrl,
    env,
    asked: () =>
      server.seen
        .filter(({ path }) => !path.startsWith('/oauth/'))
        .map(({ method, path }) => `${method} ${decodeURIComponent(path)}`),
    run: (args, options = {}) =>
      runProcess(process.execPath, [binary, ...args], { cwd: home, ...options, baseEnv: env }),
  };
}
