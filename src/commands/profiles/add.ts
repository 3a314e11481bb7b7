import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Profile, ProfileStore } from '../../core/profiles.ts';
import type { Result } from '../../core/result.ts';
import { askProof, readProof, signingAlgOf } from './proof.ts';
import { askClientId, askDomain, defaultsOf } from './settings.ts';
import { verifyAndStore } from './storing.ts';

/** `tv profiles add` */
export async function run(context: Context, input: Input): Promise<Result> {
  const name = required(input, 'name');
  const store = await context.profiles();
  await assertFree(store, name);
  const domain = await askDomain(context, input, store);
  const given = await readProof(context, input);
  const clientId = input.text('client-id') ?? (given?.auth === 'token' ? null : await askClientId(context));
  const proof = given ?? (await askProof(context, input, clientId ?? name));
  const profile: Profile = {
    name,
    domain,
    clientId,
    auth: proof.auth,
    secret: proof.source,
    signingAlg: signingAlgOf(input, proof.auth, null),
    audience: input.text('audience') ?? null,
    protected: input.flag('protected'),
    readOnly: input.flag('read-only'),
    defaults: defaultsOf(input, {}, []),
  };
  return verifyAndStore(context, input, { profile, secret: proof.secret, isNew: true });
}

async function assertFree(store: ProfileStore, name: string): Promise<void> {
  store.checkName(name);
  if (!(await store.list()).profiles.some((profile) => profile.name === name)) return;
  throw new TvError('config.exists', `There is a profile \`${name}\` already`, {
    hint: `Change it with \`tv profiles update ${name}\`, or choose another name`,
  });
}
