import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/model.ts';
import { lastError, openDesk } from './tv.ts';
import { storedClient, writes } from './vault-desk.ts';

interface Written {
  readonly dry_run: boolean;
  readonly changes: readonly Change[];
}

describe('tv apps create-api-client', () => {
  const create = [
    'apps',
    'create-api-client',
    '--api',
    'https://api.acme.example',
    '--secret-out',
    'allowed/api.secret',
  ];

  it('creates an application that may exchange, its secret in a private file only', async () => {
    const desk = await openDesk();
    mkdirSync(join(desk.home, 'allowed'));
    const { exit, data, stderr } = await desk.json([...create, '--name', 'Acme Exchange']);
    expect(exit).toBe(0);
    const stored = await storedClient(desk, 'Acme Exchange');
    expect((data as Written).changes).toMatchObject([{ id: stored.client_id, status: 'applied' }]);
    const file = join(desk.home, 'allowed', 'api.secret');
    expect(readFileSync(file, 'utf8')).toBe(`${stored.client_secret}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(stderr).not.toContain(String(stored.client_secret));
    expect((await desk.json(['apps', 'check', 'Acme Exchange', '--exchange', 'access_token'])).exit).toBe(0);
  });

  it('makes nothing when its file is in the way', async () => {
    const desk = await openDesk();
    mkdirSync(join(desk.home, 'allowed'));
    writeFileSync(join(desk.home, 'allowed', 'api.secret'), 'mine');
    const { exit, stderr } = await desk.json(create);
    expect(exit).toBe(6);
    expect(lastError(stderr).code).toBe('refused.insecure');
    expect(await writes(desk)).toEqual([]);
    expect(readFileSync(join(desk.home, 'allowed', 'api.secret'), 'utf8')).toBe('mine');
  });

  it('leaves no file behind when Auth0 refuses', async () => {
    const desk = await openDesk();
    mkdirSync(join(desk.home, 'allowed'));
    await desk.control('POST', '/faults', [{ method: 'POST', path: '/clients$', kind: '500' }]);
    expect((await desk.json(create)).exit).toBe(7);
    expect(() => statSync(join(desk.home, 'allowed', 'api.secret'))).toThrow();
  });

  it.each([
    [['--api', 'https://api.acme.example'], 2, 'usage.missing_argument'],
    [['--secret-out', 'x'], 2, 'usage.missing_argument'],
    [['--api', 'https://nothing', '--secret-out', 'x'], 5, 'not_found.api'],
  ])('with %j says what is wrong', async (args, exit, code) => {
    const desk = await openDesk();
    const result = await desk.json(['apps', 'create-api-client', ...args]);
    expect(result.exit).toBe(exit);
    expect(lastError(result.stderr).code).toBe(code);
  });
});
