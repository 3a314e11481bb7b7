import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

const service = 'tokenvault-cli';
/** Milliseconds: long enough to answer an unlock dialog, short where nobody can see one. */
const patience = { dialog: 60_000, headless: 5_000 };

/** The keychain of the operating system; every method rejects when it cannot be used. */
export interface Keychain {
  /** Null when there is no such entry. */
  read(account: string): Promise<string | null>;
  write(account: string, value: string): Promise<void>;
  remove(account: string): Promise<void>;
}

/**
 * Opens the keychain; null where there is none: `TV_KEYCHAIN=off`, a Linux without a session bus, or a platform the
 * optional package has no binary for. Opening asks the keychain nothing.
 */
export async function openKeychain(env: Environment, platform: NodeJS.Platform): Promise<Keychain | null> {
  if (env.TV_KEYCHAIN === 'off' || (platform === 'linux' && !hasSessionBus(env))) return null;
  const keyring = await import('@napi-rs/keyring').catch(() => null);
  if (keyring === null) return null;
  // Without the pin it falls back to the kernel's keyring, which forgets at the next boot.
  const options = { linux: { store: 'secret-service' } } as const;
  const ms = platform === 'linux' && !hasDisplay(env) ? patience.headless : patience.dialog;
  const entry = (account: string) => new keyring.AsyncEntry(service, account, options);
  return {
    read: (account) => within(ms, async (signal) => (await entry(account).getPassword(signal)) ?? null),
    write: (account, value) => within(ms, (signal) => entry(account).setPassword(value, signal)),
    remove: (account) =>
      within(ms, async (signal) => {
        await entry(account).deletePassword(signal);
      }),
  };
}

/** Asking for a Secret Service without a bus can only fail. https://specifications.freedesktop.org/secret-service/ */
function hasSessionBus(env: Environment): boolean {
  if (env.DBUS_SESSION_BUS_ADDRESS) return true;
  return env.XDG_RUNTIME_DIR ? existsSync(join(env.XDG_RUNTIME_DIR, 'bus')) : false;
}

function hasDisplay(env: Environment): boolean {
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms / 1000} s`));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
