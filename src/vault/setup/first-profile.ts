import type { Context } from '../../core/context.ts';
import { asTvError } from '../../core/errors.ts';
import type { Profile, ProfileStore } from '../../core/profiles.ts';
import { Secret } from '../../core/secret.ts';
import type { Prompter } from '../../core/terminal-ports.ts';
import { askClientId, askDomain } from '../profiles/questions.ts';

/** Leads to an application of the tenant's own for `tv`, tries its credentials and stores them as the active profile. */
export async function addFirstProfile(context: Context): Promise<void> {
  const [store, prompter] = await Promise.all([context.profiles(), context.prompter()]);
  const others = (await store.list()).profiles.filter(({ auth }) => auth !== 'sandbox');
  if (others.length > 0) return activateOne(context, store, prompter, others);
  context.reporter.show(introduction(scopesToPaste(context)));
  const { profile, secret } = await askUntilAccepted(context, store, prompter);
  const saved = await store.save(profile, secret, { isNew: true });
  await store.activate(profile.name);
  context.reporter.note(`Added the profile \`${profile.name}\`, the active one now`, 'setup.profile');
  for (const note of store.secretNotes(saved)) context.reporter.note(note, 'setup.secret');
}

async function activateOne(
  context: Context,
  store: ProfileStore,
  prompter: Prompter,
  profiles: readonly Profile[],
): Promise<void> {
  const name = await prompter.select({
    message: 'Which tenant, from now on',
    flag: '--profile',
    choices: profiles.map((profile) => ({
      value: profile.name,
      name: profile.name,
      description: profile.domain,
    })),
  });
  await store.activate(name);
  context.reporter.note(`Profile \`${name}\` is the active one now`, 'setup.profile');
}

/** Scopes that setting up and examining use, once each. */
function scopesToPaste({ commands }: Context): readonly string[] {
  const used = commands.filter(({ path }) => path[0] === 'setup' || path[0] === 'doctor');
  return [...new Set(used.flatMap(({ scopes = [] }) => scopes.map(({ scope }) => scope)))];
}

function introduction(scopes: readonly string[]): string {
  return [
    'There is no profile yet. `tv` works with a machine-to-machine application of your tenant:',
    '',
    '1. Open https://manage.auth0.com/#/applications and choose Create Application, Machine to Machine Applications',
    '2. Authorise it for the Auth0 Management API with these scopes:',
    `   ${scopes.join(' ')}`,
    '3. Copy domain, client id and client secret from its Settings',
    '',
    'To try everything without an account, press Ctrl-C and run `tv -p sandbox setup`.',
    '',
  ].join('\n');
}

interface Accepted {
  readonly profile: Profile;
  readonly secret: Secret;
}

/** Asks again when the tenant cannot be reached or refuses; nothing is stored until it accepts. */
async function askUntilAccepted(
  context: Context,
  store: ProfileStore,
  prompter: Prompter,
): Promise<Accepted> {
  let domain: string | undefined;
  let clientId: string | undefined;
  for (;;) {
    domain = await askDomain(prompter, store, domain);
    clientId = await askClientId(prompter, clientId);
    const secret = new Secret(
      await prompter.secret({ message: `Client secret of ${clientId}`, flag: '--client-secret-stdin' }),
    );
    const profile = profileFor(domain, clientId);
    try {
      const tenant = await context.connect(await store.credentials(profile, secret), { fresh: true });
      await tenant.heldScopes();
      return { profile, secret };
    } catch (error) {
      const failure = asTvError(error);
      if (!/^(access|network|api)\./.test(failure.code)) throw error;
      const hint = failure.hint === undefined ? '' : `. ${failure.hint}`;
      context.reporter.warn(failure.code, `${failure.message}${hint}`);
    }
  }
}

function profileFor(domain: string, clientId: string): Profile {
  return {
    name: nameFor(domain),
    domain,
    clientId,
    auth: 'client_secret',
    secret: { kind: 'keychain' },
    signingAlg: null,
    audience: null,
    protected: false,
    readOnly: false,
    defaults: {},
  };
}

/** The first label of the domain; `tv profiles rename` gives another name. */
function nameFor(domain: string): string {
  const label = domain.replace(/^https?:\/\//, '').split(/[.:]/)[0] ?? '';
  return /^[a-z][a-z0-9-]*$/.test(label) && label !== 'sandbox' ? label : 'default';
}
