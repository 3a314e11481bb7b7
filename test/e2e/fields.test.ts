import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/catalogue.ts';
import { changeKeys, findingRows } from '../../src/core/printed-keys.ts';
import { changeColumns } from '../../src/terminal/change-list.ts';
import { findingColumns } from '../../src/terminal/finding-list.ts';
import { type Desk, lastError, openDesk } from './tv.ts';

const writing = commands.filter(({ effect }) => effect !== 'reads');

/** A line for every command that writes, in an order in which they can be run. */
const lines: Readonly<Record<string, readonly string[]>> = {
  'tokensets delete': ['--all', '--user', 'auth0|ada', '--dry-run'],
  'connections enable': ['github', '--dry-run'],
  'connections disable': ['github', '--dry-run'],
  'apps enable': ['Acme Web', '--dry-run'],
  'apps disable': ['Acme Web', '--dry-run'],
  'apps create-api-client': ['--api', 'https://api.acme.example', '--secret-out', 'secret.txt', '--dry-run'],
  connect: ['--app', 'Acme Web', '--connection', 'google-oauth2', '--dry-run'],
  doctor: ['--fix', '--dry-run'],
  setup: ['--app', 'Acme Web', '--connection', 'github', '--exchange', 'refresh_token', '--dry-run'],
  'profiles add': ['acme', '--domain', 'acme.eu.auth0.com', '--token-stdin', '--no-verify'],
  'profiles update': ['acme', '--read-only', '--no-verify'],
  'profiles use': ['acme'],
  'profiles rename': ['acme', 'other'],
  'profiles remove': ['other', '--yes'],
  'sandbox reset': ['--yes'],
  'sandbox mfa': ['never'],
  'completion install': ['--shell', 'bash', '--dry-run'],
  'completion uninstall': ['--shell', 'bash', '--dry-run'],
};

function keysOf(stdout: string): readonly string[] {
  const data: unknown = JSON.parse(stdout);
  return (Array.isArray(data) ? data : [data]).flatMap((row: object) => Object.keys(row));
}

describe('keys of what writes', () => {
  test('are told by every command, and are those of the renderer', () => {
    expect(writing.filter(({ keys }) => keys === undefined).map(({ path }) => path.join(' '))).toEqual([]);
    expect(Object.keys(lines).sort()).toEqual(writing.map(({ path }) => path.join(' ')).sort());
    expect(changeKeys.rows).toEqual(changeColumns.map(({ key }) => key));
    expect(findingRows).toEqual(findingColumns.map(({ key }) => key));
  });

  test('are the keys that are printed', async () => {
    const desk = await openDesk();
    for (const [name, words] of Object.entries(lines)) {
      const keys = writing.find(({ path }) => path.join(' ') === name)?.keys;
      const row = async (format: string) => {
        const run = await desk.run([...name.split(' '), ...words, '-o', format], {
          stdin: 'token-12345678\n',
        });
        return { name, ...run };
      };
      // A profile cannot be added twice, so one format must do.
      const format = name.startsWith('profiles') ? 'json' : 'csv';
      const { exit, stdout, stderr } = await row(format);
      expect({ name, exit, stderr: exit === 0 ? '' : stderr }).toEqual({ name, exit: 0, stderr: '' });
      const printed = format === 'json' ? keysOf(stdout) : (stdout.split('\n')[0]?.split(',') ?? []);
      const known = format === 'json' ? keys?.document : keys?.rows;
      expect({ name, unknown: printed.filter((key) => known?.includes(key) !== true) }).toEqual({
        name,
        unknown: [],
      });
      if (format === 'json') continue;
      const document = await row('json');
      expect({
        name,
        unknown: keysOf(document.stdout).filter((key) => keys?.document.includes(key) !== true),
      }).toEqual({ name, unknown: [] });
    }
  });
});

async function idsOf(desk: Desk): Promise<string> {
  return (await desk.run(['tokensets', 'list', '--user', 'auth0|ada', '-o', 'id'])).stdout;
}

describe('--fields that cannot be', () => {
  const deletion = ['tokensets', 'delete', '--all', '--user', 'auth0|ada', '--source', 'tokensets', '--yes'];

  test.each([
    ['json', 'nope'],
    ['jsonl', 'nope'],
    ['yaml', 'id,nope'],
    ['csv', 'nope'],
    ['table', 'nope'],
    ['id', 'id'],
  ])('is refused before anything is written, as %s', async (format, fields) => {
    const desk = await openDesk();
    const before = await idsOf(desk);
    const run = await desk.run([...deletion, '-o', format, '--fields', fields]);
    expect(run).toMatchObject({ exit: 2, stdout: '' });
    expect(await idsOf(desk)).toBe(before);
    const change = await desk.run([
      ...[
        'connections',
        'disable',
        'github',
        '--yes',
        '-o',
        format,
        '--fields',
        fields === 'id' ? 'id' : 'nope',
      ],
    ]);
    expect(change).toMatchObject({ exit: 2, stdout: '' });
    const shown = await desk.json(['connections', 'show', 'github', '--fields', 'token_vault']);
    expect(shown.data).toMatchObject({ token_vault: { enabled: true } });
  });

  test('names what there is', async () => {
    const desk = await openDesk();
    const run = await desk.run(['connections', 'enable', 'github', '--json', '--fields', 'chnages']);
    expect(lastError(run.stderr)).toMatchObject({
      code: 'usage.invalid_value',
      field: 'chnages',
      cause: 'The nearest is `changes`',
      known: ['dry_run', 'changes'],
    });
  });

  test.each([
    ['table', ['--fields', 'changes']],
    ['a part that is none', ['--json', '--fields', 'changes.nope']],
    ['a part of what has none', ['--json', '--fields', 'dry_run.x']],
    ['a part without a name', ['--json', '--fields', 'changes.']],
  ])('is refused before anything is written: %s', async (_, words) => {
    const desk = await openDesk();
    const change = await desk.run(['connections', 'disable', 'github', '--yes', ...words]);
    expect(change).toMatchObject({ exit: 2, stdout: '' });
    const shown = await desk.json(['connections', 'show', 'github', '--fields', 'token_vault.enabled']);
    expect(shown.data).toEqual({ token_vault: { enabled: true } });
    for (const field of ['name.length', 'name.', 'name.__proto__.x']) {
      const read = await desk.run(['apps', 'list', '--json', '--fields', field]);
      expect([field, read.exit]).toEqual([field, 2]);
    }
  });

  test('may name a part, and what only the profile’s own format has', async () => {
    const desk = await openDesk();
    const part = await desk.run(['connections', 'enable', 'github', '--json', '--fields', 'changes.id']);
    expect(part.exit).toBe(0);
    expect((await desk.run(['connections', 'enable', 'github', '--fields', 'field'])).exit).toBe(0);
  });
});
