import { TvError } from '../core/errors.ts';
import type { Credentials, ProfileStore } from '../core/profiles.ts';
import { quotedList } from '../core/text.ts';
import { readActiveName } from './active-profile.ts';
import type { FoundDirectories } from './directories.ts';
import {
  type Environment,
  hasEnvironmentBundle,
  type ReadFile,
  readEnvironmentBundle,
} from './environment.ts';
import { sandboxName } from './profile-name.ts';
import type { WorkingTree } from './working-tree.ts';

/** What credentials are looked for in. */
export interface ResolutionRequest {
  /** Value of `--profile`. */
  readonly flag: string | undefined;
  readonly env: Environment;
  /** The `.tv.json` in force, if any. */
  readonly tree: WorkingTree | null;
  readonly directories: FoundDirectories;
  readonly readFile: ReadFile;
  /** Loads the profiles; not called when the environment gives the credentials. */
  readonly store: () => Promise<ProfileStore>;
}

/** The credentials to use. The built-in sandbox has none before it runs, so it is the caller who starts it and makes them. */
export type Resolution = {
  /** Which source was used, for people, where there were two; to be said once. */
  readonly note: string | null;
} & (
  | { readonly source: 'environment' | 'profile'; readonly credentials: Credentials }
  | { readonly source: 'sandbox' }
);

/**
 * Finds the one bundle to use: `--profile`, `TV_PROFILE`, the `AUTH0_*` environment, `.tv.json`, the active profile, the
 * only profile (product section 5). Throws `config.*` and `not_found.profile`.
 */
export async function resolveCredentials(request: ResolutionRequest): Promise<Resolution> {
  const named = chosenByName(request);
  if (named !== undefined)
    return fromProfile(request, named.name, named.origin, losers(request, named.origin));
  const bundle = await readEnvironmentBundle(request.env, request.readFile);
  if (bundle !== null) return fromEnvironment(request, bundle);
  if (request.tree?.profile) {
    const active = await activeNameOf(request);
    const passedOver =
      active === null || active === request.tree.profile ? [] : [`the active profile \`${active}\``];
    return fromProfile(request, request.tree.profile, `\`${request.tree.path}\``, passedOver);
  }
  const store = await request.store();
  const active = await store.activeName();
  if (active !== null) return fromProfile(request, active, 'the active profile', []);
  return fromProfile(request, await onlyProfile(store), 'the only profile', []);
}

function chosenByName({
  flag,
  env,
}: ResolutionRequest): { readonly name: string; readonly origin: string } | undefined {
  if (flag !== undefined) return { name: flag, origin: '`--profile`' };
  return env.TV_PROFILE ? { name: env.TV_PROFILE, origin: '`TV_PROFILE`' } : undefined;
}

/** Other sources that were set on purpose; an active profile gives way to a name silently, that is what names are for. */
function losers({ flag, env }: ResolutionRequest, winner: string): readonly string[] {
  const other = winner === '`--profile`' && env.TV_PROFILE && env.TV_PROFILE !== flag;
  return [
    ...(other ? [`\`TV_PROFILE\` (\`${env.TV_PROFILE}\`)`] : []),
    ...(hasEnvironmentBundle(env) ? ['the `AUTH0_*` environment'] : []),
  ];
}

async function fromEnvironment(request: ResolutionRequest, bundle: Credentials): Promise<Resolution> {
  const active = await activeNameOf(request);
  const { tree } = request;
  const passedOver = [
    ...(tree?.profile ? [`the profile \`${tree.profile}\` of \`${tree.path}\``] : []),
    ...(active === null ? [] : [`the active profile \`${active}\``]),
  ];
  const domain = bundle.tenant.label;
  return {
    source: 'environment',
    credentials: withTree(bundle, tree),
    note: noteOf(`the \`AUTH0_*\` environment (\`${domain}\`)`, passedOver),
  };
}

async function fromProfile(
  request: ResolutionRequest,
  name: string,
  origin: string,
  passedOver: readonly string[],
): Promise<Resolution> {
  const note = noteOf(`the profile \`${name}\` (${origin})`, passedOver);
  if (name === sandboxName) return { source: 'sandbox', note };
  const store = await request.store();
  const profile = await store.load(name).catch((error: unknown) => {
    throw error instanceof TvError ? named(error, origin) : error;
  });
  return {
    source: 'profile',
    credentials: withTree(await store.credentials(profile, null), request.tree),
    note,
  };
}

/** Tells where the name of a missing profile came from, unless it was typed. */
function named(error: TvError, origin: string): TvError {
  if (error.code !== 'not_found.profile' || origin === '`--profile`') return error;
  return new TvError(error.code, error.message, { ...error.details, cause: `It is named by ${origin}` });
}

function noteOf(used: string, passedOver: readonly string[]): string | null {
  return passedOver.length === 0 ? null : `Using ${used}, not ${passedOver.join(' or ')}`;
}

/** Settings of the working tree are closer to the work than those of the profile. */
function withTree(credentials: Credentials, tree: WorkingTree | null): Credentials {
  return tree === null
    ? credentials
    : { ...credentials, defaults: { ...credentials.defaults, ...tree.defaults } };
}

async function onlyProfile(store: ProfileStore): Promise<string> {
  const { profiles, unreadable } = await store.list();
  const stored = profiles.filter(({ name }) => name !== sandboxName);
  const [broken] = unreadable;
  // With one that cannot be read, the other is not the only one.
  if (broken !== undefined && stored.length < 2) throw broken;
  const [only, second] = stored;
  if (only === undefined) {
    throw new TvError(
      'config.no_profile',
      'There are no credentials: no profile and no `AUTH0_*` environment',
    );
  }
  if (second === undefined) return only.name;
  throw new TvError(
    'config.no_profile',
    `None of the profiles ${quotedList(stored.map(({ name }) => name))} is active`,
    {
      hint: 'Choose one with `tv profiles use <name>`, or for one command with `--profile <name>`',
    },
  );
}

/** Read without the profile store, which a run on environment credentials never loads; only for what is told. */
async function activeNameOf({ directories }: ResolutionRequest): Promise<string | null> {
  return directories.config === null ? null : readActiveName(directories.config).catch(() => null);
}
