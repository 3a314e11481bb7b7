import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filtered, lastError, openDesk } from './tv.ts';

const github = 'acc3f0c0-4d57-4c9b-833b-f470326a502b';
const keys = [
  'id',
  'user_id',
  'connection',
  'connection_id',
  'strategy',
  'access_type',
  'organization_id',
  'scopes',
  'issued_at',
  'expires_at',
  'last_used_at',
  'expired',
  'source',
];

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly connection: string;
  readonly source: string;
  readonly tenant?: string;
  readonly email?: string | null;
}

describe('tv tokensets list', () => {
  it('unites both generations, every key always present', async () => {
    const desk = await openDesk();
    const { exit, data, stderr } = await desk.json(['tokensets', 'list', '--user', 'ada@example.com']);
    const rows = data as readonly Row[];
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['tokensets', 'connected_accounts']));
    for (const row of rows) expect(Object.keys(row)).toEqual(keys);
  });

  it('prints the same columns in a pipe, separated by tabs', async () => {
    const desk = await openDesk();
    const { exit, stdout } = await desk.run([
      'tokensets',
      'list',
      '--user',
      'auth0|ada',
      '--source',
      'tokensets',
    ]);
    expect(exit).toBe(0);
    expect(filtered(stdout)).toMatchSnapshot();
  });

  it.each([
    [
      'jsonl',
      (text: string) =>
        text
          .trim()
          .split('\n')
          .every((line) => JSON.parse(line).tenant.startsWith('http://127.0.0.1')),
    ],
    ['csv', (text: string) => text.startsWith('id,user_id,connection,')],
    ['yaml', (text: string) => text.startsWith('- id: ')],
    ['id', (text: string) => text.includes(`${github}\n`)],
  ])('speaks %s', async (format, holds) => {
    const desk = await openDesk();
    const { exit, stdout } = await desk.run(['tokensets', 'list', '--user', 'auth0|ada', '-o', format]);
    expect(exit).toBe(0);
    expect(holds(stdout)).toBe(true);
  });

  it('keeps only the fields asked for, in their order', async () => {
    const desk = await openDesk();
    const { data } = await desk.json([
      'tokensets',
      'list',
      '--user',
      'auth0|ada',
      '--fields',
      'connection,id',
      '--limit',
      '1',
    ]);
    expect(data).toEqual([{ connection: 'google-oauth2', id: expect.any(String) }]);
    const wrong = await desk.run(['tokensets', 'list', '--user', 'auth0|ada', '--fields', 'conection']);
    expect(wrong.exit).toBe(2);
    expect(wrong.stdout).toBe('');
    expect(wrong.stderr).toContain('connection');
  });

  it('filters by connection, scope, age and use; an unknown time never matches and is told', async () => {
    const desk = await openDesk();
    const ids = async (...filter: string[]) => {
      const { stdout, exit } = await desk.run([
        'tokensets',
        'list',
        '--user',
        'auth0|ada',
        '--source',
        'tokensets',
        '-o',
        'id',
        ...filter,
      ]);
      expect(exit).toBe(0);
      return stdout.split('\n').filter(Boolean);
    };
    expect(await ids('--connection', 'github')).toEqual([github]);
    expect(await ids('--connection', 'github', '--connection', 'google-oauth2')).toHaveLength(2);
    expect(await ids('--scope', '*calendar*')).toHaveLength(1);
    expect(await ids('--scope', 'calendar')).toEqual([]);
    expect(await ids('--expired')).toHaveLength(1);
    expect(await ids('--unused-for', '150d')).toEqual([github]);
    expect(await ids('--older-than', '100d', '--connection', 'github')).toEqual([github]);
    const grace = await desk.run([
      'tokensets',
      'list',
      '--user',
      'auth0|grace',
      '--older-than',
      '1d',
      '--source',
      'tokensets',
    ]);
    expect(grace.stderr).toContain('1 record left out because the time asked about is unknown');
  });

  it('takes an e-mail in another case, several users, and a user id that needs every kind of encoding', async () => {
    const desk = await openDesk();
    const odd = 'waad|K9/x+Zürich 7=~%41';
    const both = await desk.json([
      'tokensets',
      'list',
      '--user',
      'ADA@example.com',
      '--user',
      odd,
      '--with-user',
    ]);
    expect(both.exit).toBe(0);
    const rows = both.data as readonly Row[];
    expect(new Set(rows.map(({ user_id }) => user_id))).toEqual(new Set(['auth0|ada', odd]));
    expect(rows.find(({ user_id }) => user_id === odd)?.email).toBe('katherine@example.com');
  });

  it('refuses an e-mail of several accounts, unless all are meant', async () => {
    const desk = await openDesk();
    const refused = await desk.run(['tokensets', 'list', '--user', 'alan@example.com', '--json']);
    expect(refused.exit).toBe(2);
    expect(lastError(refused.stderr)).toMatchObject({
      code: 'usage.ambiguous',
      user_ids: expect.arrayContaining(['auth0|alan']),
    });
    const all = await desk.json(['tokensets', 'list', '--user', 'alan@example.com', '--all-matches']);
    expect(all.exit).toBe(0);
  });

  it.each([
    [['--user', 'auth0|nobody'], 5, 'not_found.user'],
    [['--user', 'nobody@example.com'], 5, 'not_found.user'],
    [['--user', 'nobody'], 2, 'usage.invalid_value'],
    [['--user', '.'], 2, 'usage.invalid_value'],
    [[], 2, 'usage.missing_argument'],
    [['--user', 'auth0|ada', '--unused-for', 'long'], 2, 'usage.invalid_value'],
    [['--user', 'auth0|ada', '--source', 'both'], 2, 'usage.invalid_value'],
    [['--user', 'auth0|ada', '--limit', '0'], 2, 'usage.invalid_value'],
    [['--user', 'auth0|ada', '--all-users'], 2, 'usage.conflict'],
    [['--usr', 'auth0|ada'], 2, 'usage.unknown_option'],
    [['--user', 'auth0|ada', 'auth0|grace'], 2, 'usage.excess_arguments'],
  ])('says what is wrong with %j', async (args, exit, code) => {
    const desk = await openDesk();
    const transcript = await desk.run(['tokensets', 'list', ...args, '--json']);
    expect(transcript.stdout).toBe('');
    expect(lastError(transcript.stderr)).toMatchObject({ code, exit });
    expect(transcript.exit).toBe(exit);
  });

  it('passes over a generation that is gone, warns about one that a scope closes, fails when none is left', async () => {
    const current = await openDesk({ generation: 'connected_accounts' });
    const quiet = await current.run(['tokensets', 'list', '--user', 'auth0|ada', '--json']);
    expect(quiet).toMatchObject({ exit: 0, stderr: '' });
    const desk = await openDesk();
    await desk.control('POST', '/scopes', {
      client_id: desk.sandbox.credentials.clientId,
      scopes: ['read:users'],
    });
    const warned = await desk.run(['tokensets', 'list', '--user', 'auth0|ada', '--json']);
    expect(warned.exit).toBe(0);
    expect(warned.stderr).toContain('"code":"tokensets.source_left_out"');
    await desk.control('POST', '/scopes', {
      client_id: desk.sandbox.credentials.clientId,
      scopes: ['read:clients'],
    });
    const closed = await desk.run(['tokensets', 'list', '--user', 'auth0|ada', '--json'], {
      env: { TV_TOKEN_CACHE: 'off' },
    });
    expect(closed.exit).toBe(4);
    expect(lastError(closed.stderr)).toMatchObject({
      code: 'access.scope',
      missing_scopes: expect.arrayContaining(['read:users']),
    });
  });
});

