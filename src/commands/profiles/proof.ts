import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Profile, SecretSource } from '../../core/profiles.ts';
import type { Secret } from '../../core/secret.ts';
import { quotedList } from '../../core/text.ts';
import { proofOptions } from './options.ts';

/** How an application proves itself, as it was given on the command line or at the prompt. */
export interface Proof {
  readonly auth: Exclude<Profile['auth'], 'sandbox'>;
  readonly source: SecretSource;
  /** The secret to store; null when a command or a key file gives it. */
  readonly secret: Secret | null;
}

/** The proof that the options give, if any; throws `usage.conflict` when they give two. */
export async function readProof(context: Context, input: Input): Promise<Proof | undefined> {
  const given = proofOptions.filter(({ name, kind }) =>
    kind === 'flag' ? input.flag(name) : input.text(name) !== undefined,
  );
  if (given.length > 1) {
    throw new TvError(
      'usage.conflict',
      `${quotedList(given.map(({ name }) => `--${name}`))} exclude each other`,
      { hint: 'Give one of them' },
    );
  }
  const command = input.text('client-secret-command');
  if (command !== undefined)
    return { auth: 'client_secret', source: { kind: 'command', command }, secret: null };
  const path = input.text('private-key-file');
  if (path !== undefined)
    return { auth: 'private_key_jwt', source: { kind: 'key_file', path }, secret: null };
  if (given[0] === undefined) return undefined;
  const auth = input.flag('token-stdin') ? 'token' : 'client_secret';
  const secret = await context.secret(input, { option: auth === 'token' ? 'token' : 'client-secret' });
  return secret === undefined ? undefined : { auth, source: { kind: 'keychain' }, secret };
}

/** Asks for the client secret, hidden; throws `usage.no_input` naming the options where nobody can be asked. */
export async function askProof(context: Context, input: Input, clientId: string): Promise<Proof> {
  const secret = await context.secret(input, {
    option: 'client-secret',
    prompt: `Client secret of ${clientId}`,
  });
  if (secret !== undefined) return { auth: 'client_secret', source: { kind: 'keychain' }, secret };
  throw new TvError('usage.no_input', 'There is no secret, and nobody to ask for it', {
    hint: `Give one of ${quotedList(
      proofOptions.map(({ name }) => `--${name}`),
      'or',
    )}`,
  });
}

/** The signing algorithm to store; throws `usage.conflict` when nothing is signed. */
export function signingAlgOf(input: Input, auth: Profile['auth'], before: string | null): string | null {
  const chosen = input.text('signing-alg');
  if (auth === 'private_key_jwt') return chosen ?? before;
  if (chosen === undefined) return null;
  throw new TvError('usage.conflict', '`--signing-alg` is for a private key, and there is none', {
    hint: 'Add `--private-key-file`, or leave `--signing-alg` out',
  });
}
