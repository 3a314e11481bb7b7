import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openUrl } from '../../src/browser/open.ts';

const url = 'https://acme.eu.auth0.com/authorize?a=b&c=$(touch%20x)&d=;';
let bin = '';

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'tv-open-'));
});
afterEach(() => rmSync(bin, { recursive: true, force: true }));

/** A program of that name that writes down how it was called. */
function program(name: string, exit = 0): string {
  const path = join(bin, name);
  const log = join(bin, `${name}.log`);
  writeFileSync(
    path,
    `#!/bin/sh\nprintf '%s\\n' "$#" "$@" "$AUTH0_CLIENT_SECRET$TV_APP_CLIENT_SECRET" > '${log}'\nexit ${exit}\n`,
  );
  chmodSync(path, 0o755);
  return log;
}

const env = (more: Record<string, string> = {}) => ({
  PATH: `${bin}:/usr/bin:/bin`,
  AUTH0_CLIENT_SECRET: 'hush',
  TV_APP_CLIENT_SECRET: 'hush',
  ...more,
});

describe('opening the browser', () => {
  it('gives the address as one word, without a shell and without the credentials', async () => {
    const log = program('xdg-open');
    expect(await openUrl(url, { platform: 'linux', env: env({ DISPLAY: ':0' }) })).toBe(true);
    expect(readFileSync(log, 'utf8')).toBe(`1\n${url}\n\n`);
  });

  it('uses `open` on macOS', async () => {
    const log = program('open');
    expect(await openUrl(url, { platform: 'darwin', env: env() })).toBe(true);
    expect(readFileSync(log, 'utf8')).toContain(url);
  });

  it('uses the protocol handler on Windows, never `cmd`', async () => {
    const log = program('rundll32.exe');
    expect(await openUrl(url, { platform: 'win32', env: env() })).toBe(true);
    expect(readFileSync(log, 'utf8')).toBe(`2\nurl.dll,FileProtocolHandler\n${url}\n\n`);
  });

  it('tries the browser of Windows first inside WSL', async () => {
    program('wslview', 1);
    const log = program('xdg-open');
    expect(await openUrl(url, { platform: 'linux', env: env({ WSL_DISTRO_NAME: 'Debian' }) })).toBe(true);
    expect(readFileSync(log, 'utf8')).toContain(url);
  });

  it('is false when the program fails, is missing, or there is no screen', async () => {
    expect(await openUrl(url, { platform: 'darwin', env: { PATH: bin } })).toBe(false);
    program('xdg-open', 3);
    expect(await openUrl(url, { platform: 'linux', env: env({ DISPLAY: ':0' }) })).toBe(false);
    expect(await openUrl(url, { platform: 'linux', env: env() })).toBe(false);
  });
});
