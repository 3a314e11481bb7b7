import { describe, expect, it } from 'vitest';
import { openDesk } from '../e2e/tv.ts';
import { requestChecker, type SeenRequest } from './request-spec.ts';
import { specDirectory } from './spec.ts';

const directory = specDirectory();
const title = 'every request the client sends is one the OpenAPI slices describe';

/** Command lines that between them reach every route of the client. */
const lines: readonly (readonly string[])[] = [
  ['tokensets', 'list', '--user', 'ada@example.com', '--with-user'],
  ['tokensets', 'list', '--query', 'email:ada*'],
  ['tokensets', 'report', '--all-users'],
  [
    'tokensets',
    'delete',
    '--user',
    'auth0|ada',
    '--connection',
    'github',
    '--source',
    'tokensets',
    '--all',
    '--yes',
  ],
  ['connections', 'list'],
  ['connections', 'show', 'google-oauth2'],
  ['connections', 'check', '--all'],
  ['connections', 'disable', 'github', '--yes'],
  ['connections', 'enable', 'github', '--app', 'Acme Web', '--login', 'on', '--yes'],
  ['connections', 'enable', 'windowslive', '--offline-access', '--yes'],
  ['connections', 'enable', 'github', '--via', 'federated_connections_access_tokens', '--yes'],
  ['connections', 'disable', 'github', '--app', 'Acme Web', '--yes'],
  ['apps', 'list'],
  ['apps', 'show', 'Acme Web'],
  ['apps', 'check', '--all', '--exchange', 'privileged_worker'],
  ['apps', 'disable', 'Acme Web', '--yes'],
  ['apps', 'enable', 'Acme Web', '--with-my-account', '--yes'],
  ['apps', 'enable', 'Acme Rotating', '--exchange', 'refresh_token', '--fix', '--yes'],
  ['logs', '--failed', '--user', 'auth0|bob'],
];

describe.skipIf(directory === undefined)(
  directory === undefined ? `${title} (skipped: no slices; set TV_SPEC_DIR)` : title,
  () => {
    it('in the management API', async () => {
      const desk = await openDesk({ scenario: 'broken' });
      const check = requestChecker(directory ?? '', 'auth0-management.openapi.json', '/api/v2');
      const outcomes: string[] = [];
      for (const line of lines) {
        const { exit, stderr } = await desk.run(line);
        if (![0, 3, 6, 8].includes(exit)) outcomes.push(`tv ${line.join(' ')}: ${exit} ${stderr}`);
      }
      const seen = (await desk.control('GET', '/requests')) as readonly SeenRequest[];
      expect(outcomes).toEqual([]);
      expect(seen.length).toBeGreaterThan(40);
      expect([...new Set(seen.flatMap(check))]).toEqual([]);
    });

    it('and the check itself finds what is off', () => {
      const check = requestChecker(directory ?? '', 'auth0-management.openapi.json', '/api/v2');
      const seen = (
        method: string,
        path: string,
        query: SeenRequest['query'],
        body: unknown,
      ): SeenRequest => ({
        method,
        path: `/api/v2${path}`,
        query,
        body,
      });
      expect(check(seen('GET', '/users', { q: 'a', nope: '1' }, null))).toHaveLength(1);
      expect(check(seen('PATCH', '/connections/con_1', {}, { misspelt: true }))).not.toEqual([]);
      expect(
        check(seen('PATCH', '/connections/con_1', {}, { connected_accounts: { active: 'yes please' } })),
      ).not.toEqual([]);
      expect(check(seen('GET', '/nowhere', {}, null))).toHaveLength(1);
    });

    it('in the My Account API', async () => {
      const desk = await openDesk();
      const { token } = desk.sandbox.mintToken({ user: 'auth0|ada', app: 'Acme Web', type: 'my_account' });
      const rows = await desk.json([
        'tokensets',
        'list',
        '--user',
        'auth0|ada',
        '--source',
        'connected_accounts',
      ]);
      const [first] = rows.data as readonly { readonly id: string }[];
      const { exit } = await desk.run(
        ['tokensets', 'delete', first?.id ?? '', '--user', 'auth0|ada', '--yes', '--my-account-token-stdin'],
        { stdin: token },
      );
      expect(exit).toBe(0);
      const check = requestChecker(directory ?? '', 'auth0-my-account.openapi.json', '/me/v1');
      const seen = (await desk.control('GET', '/requests')) as readonly SeenRequest[];
      expect(seen.some(({ path }) => path.startsWith('/me/v1'))).toBe(true);
      expect(seen.flatMap(check)).toEqual([]);
    });
  },
);