describe('tv tokensets show', () => {
  it('shows one, and suggests the nearest when there is none', async () => {
    const desk = await openDesk();
    const { exit, data } = await desk.json(['tokensets', 'show', github, '--user', 'ada@example.com']);
    expect(exit).toBe(0);
    expect(data).toMatchObject({ id: github, connection: 'github', scopes: ['repo', 'read:user'] });
    const typo = await desk.run([
      'tokensets',
      'show',
      `${github.slice(0, -1)}0`,
      '--user',
      'ada@example.com',
    ]);
    expect(typo.exit).toBe(5);
    expect(typo.stderr).toContain(`Did you mean \`${github}\``);
  });
});

describe('tv tokensets delete', () => {
  const deletes = async (desk: Awaited<ReturnType<typeof openDesk>>): Promise<number> => {
    const requests = (await desk.control('GET', '/requests')) as readonly { readonly method: string }[];
    return requests.filter(({ method }) => method === 'DELETE').length;
  };

  it('deletes one with --yes, says the provider keeps its tokens, and writes a receipt', async () => {
    const desk = await openDesk();
    const receipt = join(desk.home, 'receipt.jsonl');
    const { exit, data, stderr } = await desk.json([
      'tokensets',
      'delete',
      github,
      '--user',
      'ada@example.com',
      '--yes',
      '--receipt',
      receipt,
    ]);
    expect(exit).toBe(0);
    expect(data).toEqual([
      {
        id: github,
        user_id: 'auth0|ada',
        connection: 'github',
        source: 'tokensets',
        deleted: true,
        planned: true,
        error: null,
      },
    ]);
    expect(stderr).toContain('not revoked');
    const left = await desk.json([
      'tokensets',
      'list',
      '--user',
      'auth0|ada',
      '--connection',
      'github',
      '--source',
      'tokensets',
    ]);
    expect(left.data).toEqual([]);
  });

  it('wants a confirmation, and deletes nothing when there is nobody to ask', async () => {
    const desk = await openDesk();
    const { exit, stdout, stderr } = await desk.run([
      'tokensets',
      'delete',
      github,
      '--user',
      'ada@example.com',
    ]);
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Nobody can be asked to confirm: `--yes` is needed to delete 1 tokenset on');
    expect(await deletes(desk)).toBe(0);
  });

  it('deletes nothing when one of those named does not exist', async () => {
    const desk = await openDesk();
    const transcript = await desk.run([
      'tokensets',
      'delete',
      github,
      'no-such-id',
      '--user',
      'ada@example.com',
      '--yes',
      '--json',
    ]);
    expect(transcript.exit).toBe(5);
    expect(lastError(transcript.stderr)).toMatchObject({
      code: 'not_found.tokenset',
      missing: ['no-such-id'],
    });
    expect(await deletes(desk)).toBe(0);
    const passed = await desk.run([
      'tokensets',
      'delete',
      github,
      'no-such-id',
      '--user',
      'ada@example.com',
      '--yes',
      '--ignore-not-found',
    ]);
    expect(passed.exit).toBe(0);
    expect(await deletes(desk)).toBe(1);
  });

  it('plans with --dry-run and sends only reads', async () => {
    const desk = await openDesk();
    const { exit, data } = await desk.json([
      'tokensets',
      'delete',
      '--all',
      '--user',
      'auth0|ada',
      '--dry-run',
    ]);
    expect(exit).toBe(0);
    const rows = data as readonly {
      readonly source: string;
      readonly planned: boolean;
      readonly deleted: boolean;
      readonly error: unknown;
    }[];
    for (const row of rows) {
      expect(row.deleted).toBe(false);
      expect(row.planned).toBe(row.source === 'tokensets');
      expect(row.error === null).toBe(row.source === 'tokensets');
    }
    expect(await deletes(desk)).toBe(0);
  });

  it('leaves connected accounts alone without their user’s token, and says what to do (exit 8, 6 when nothing went)', async () => {
    const desk = await openDesk();
    const some = await desk.run(['tokensets', 'delete', '--all', '--user', 'auth0|ada', '--yes']);
    expect(some.exit).toBe(8);
    expect(some.stderr).toContain('tv connect');
    const none = await desk.run(['tokensets', 'delete', '--all', '--user', 'auth0|ada', '--yes', '--json']);
    expect(none.exit).toBe(6);
  });

  it('deletes a connected account with a My Account token of its user, and not with another user’s', async () => {
    const desk = await openDesk();
    const other = desk.sandbox.mintToken({ user: 'auth0|grace', app: 'Acme Web', type: 'my_account' });
    const list = await desk.json([
      'tokensets',
      'list',
      '--user',
      'auth0|ada',
      '--source',
      'connected_accounts',
    ]);
    const id = (list.data as readonly Row[])[0]?.id ?? '';
    const args = ['tokensets', 'delete', id, '--user', 'auth0|ada', '--yes', '--my-account-token-stdin'];
    const wrong = await desk.run(args, { stdin: other.token });
    expect(wrong.exit).toBe(6);
    const own = desk.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'my_account' });
    const right = await desk.run(args, { stdin: `${own.token}\n` });
    expect(right.exit).toBe(0);
  });

  it.each([
    [['--user', 'auth0|ada', '--yes'], 2, 'usage.missing_argument'],
    [['--user', 'auth0|ada', '--expired', '--yes'], 2, 'usage.conflict'],
    [[github, '--all', '--user', 'auth0|ada', '--yes'], 2, 'usage.conflict'],
    [['--all', '--user', 'auth0|ada', '--max', '1', '--yes'], 6, 'refused.guard'],
    [['--all', '--query', 'email:ada*', '--yes'], 2, 'usage.missing_argument'],
    [['--from', 'no-such-file.jsonl', '--yes'], 2, 'usage.file'],
  ])('refuses %j', async (args, exit, code) => {
    const desk = await openDesk();
    const transcript = await desk.run(['tokensets', 'delete', ...args, '--json']);
    expect(lastError(transcript.stderr)).toMatchObject({ code, exit });
    expect(transcript).toMatchObject({ exit, stdout: '' });
    expect(await deletes(desk)).toBe(0);
  });

  it('deletes exactly the rows of an earlier list, and none of another tenant', async () => {
    const desk = await openDesk();
    const { stdout } = await desk.run([
      'tokensets',
      'list',
      '--user',
      'auth0|ada',
      '--connection',
      'github',
      '-o',
      'jsonl',
    ]);
    const file = join(desk.home, 'list.jsonl');
    writeFileSync(file, stdout);
    const elsewhere = await openDesk();
    const refused = await elsewhere.run(['tokensets', 'delete', '--from', file, '--yes', '--json']);
    expect(refused.exit).toBe(6);
    expect(lastError(refused.stderr)).toMatchObject({ code: 'refused.wrong_tenant' });
    const { exit, data } = await desk.json(['tokensets', 'delete', '--from', file, '--yes']);
    expect(exit).toBe(0);
    expect(data).toMatchObject([{ id: github, deleted: true }]);
  });

  it.each([
    [{ TV_READ_ONLY: '1' }, [], 6, 'refused.read_only'],
    [{}, ['--expect-tenant', 'acme.eu.auth0.com'], 6, 'refused.wrong_tenant'],
  ])('is stopped by %j %j', async (env, args, exit, code) => {
    const desk = await openDesk();
    const transcript = await desk.run(
      ['tokensets', 'delete', github, '--user', 'auth0|ada', '--yes', '--json', ...args],
      { env },
    );
    expect(lastError(transcript.stderr)).toMatchObject({ code, exit });
    expect(await deletes(desk)).toBe(0);
  });
});
