import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from './environment.ts';
import type { Keychain } from './keychain.ts';
import { keychainService } from './keychain-service.ts';
import { within } from './within.ts';

/** Milliseconds: long enough to answer an unlock dialog, short where nobody can see one. */
const patience = { dialog: 60_000, headless: 5_000 };
const program = 'secret-tool';

/**
 * The Secret Service (GNOME Keyring, KWallet, KeePassXC), through libsecret's `secret-tool`, which takes secrets from stdin and
 * never as arguments; null without that program or without a session bus, where asking could only fail.
 * https://specifications.freedesktop.org/secret-service/
 */
export function openSecretService(env: Environment): Keychain | null {
  if (!hasSessionBus(env) || !isInstalled(env)) return null;
  const ms = env.DISPLAY || env.WAYLAND_DISPLAY ? patience.dialog : patience.headless;
  const ask = (words: readonly string[], account: string, input = ''): Promise<string | null> =>
    within(ms, (signal) =>
      run([...words, 'service', keychainService, 'username', account], { env, signal, input }),
    );
  return {
    read: (account) => ask(['lookup'], account),
    write: async (account, value) => {
      await ask(['store', '--label', `${keychainService}: ${account}`], account, value);
    },
    remove: async (account) => {
      await ask(['clear'], account);
    },
  };
}

function hasSessionBus(env: Environment): boolean {
  if (env.DBUS_SESSION_BUS_ADDRESS) return true;
  return env.XDG_RUNTIME_DIR ? existsSync(join(env.XDG_RUNTIME_DIR, 'bus')) : false;
}

/** Whether the Secret Service could be used if only its program were installed. */
export function lacksSecretTool(env: Environment): boolean {
  return hasSessionBus(env) && !isInstalled(env);
}

function isInstalled({ PATH = '' }: Environment): boolean {
  return PATH.split(delimiter).some((directory) => directory !== '' && existsSync(join(directory, program)));
}

/** What the program prints; null when it says by its exit code alone that there is no such entry. */
function run(
  words: readonly string[],
  { env, signal, input }: { readonly env: Environment; readonly signal: AbortSignal; readonly input: string },
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { env: { ...env }, signal }, (error, stdout, stderr) => {
      const said = stderr.trim();
      if (error === null) resolve(stdout);
      else if (error.code === 1 && said === '') resolve(null);
      else reject(new Error(said === '' ? `\`${program}\` failed` : said));
    });
    // One that ends before it has read everything is told by its exit code.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
