import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { type Desk, lastError, openDesk, type RunOptions, type Transcript } from './tv.ts';

/** One exchange as a test asks for it. */
export interface Exchange {
  readonly app?: string;
  readonly connection?: string;
  readonly user?: string;
  /** Which token the sandbox makes; undefined gives none. */
  readonly token?: 'refresh_token' | 'access_token' | 'my_account' | { readonly text: string };
  readonly args?: readonly string[];
  readonly options?: RunOptions;
}

/** One likely cause as told. */
export interface ToldCause {
  readonly cause: string;
  readonly fix: string | null;
}

/** What came of it, as JSON. */
export interface Outcome {
  readonly exit: number;
  readonly data: Readonly<Record<string, unknown>> | undefined;
  /** The JSON error, when there was one. */
  readonly error: Readonly<Record<string, unknown>> | undefined;
  /** The diagnosis of the error; empty without one. */
  readonly diagnosis: readonly ToldCause[];
  readonly warnings: readonly string[];
  readonly stderr: string;
}

/** A desk with a sandbox on which exchanges are tried. */
export interface ExchangeDesk extends Desk {
  exchange(request?: Exchange): Promise<Outcome>;
  /** Asks the Management API of the sandbox, with a token of its own. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  patchApp(name: string, body: unknown): Promise<unknown>;
  patchConnection(name: string, body: unknown): Promise<unknown>;
  connectionId(name: string): Promise<string>;
}

/** Opens a desk for exchanges. */
export async function openExchangeDesk(options: SandboxOptions = {}): Promise<ExchangeDesk> {
  const desk = await openDesk(options);
  const { sandbox } = desk;
  const api = managementApi(desk);
  const connectionId = async (name: string): Promise<string> => {
    const found = (await api('GET', `/connections?name=${name}`)) as readonly { readonly id: string }[];
    return found[0]?.id ?? '';
  };
  return {
    ...desk,
    api,
    connectionId,
    patchApp: (name, body) => api('PATCH', `/clients/${sandbox.applicationSecrets(name).client_id}`, body),
    patchConnection: async (name, body) => api('PATCH', `/connections/${await connectionId(name)}`, body),
    exchange: async (request = {}) => {
      const { app = 'Acme Web', connection = 'google-oauth2', user = 'auth0|ada', args = [] } = request;
      const secret = sandbox.applicationSecrets(app).client_secret ?? '';
      const token = tokenText(desk, { user, app, token: request.token });
      const transcript = await desk.run(
        ['exchange', '--app', app, '--connection', connection, '--json', ...args],
        {
          ...request.options,
          env: {
            TV_APP_CLIENT_SECRET: secret,
            ...(token === undefined ? {} : { TV_SUBJECT_TOKEN: token }),
            ...request.options?.env,
          },
        },
      );
      return readOutcome(transcript);
    },
  };
}

function tokenText(
  { sandbox }: Desk,
  request: { readonly user: string; readonly app: string; readonly token: Exchange['token'] },
): string | undefined {
  const { user, app, token = 'refresh_token' } = request;
  if (typeof token === 'object') return token.text === '' ? undefined : token.text;
  return sandbox.mintToken({ user, app, type: token }).token;
}

/** Reads what a run in JSON left behind. */
export function readOutcome({ exit, stdout, stderr }: Transcript): Outcome {
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const error = lines.at(-1)?.startsWith('{"error"') === true ? lastError(stderr) : undefined;
  return {
    exit,
    data: stdout === '' ? undefined : JSON.parse(stdout),
    error,
    diagnosis: (error?.diagnosis ?? []) as readonly ToldCause[],
    warnings: lines
      .map((line) => JSON.parse(line) as { readonly warning?: { readonly code: string } })
      .flatMap(({ warning }) => (warning === undefined ? [] : [warning.code])),
    stderr,
  };
}

/** The Management API with a token that is asked for at the first call. */
function managementApi({ sandbox }: Desk) {
  let token: Promise<string> | undefined;
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    token ??= managementToken(sandbox);
    const response = await fetch(`${sandbox.origin}/api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

async function managementToken(sandbox: Desk['sandbox']): Promise<string> {
  const { clientId, clientSecret } = sandbox.credentials;
  const answer = await fetch(`${sandbox.origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: `${sandbox.baseUrl}/api/v2/`,
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return token;
}

/** One request that a token endpoint of a test took. */
export interface TokenCall {
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

/** A token endpoint that answers as it is told, for refusals that the sandbox does not know. */
export interface FakeEndpoint {
  readonly origin: string;
  readonly calls: readonly TokenCall[];
  answer(status: number, body: unknown): void;
  close(): Promise<void>;
}

/** Serves `/oauth/token` on 127.0.0.1. */
export async function serveTokenEndpoint(): Promise<FakeEndpoint> {
  const calls: TokenCall[] = [];
  let reply = { status: 500, body: '' };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url === '/oauth/token') {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      calls.push({ parameters: Object.fromEntries(form), authorization: request.headers.authorization });
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer: (status, body) => {
      reply = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
