import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Profile } from '../../core/profiles.ts';
import type { Result } from '../../core/result.ts';
import { profileOptions, updateOptions } from './options.ts';
import { type Proof, readProof, signingAlgOf } from './proof.ts';
import { askClientId, defaultsOf } from './settings.ts';
import { verifyAndStore } from './storing.ts';

/** `tv profiles update` */
export async function run(context: Context, input: Input): Promise<Result> {
  const name = required(input, 'name');
  const store = await context.profiles();
  const before = await store.load(name);
  if (before.auth === 'sandbox') {
    throw new TvError('usage.invalid_value', 'The profile `sandbox` is built in and cannot be changed');
  }
  assertChanges(input, name);
  const proof = await readProof(context, input);
  const domain = input.text('domain');
  const profile: Profile = {
    ...before,
    ...(domain === undefined ? {} : { domain: store.parseDomain(domain).label }),
    ...(await proven(context, input, before, proof)),
    ...settings(input, before),
  };
  return verifyAndStore(context, input, { profile, secret: proof?.secret ?? null, isNew: false });
}

function assertChanges(input: Input, name: string): void {
  const options = [...profileOptions, ...updateOptions].filter((option) => option.name !== 'no-verify');
  const given = options.filter(({ name: option, kind }) => {
    if (kind === 'flag') return input.flag(option);
    if (kind === 'integer') return input.integer(option) !== undefined;
    return kind === 'list' ? input.list(option).length > 0 : input.text(option) !== undefined;
  });
  if (given.length > 0) return;
  throw new TvError(
    'usage.missing_argument',
    `Nothing is named that should change in the profile \`${name}\``,
    {
      hint: 'See the options in `tv profiles update --help`, or try the profile with `tv profiles test`',
    },
  );
}

/** Application and proof as they are after the change. */
async function proven(
  context: Context,
  input: Input,
  before: Profile,
  proof: Proof | undefined,
): Promise<Pick<Profile, 'auth' | 'clientId' | 'secret' | 'signingAlg'>> {
  const auth = proof?.auth ?? before.auth;
  const clientId = input.text('client-id') ?? before.clientId;
  return {
    auth,
    clientId: clientId === null && auth !== 'token' ? await askClientId(context) : clientId,
    secret: proof?.source ?? before.secret,
    signingAlg: signingAlgOf(input, auth, before.signingAlg),
  };
}

function settings(
  input: Input,
  before: Profile,
): Pick<Profile, 'audience' | 'protected' | 'readOnly' | 'defaults'> {
  const unset = input.list('unset');
  for (const setting of unset) assertOnce(input, setting);
  return {
    audience: unset.includes('audience') ? null : (input.text('audience') ?? before.audience),
    protected: input.flag('protected') || (before.protected && !input.flag('no-protected')),
    readOnly: input.flag('read-only') || (before.readOnly && !input.flag('no-read-only')),
    defaults: defaultsOf(input, before.defaults, unset),
  };
}

function assertOnce(input: Input, setting: string): void {
  const value = setting === 'default-timeout' ? input.integer(setting) : input.text(setting);
  if (value === undefined) return;
  throw new TvError('usage.conflict', `\`--${setting}\` and \`--unset ${setting}\` exclude each other`, {
    hint: 'Give one of them',
  });
}
