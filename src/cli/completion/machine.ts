import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, parseJson } from '../../core/json.ts';
import type { Lookup, TypedLine } from './complete.ts';
import {
  appCandidates,
  connectionCandidates,
  type NamesKey,
  namesPath,
  recallNames,
  type SeenNames,
} from './name-cache.ts';
import type { Scene } from './request.ts';

interface Places {
  readonly config: string | null;
  readonly state: string | null;
}

/** Looks names up on this machine: profile files by their names, and what was last seen on the tenant. */
export async function lookupOn(scene: Scene): Promise<Lookup> {
  const [{ findDirectories }, { decodeName, sandboxName }, { parseTenantDomain }] = await Promise.all([
    import('../../config/directories.ts'),
    import('../../config/profile-name.ts'),
    import('../../config/domain.ts'),
  ]);
  const places: Places = findDirectories(scene);
  const profiles = (): readonly string[] =>
    filesIn(places.config, 'profiles').flatMap((file) =>
      file.endsWith('.json') ? (decodeName(file.slice(0, -'.json'.length)) ?? []) : [],
    );
  const tenantOf = (domain: string): NamesKey => ({ tenant: parseTenantDomain(domain).label });
  const names = (typed: TypedLine): SeenNames => {
    const key = keyOf(typed, scene, places, profiles, tenantOf);
    if (key === undefined || places.state === null) return { connections: {}, apps: {} };
    return recallNames(namesPath(places.state, key), Date.now());
  };
  return (what, typed) => {
    if (what === 'connection') return connectionCandidates(names(typed));
    if (what === 'app') return appCandidates(names(typed));
    return [...new Set([...profiles(), sandboxName])].map((value) => ({ value, summary: 'profile' }));
  };
}

/** Whose names to offer, by the order in which credentials are found (product section 5). */
function keyOf(
  typed: TypedLine,
  { env }: Scene,
  { config }: Places,
  profiles: () => readonly string[],
  tenantOf: (domain: string) => NamesKey,
): NamesKey | undefined {
  const named = typed.given.get('profile') || env.TV_PROFILE;
  if (named) return { profile: named };
  if (env.AUTH0_DOMAIN) return tenantOf(env.AUTH0_DOMAIN);
  const active = config === null ? undefined : parseJson(textOf(join(config, 'active.json')));
  if (isObject(active) && typeof active.profile === 'string') return { profile: active.profile };
  const [only, another] = profiles();
  return only === undefined || another !== undefined ? undefined : { profile: only };
}

function filesIn(directory: string | null, folder: string): readonly string[] {
  if (directory === null) return [];
  try {
    return readdirSync(join(directory, folder)).sort();
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
