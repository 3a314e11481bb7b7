import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TvError } from '../core/errors.ts';
import { isObject, parseJson } from '../core/json.ts';
import { makeDirectories } from '../core/make-directories.ts';
import { fileError, readConfig, writePrivateFile } from './private-files.ts';
import { isProfileName } from './profile-name.ts';

/** Name of the active profile, null when none is; throws `config.file` naming the file when it is not usable. */
export async function readActiveName(configDirectory: string): Promise<string | null> {
  const path = pathIn(configDirectory);
  const text = readConfig(path);
  if (text === null) return null;
  const content = parseJson(text);
  if (isObject(content) && typeof content.profile === 'string' && isProfileName(content.profile)) {
    return content.profile;
  }
  throw new TvError('config.file', `\`${path}\` does not name a profile`, {
    hint: 'Choose one with `tv profiles use <name>`, which writes the file anew',
  });
}

/** Makes a profile the active one, or none with null; throws `config.file`. */
export async function writeActiveName(configDirectory: string, name: string | null): Promise<void> {
  const path = pathIn(configDirectory);
  try {
    await makeDirectories(configDirectory);
    if (name === null) await rm(path, { force: true });
    else await writePrivateFile(path, `${JSON.stringify({ profile: name })}\n`);
  } catch (error) {
    throw fileError('written', path, error);
  }
}

function pathIn(configDirectory: string): string {
  return join(configDirectory, 'active.json');
}
