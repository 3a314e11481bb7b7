import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { ClientAuthentication } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { shellQuote } from '../../core/text.ts';
import { chooseSigning, registeredKeys } from '../exchange/signing-key.ts';
import type { Facts } from '../facts/facts.ts';
import { authMethod } from '../rules/app/confidential.ts';
import { readPrivateKey } from './private-key.ts';

type SecretMethod = 'client_secret_post' | 'client_secret_basic';

/** An application that proves itself, as all do but public ones. */
export type AppProof = Exclude<ClientAuthentication, { method: 'none' }>;

/** What was given for the application to prove itself with, before anything is asked of the tenant or of a person. */
export type GivenProof =
  | {
      readonly key: Secret;
      readonly method: 'private_key_jwt';
      readonly alg: string | undefined;
      readonly secret: undefined;
    }
  | {
      readonly key: undefined;
      readonly method: SecretMethod | undefined;
      readonly secret: Secret | undefined;
    };

/** The application, as far as it could be read. */
export interface ProvingApp {
  readonly name: string;
  readonly client: ClientRecord | undefined;
  readonly facts: Facts | undefined;
}

const request = { option: 'app-secret', variable: 'TV_APP_CLIENT_SECRET' } as const;

/** Reads secret or key of the application, from options or environment; throws `usage.*`. */
export async function readGivenProof(context: Context, input: Input): Promise<GivenProof> {
  const method = input.text('client-auth') as AppProof['method'] | undefined;
  const keyFile = input.text('app-key-file');
  const secretOption = secretOptionOf(input);
  if (keyFile !== undefined) {
    const other =
      secretOption ?? (method?.startsWith('client_secret') ? `--client-auth ${method}` : undefined);
    if (other !== undefined) throw conflict('--app-key-file', other);
    const key = await readPrivateKey(context, keyFile, '--app-key-file');
    return { key, method: 'private_key_jwt', alg: input.text('app-key-alg'), secret: undefined };
  }
  const needsKey = input.text('app-key-alg') !== undefined;
  if (method === 'private_key_jwt' || needsKey) {
    const asking = needsKey ? '--app-key-alg' : '--client-auth private_key_jwt';
    if (secretOption !== undefined) throw conflict(asking, secretOption);
    throw new TvError('usage.missing_argument', `\`${asking}\` needs \`--app-key-file\``, {
      hint: 'Give the private key of the application',
    });
  }
  return { key: undefined, method, secret: await context.secret(input, request) };
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

/** Throws `usage.no_input` when nothing was given and nobody can be asked. */
export async function assertProvable(context: Context, given: GivenProof, app: string): Promise<void> {
  if (given.key !== undefined || given.secret !== undefined) return;
  if (!(await context.prompter()).interactive) throw await noProof(context, app);
}

async function noProof(context: Context, app: string): Promise<TvError> {
  const command = await pretendCommand(context, app);
  const pretend = command === null ? '' : `; the pretend one of the sandbox is printed by \`${command}\``;
  return new TvError(
    'usage.no_input',
    `There is no secret of application \`${app}\` and nobody to ask for it`,
    {
      hint: `Give it with \`--app-secret-stdin\`, \`--app-secret-file\` or \`TV_APP_CLIENT_SECRET\`, or a key with \`--app-key-file\`${pretend}`,
    },
  );
}

/** What prints the secret of an application of the sandbox, for newcomers; null for a tenant, or when nobody can say. */
async function pretendCommand(context: Context, app: string): Promise<string | null> {
  try {
    if ((await context.credentials()).source !== 'sandbox') return null;
  } catch (error) {
    if (error instanceof TvError) return null;
    throw error;
  }
  return `tv sandbox secret ${shellQuote(app)}`;
}

/**
 * How the application authenticates: with what was given, in the way that was said, else in its own way where it can be read.
 * The secret is asked for last, and never read from the tenant. Throws `usage.*`, `refused.unsupported`.
 */
export async function chooseProof(
  context: Context,
  input: Input,
  given: GivenProof,
  app: ProvingApp,
): Promise<AppProof> {
  if (given.key !== undefined) {
    // A key of the privileged worker signs requests only, so it is no candidate.
    const registered = await registeredKeys(app.facts, app.client, 'authentication');
    const { alg, kid } = chooseSigning(given.key, registered, { alg: given.alg });
    return { method: 'private_key_jwt', key: given.key, alg, ...(kid === undefined ? {} : { kid }) };
  }
  const own = app.client === undefined ? null : authMethod(app.client);
  if (given.method === undefined) assertBySecret(context, own, app.name, given.secret);
  const method = given.method ?? (own === 'client_secret_basic' ? own : 'client_secret_post');
  return { method, secret: given.secret ?? (await askSecret(context, input, app.name)) };
}

/** The same for signing in, which a public application does without any proof. */
export async function chooseAuthentication(
  context: Context,
  input: Input,
  given: GivenProof,
  app: ProvingApp & { readonly client: ClientRecord },
): Promise<ClientAuthentication> {
  const nothingGiven = given.method === undefined && given.secret === undefined;
  if (nothingGiven && authMethod(app.client) === 'none') return { method: 'none' };
  return chooseProof(context, input, given, app);
}

function assertBySecret(context: Context, own: string | null, name: string, given: Secret | undefined): void {
  if (own === null || own.startsWith('client_secret')) return;
  const says = `\`${name}\` authenticates with \`${own}\``;
  if (given !== undefined) {
    context.reporter.warn(
      'app.client_auth',
      `${says}, and a secret was given, which Auth0 will hardly accept`,
    );
    return;
  }
  if (own === 'private_key_jwt') {
    throw new TvError('usage.missing_argument', '`--app-key-file` is missing', {
      cause: says,
      hint: 'Give the private key of the application',
    });
  }
  if (own === 'none') return;
  throw new TvError('refused.unsupported', `${says}, which \`tv\` cannot do`, {
    hint: 'Use another application, or another method with `--client-auth`',
  });
}

async function askSecret(context: Context, input: Input, name: string): Promise<Secret> {
  const command = await pretendCommand(context, name);
  if (command !== null && (await context.prompter()).interactive) {
    context.reporter.note(`The pretend secret of the sandbox is printed by \`${command}\``);
  }
  const secret = await context.secret(input, { ...request, prompt: `Client secret of ${name}` });
  if (secret === undefined) throw await noProof(context, name);
  return secret;
}
