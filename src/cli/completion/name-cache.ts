import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, parseJson } from '../../core/json.ts';
import type { Candidate } from './tree.ts';

/** Names last seen on a tenant, with when (milliseconds since the epoch): connections by name, applications by client id. */
export interface SeenNames {
  readonly connections: Readonly<Record<string, number>>;
  readonly apps: Readonly<Record<string, { readonly name: string; readonly seen: number }>>;
}

/** Whose names they are: of a profile, or of the tenant that the environment names. */
export type NamesKey = { readonly profile: string } | { readonly tenant: string };

/** How long a name is offered after it was last seen: a working day, in milliseconds. */
export const namesLifetime = 8 * 60 * 60 * 1000;

/** Names kept at most of each kind. */
const most = 1000;

/** The file that holds the names, below the state directory. */
export function namesPath(stateDirectory: string, key: NamesKey): string {
  const name = 'profile' in key ? `profile-${key.profile}` : `tenant-${key.tenant}`;
  return join(stateDirectory, 'names', `${encodeURIComponent(name)}.json`);
}

/** What the file holds that is still fresh; nothing when it is missing or unusable. */
export function recallNames(path: string, now: number): SeenNames {
  const content = parseJson(readIfThere(path));
  const fresh = (seen: unknown): seen is number => typeof seen === 'number' && now - seen < namesLifetime;
  const read = (key: 'connections' | 'apps'): readonly (readonly [string, unknown])[] =>
    isObject(content) && isObject(content[key]) ? Object.entries(content[key]) : [];
  return {
    connections: Object.fromEntries(
      read('connections').filter((entry): entry is [string, number] => fresh(entry[1])),
    ),
    apps: Object.fromEntries(
      read('apps').flatMap(([id, app]) =>
        isObject(app) && typeof app.name === 'string' && fresh(app.seen)
          ? [[id, { name: app.name, seen: app.seen }]]
          : [],
      ),
    ),
  };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The names a result of `tv connections …` or `tv apps …` shows, added to those known before. */
export function withSeen(known: SeenNames, noun: string | undefined, data: unknown, now: number): SeenNames {
  const items = (Array.isArray(data) ? data : [data]).filter(isObject);
  if (noun === 'connections') {
    const seen = items.flatMap(({ name }) => (isPlain(name) ? [[name, now] as const] : []));
    return { ...known, connections: newest({ ...known.connections, ...Object.fromEntries(seen) }) };
  }
  if (noun !== 'apps') return known;
  const seen = items.flatMap(({ client_id: id, name }) =>
    isPlain(id) && isPlain(name) ? [[id, { name, seen: now }] as const] : [],
  );
  return { ...known, apps: newest({ ...known.apps, ...Object.fromEntries(seen) }) };
}

function newest<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).slice(-most));
}

/** A name that can be typed: no control character and no line end. */
function isPlain(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(name);
}

/** Connections as candidates. */
export function connectionCandidates({ connections }: SeenNames): readonly Candidate[] {
  return Object.keys(connections)
    .sort()
    .map((value) => ({ value, summary: 'connection' }));
}

/** Applications as candidates: each by its name where only one has it, and by its client id. */
export function appCandidates({ apps }: SeenNames): readonly Candidate[] {
  // Not by locale: setting that up takes longer than all the rest of an answer.
  const all = Object.entries(apps).sort(([, left], [, right]) => (left.name < right.name ? -1 : 1));
  const counts = new Map<string, number>();
  for (const [, { name }] of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = all
    .filter(([, { name }]) => counts.get(name) === 1)
    .map(([id, { name }]) => ({ value: name, summary: id }));
  return [...named, ...all.map(([id, { name }]) => ({ value: id, summary: name }))];
}
