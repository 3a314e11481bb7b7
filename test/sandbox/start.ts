import { generateKeyPairSync } from 'node:crypto';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

/** A running sandbox and how tests talk to it. */
export interface Driven {
  readonly sandbox: Sandbox;
  /** Calls the Management API with the management application's token. */
  readonly api: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;
  /** Calls any path; a body goes as JSON unless it is `URLSearchParams`. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Answer>;
  /** A Management API token; `scopes` limits what it holds. */
  readonly token: (scopes?: readonly string[]) => Promise<string>;
}

type Headers = Readonly<Record<string, string>>;

/** An answer, its body parsed when it is JSON. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  readonly body: any;
  readonly headers: globalThis.Headers;
  readonly text: string;
}

/** Keys made once for all sandboxes of a test file: making RSA keys is slow. */
const keys = { signing: madeKey(), 'worker-authentication': madeKey(), 'worker-signing': madeKey() };

function madeKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
}

/** Starts a sandbox for a test. */
export async function drive(options: SandboxOptions = {}): Promise<Driven> {
  const sandbox = await startSandbox({ keys, ...options });
  let cached: string | undefined;

  async function call(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const form = body instanceof URLSearchParams;
    const response = await fetch(path.startsWith('http') ? path : sandbox.origin + path, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined || form ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), headers: response.headers, text };
  }

  async function token(scopes?: readonly string[]): Promise<string> {
    const { clientId, clientSecret } = sandbox.credentials;
    const answer = await call('POST', '/oauth/token', {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: `${sandbox.baseUrl}/api/v2/`,
      ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
    });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.access_token;
  }

  async function api(method: string, path: string, body?: unknown, given?: string): Promise<Answer> {
    if (given === undefined) cached ??= await token();
    return call(method, `/api/v2${path}`, body, { authorization: `Bearer ${given ?? cached}` });
  }

  return { sandbox, api, call, token };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
