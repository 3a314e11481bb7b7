import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { asTvError } from '../../core/errors.ts';
import type { Profile } from '../../core/profiles.ts';
import type { Result } from '../../core/result.ts';
import type { Secret } from '../../core/secret.ts';
import { describeProfile } from './describe.ts';
import { readTokenFacts, type TokenFacts, unknownToken } from './token-facts.ts';

/** A profile that is about to be stored. */
export interface Candidate {
  readonly profile: Profile;
  /** Null keeps the stored secret, or belongs to a command or key file. */
  readonly secret: Secret | null;
  readonly isNew: boolean;
}

/** Tries the credentials with a fresh token, stores them, and shows them; what is refused is not stored. */
export async function verifyAndStore(context: Context, input: Input, candidate: Candidate): Promise<Result> {
  const { profile, secret, isNew } = candidate;
  const token = await verify(context, input, candidate);
  if (context.globals.dryRun) {
    const placed =
      secret === null || profile.secret.kind !== 'keychain'
        ? profile
        : { ...profile, secret: await (await context.profiles()).expectedPlace() };
    return describeProfile(context, placed, token, ['This was a dry run, so nothing was stored']);
  }
  const store = await context.profiles();
  const first =
    isNew && (await store.activeName()) === null && (await store.list()).profiles.every(isBuiltIn);
  const saved = await store.save(profile, secret, { isNew });
  const chosen = first || input.flag('use') || (isNew && (await offersUse(context, profile.name)));
  if (chosen) await store.activate(profile.name);
  return describeProfile(context, saved, token, [
    `${isNew ? 'Added' : 'Updated'} the profile \`${profile.name}\`${chosen ? ', the active one now' : ''}`,
    ...(secret === null ? [] : store.secretNotes(saved)),
  ]);
}

function isBuiltIn({ auth }: Profile): boolean {
  return auth === 'sandbox';
}

async function verify(
  context: Context,
  input: Input,
  { profile, secret, isNew }: Candidate,
): Promise<TokenFacts> {
  if (input.flag('no-verify')) return unknownToken;
  const store = await context.profiles();
  try {
    const credentials = await store.credentials(profile, secret);
    return await readTokenFacts(context, credentials, { fresh: true });
  } catch (error) {
    const offline = asTvError(error).code.startsWith('network.');
    context.reporter.note(
      [
        isNew ? 'Nothing was stored' : 'Nothing was changed: the profile and its secret stay in force',
        ...(offline ? ['`--no-verify` stores without asking the tenant'] : []),
      ].join('; '),
      'profiles.not_stored',
    );
    throw error;
  }
}

async function offersUse(context: Context, name: string): Promise<boolean> {
  const prompter = await context.prompter();
  if (!prompter.interactive || context.globals.yes) return false;
  return prompter.confirm({ message: `Make \`${name}\` the active profile?`, flag: '--use', initial: false });
}
