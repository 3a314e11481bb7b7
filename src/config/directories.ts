import { posix, win32 } from 'node:path';
import type { Host } from '../core/host.ts';

const application = 'tokenvault-cli';

/** Directories that could be told; null where there is neither a home nor an override. */
export interface FoundDirectories {
  readonly config: string | null;
  readonly state: string | null;
}

/** What the directories depend on. */
export type Surroundings = Pick<Host, 'env' | 'home' | 'platform' | 'cwd'>;

/**
 * Where `tv` keeps its files: `TV_CONFIG_DIR` and `TV_STATE_DIR`, else XDG or the platform's places. Touches no disk.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function findDirectories(surroundings: Surroundings): FoundDirectories {
  const { env, cwd, platform } = surroundings;
  const path = platform === 'win32' ? win32 : posix;
  const override = (name: string): string | null => {
    const value = env[name];
    return value === undefined || value === '' ? null : path.resolve(cwd, value);
  };
  const standard = platformDirectories(surroundings);
  return {
    config: override('TV_CONFIG_DIR') ?? standard.config,
    state: override('TV_STATE_DIR') ?? standard.state,
  };
}

function platformDirectories({ env, home, platform }: Surroundings): FoundDirectories {
  const path = platform === 'win32' ? win32 : posix;
  // The specification wants relative values ignored.
  const place = (name: string, ...fallback: readonly string[]): string | null => {
    const value = env[name];
    if (value !== undefined && path.isAbsolute(value)) return value;
    return home === undefined || home === '' ? null : path.join(home, ...fallback);
  };
  const join = (base: string | null, ...rest: readonly string[]): string | null =>
    base === null ? null : path.join(base, application, ...rest);
  if (platform === 'win32') {
    return {
      config: join(place('APPDATA', 'AppData', 'Roaming'), 'Config'),
      state: join(place('LOCALAPPDATA', 'AppData', 'Local'), 'State'),
    };
  }
  if (platform === 'darwin') {
    return {
      config: join(place('XDG_CONFIG_HOME', 'Library', 'Preferences')),
      state: join(place('XDG_STATE_HOME', 'Library', 'Application Support')),
    };
  }
  return {
    config: join(place('XDG_CONFIG_HOME', '.config')),
    state: join(place('XDG_STATE_HOME', '.local', 'state')),
  };
}
