import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { ClientAuthentication } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import { shellQuote } from '../../core/text.ts';
import { chooseSigning, registeredKeys } from '../exchange/signing-key.ts';
import type { Facts } from '../facts/facts.ts';
import { authMethod } from '../rules/app/confidential.ts';

/** What was given for the application to prove itself with. */
export interface GivenProof {
  readonly method: 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt' | undefined;
  readonly secret: Secret | undefined;
  readonly key: Secret | undefined;
}

const request = { option: 'app-secret', variable: 'TV_APP_CLIENT_SECRET' } as const;

/** Reads secret or key of the application, before anything is asked of the tenant or of a person; throws `usage.*`, `config.conflict`. */
export async function readGivenProof(context: Context, input: Input): Promise<GivenProof> {
  const method = input.text('client-auth') as GivenProof['method'];
  const keyFile = input.text('app-key-file');
  if (keyFile === undefined) {
    if (method === 'private_key_jwt' || input.text('app-key-alg') !== undefined) throw noKey(method);
    return { method, secret: await context.secret(input, request), key: undefined };
  }
  const other = [
    input.flag('app-secret-stdin') ? '--app-secret-stdin' : undefined,
    input.text('app-secret-file') === undefined ? undefined : '--app-secret-file',
    method?.startsWith('client_secret') === true ? `--client-auth ${method}` : undefined,
  ].find((name) => name !== undefined);
  if (other !== undefined) {
    throw new TvError('usage.conflict', `\`--app-key-file\` and \`${other}\` exclude each other`, {
      hint: 'An application proves itself with a secret or with a key; give one',
    });
  }
  return { method: 'private_key_jwt', secret: undefined, key: await readKey(context, keyFile) };
}

function noKey(method: string | undefined): TvError {
  const asking = method === undefined ? '--app-key-alg' : `--client-auth ${method}`;
  return new TvError('usage.missing_argument', `\`${asking}\` needs \`--app-key-file\``, {
    hint: 'Give the private key of the application',
  });
}

async function readKey(context: Context, path: string): Promise<Secret> {
  const text = await context.files.read(path);
  if (!text.includes('PRIVATE KEY-----')) {
    throw new TvError('usage.file', `\`${path}\` holds no private key in PEM form`, {
      hint: 'Give a file that starts with `-----BEGIN PRIVATE KEY-----`',
    });
  }
  if (path !== '-' && !(await context.files.isPrivate(path))) {
    const message = `\`${path}\` holds a private key and can be read by others than its owner`;
    context.reporter.warn('connect.key_file', `${message}; run \`chmod 600\` on it`);
  }
  return new Secret(text);
}

/**
 * How the application proves itself: with what was given, in the way that was said, else in its own way. A public application
 * needs no proof to sign in. The secret is asked for last, and never read from the tenant. Throws `usage.no_input`.
 */
export async function chooseAuthentication(
  context: Context,
  input: Input,
  given: GivenProof,
  { client, facts }: { readonly client: ClientRecord; readonly facts: Facts },
): Promise<ClientAuthentication> {
  if (given.key !== undefined) {
    const registered = await registeredKeys(facts, client, 'authentication');
    const { alg, kid } = chooseSigning(given.key, registered, { alg: input.text('app-key-alg') });
    return { method: 'private_key_jwt', key: given.key, alg, ...(kid === undefined ? {} : { kid }) };
  }
  const own = authMethod(client);
  const isPublic = own === 'none' && given.method === undefined && given.secret === undefined;
  if (isPublic) return { method: 'none' };
  if (given.secret === undefined && given.method === undefined) assertBySecret(client, own);
  const method = given.method ?? (own === 'client_secret_basic' ? own : 'client_secret_post');
  if (method === 'private_key_jwt') throw noKey(method);
  return { method, secret: given.secret ?? (await askSecret(context, input, client)) };
}

function assertBySecret({ name }: ClientRecord, own: string | null): void {
  if (own === null || own.startsWith('client_secret')) return;
  const cause = `\`${name}\` authenticates with \`${own}\``;
  if (own === 'private_key_jwt') {
    throw new TvError('usage.missing_argument', '`--app-key-file` is missing', {
      cause,
      hint: 'Give the private key of the application',
    });
  }
  throw new TvError('refused.unsupported', `${cause}, which \`tv\` cannot do`, {
    hint: 'Use another application, or another method with `--client-auth`',
  });
}

async function askSecret(context: Context, input: Input, { name }: ClientRecord): Promise<Secret> {
  const pretend =
    (await context.credentials()).source === 'sandbox'
      ? `The pretend secret of the sandbox is printed by \`tv sandbox secret ${shellQuote(name)}\``
      : null;
  if (pretend !== null && (await context.prompter()).interactive) context.reporter.note(pretend);
  const secret = await context.secret(input, { ...request, prompt: `Client secret of ${name}` });
  if (secret !== undefined) return secret;
  throw new TvError('usage.no_input', `The client secret of \`${name}\` is needed`, {
    hint: `Set \`TV_APP_CLIENT_SECRET\`, or give \`--app-secret-stdin\`, \`--app-secret-file\` or a key with \`--app-key-file\`${pretend === null ? '' : `. ${pretend}`}`,
  });
}
