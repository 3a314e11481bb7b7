import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TvError } from '../core/errors.ts';
import { outputFormats } from '../core/globals.ts';
import { isObject, parseJson } from '../core/json.ts';
import type { ProfileDefaults } from '../core/profiles.ts';
import { quotedList } from '../core/text.ts';
import { readIfThere, reasonOf } from './private-files.ts';
import { isProfileName } from './profile-name.ts';

const fileName = '.tv.json';
const keys: readonly string[] = ['profile', 'output', 'timeout'];

/** What a `.tv.json` in the working tree says; never a secret and nothing that is run. */
export interface WorkingTree {
  readonly path: string;
  readonly profile: string | null;
  readonly defaults: ProfileDefaults;
}

/**
 * Finds `.tv.json` in the directory or above it, no further than the home directory or the root of a git repository.
 * Null when there is none; throws `config.file` naming the file when it is not usable.
 */
export async function loadWorkingTree(place: {
  readonly cwd: string;
  readonly home: string | undefined;
}): Promise<WorkingTree | null> {
  for (let directory = place.cwd; ; directory = dirname(directory)) {
    const path = join(directory, fileName);
    const text = readText(path);
    if (text !== null) return parseWorkingTree(path, text);
    if (directory === place.home || directory === dirname(directory)) return null;
    if (existsSync(join(directory, '.git'))) return null;
  }
}

function readText(path: string): string | null {
  try {
    return readIfThere(path);
  } catch (error) {
    // A directory above that cannot be searched is none of our business.
    if (reasonOf(error) === 'permission denied') return null;
    throw unusable(path, `it could not be read: ${reasonOf(error)}`);
  }
}

function parseWorkingTree(path: string, text: string): WorkingTree {
  const value = parseJson(text);
  if (!isObject(value)) throw unusable(path, 'it is not a JSON object');
  const foreign = Object.keys(value).filter((key) => !keys.includes(key));
  if (foreign.length > 0) throw unusable(path, `it has the unknown ${quotedList(foreign)}`);
  const { profile, output, timeout } = value;
  if (profile !== undefined && !(typeof profile === 'string' && isProfileName(profile))) {
    throw unusable(path, '`profile` is not the name of a profile');
  }
  return { path, profile: profile ?? null, defaults: parseDefaults(path, output, timeout) };
}

function parseDefaults(path: string, output: unknown, timeout: unknown): ProfileDefaults {
  const format = outputFormats.find((known) => known === output);
  if (output !== undefined && format === undefined) {
    throw unusable(path, `\`output\` is none of ${quotedList(outputFormats, 'or')}`);
  }
  const seconds = typeof timeout === 'number' && Number.isInteger(timeout) ? timeout : 0;
  if (timeout !== undefined && (seconds < 1 || seconds > 3600)) {
    throw unusable(path, '`timeout` is not a whole number of seconds from 1 to 3600');
  }
  return {
    ...(format === undefined ? {} : { output: format }),
    ...(timeout === undefined ? {} : { timeout: seconds }),
  };
}

function unusable(path: string, why: string): TvError {
  return new TvError('config.file', `\`${path}\` is not usable: ${why}`, {
    hint: `It may hold ${quotedList(keys)} only; secrets and commands belong into a profile (\`tv profiles add\`)`,
  });
}
