import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ClientAuthentication } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { shellQuote } from '../../core/text.ts';
import type { Participants } from '../../vault/exchange/participants.ts';
import { chooseSigning, registeredKeys } from '../../vault/exchange/signing-key.ts';
import type { Facts } from '../../vault/facts/facts.ts';
import { authMethod } from '../../vault/rules/app/confidential.ts';
import { readPrivateKey } from './private-key.ts';

type SecretMethod = 'client_secret_post' | 'client_secret_basic';

/** What was given for the application to prove itself with, before anything is asked of the tenant or of a person. */
export interface GivenProof {
  readonly method: SecretMethod | 'private_key_jwt' | undefined;
  readonly secret: Secret | undefined;
  readonly key: Secret | undefined;
  readonly alg: string | undefined;
}

const request = { option: 'app-secret', variable: 'TV_APP_CLIENT_SECRET' } as const;

/** Reads secret or key of the application; throws `usage.*`, also when there is none and nobody can be asked. */
export async function readGivenProof(context: Context, input: Input, app: string): Promise<GivenProof> {
  const method = input.text('client-auth') as GivenProof['method'];
  const keyFile = input.text('app-key-file');
  const alg = input.text('app-key-alg');
  const secretOption = secretOptionOf(input);
  if (keyFile !== undefined) {
    const other =
      secretOption ?? (method?.startsWith('client_secret') ? `--client-auth ${method}` : undefined);
    if (other !== undefined) throw conflict('--app-key-file', other);
    const key = await readPrivateKey(context, keyFile, '--app-key-file');
    return { method: 'private_key_jwt', secret: undefined, key, alg };
  }
  if (method === 'private_key_jwt' || alg !== undefined) {
    const asking = alg === undefined ? '--client-auth private_key_jwt' : '--app-key-alg';
    if (secretOption !== undefined) throw conflict(asking, secretOption);
    throw new TvError('usage.missing_argument', `\`${asking}\` needs \`--app-key-file\``);
  }
  const secret = await context.secret(input, request);
  if (secret === undefined && !(await context.prompter()).interactive) throw await noProof(context, app);
  return { method, secret, key: undefined, alg };
}

function secretOptionOf(input: Input): string | undefined {
  if (input.flag('app-secret-stdin')) return '--app-secret-stdin';
  return input.text('app-secret-file') === undefined ? undefined : '--app-secret-file';
}

function conflict(one: string, other: string): TvError {
  return new TvError('usage.conflict', `\`${one}\` and \`${other}\` exclude each other`, {
    hint: 'An application proves itself with a secret or with a key; give one',
  });
}

async function noProof(context: Context, app: string): Promise<TvError> {
  const pretend = (await isSandbox(context))
    ? `; the pretend one of the sandbox is printed by \`tv sandbox secret ${shellQuote(app)}\``
    : '';
  return new TvError(
    'usage.no_input',
    `There is no secret of application \`${app}\` and nobody to ask for it`,
    {
      hint: `Give it with \`--app-secret-stdin\`, \`--app-secret-file\` or \`TV_APP_CLIENT_SECRET\`, or a key with \`--app-key-file\`${pretend}`,
    },
  );
}

async function isSandbox(context: Context): Promise<boolean> {
  try {
    return (await context.credentials()).source === 'sandbox';
  } catch (error) {
    if (error instanceof TvError) return false;
    throw error;
  }
}

/**
 * How the application proves itself: with what was given, in the way that was said, else in the application's own way where it
 * can be read. The secret is asked for last, and never read from the tenant.
 */
export async function chooseProof(
  context: Context,
  input: Input,
  given: GivenProof,
  scene: { readonly participants: Participants; readonly facts: Facts | undefined },
): Promise<Exclude<ClientAuthentication, { method: 'none' }>> {
  const { client, app } = scene.participants;
  if (given.key !== undefined) {
    const credentials = await registeredKeys(scene.facts, client, 'authentication');
    const { alg, kid } = chooseSigning(given.key, credentials, { alg: given.alg });
    return { method: 'private_key_jwt', key: given.key, alg, ...(kid === undefined ? {} : { kid }) };
  }
  const own = client === undefined ? null : authMethod(client);
  if (given.method === undefined) assertBySecret(context, own, app.name, given.secret !== undefined);
  const method = given.method ?? (own === 'client_secret_basic' ? own : 'client_secret_post');
  const secret =
    given.secret ?? (await context.secret(input, { ...request, prompt: `Client secret of ${app.name}` }));
  if (secret === undefined) throw await noProof(context, app.name);
  return { method: method as SecretMethod, secret };
}

function assertBySecret(context: Context, own: string | null, name: string, given: boolean): void {
  if (own === null || own.startsWith('client_secret')) return;
  const says = `\`${name}\` authenticates with \`${own}\``;
  if (given) {
    context.reporter.warn(
      'exchange.client_auth',
      `${says}, and a secret was given, which Auth0 will hardly accept`,
    );
    return;
  }
  if (own === 'private_key_jwt') {
    throw new TvError('usage.missing_argument', '`--app-key-file` is missing', { cause: says });
  }
  if (own === 'none') return;
  throw new TvError('refused.unsupported', `${says}, which \`tv\` cannot do`, {
    hint: 'Test with another application, or with another method and `--client-auth`',
  });
}
