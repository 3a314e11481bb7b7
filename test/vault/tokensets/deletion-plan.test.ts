import { describe, expect, it } from 'vitest';
import type { Spool } from '../../../src/core/context.ts';
import { TvError } from '../../../src/core/errors.ts';
import type { MyAccountPort } from '../../../src/core/ports.ts';
import { type AccountOwner, runDeletion } from '../../../src/vault/tokensets/delete.ts';
import { describeDeletion } from '../../../src/vault/tokensets/deletion-notice.ts';
import { type DeletionRequest, planDeletions } from '../../../src/vault/tokensets/deletion-plan.ts';
import type { FailedUser } from '../../../src/vault/tokensets/list.ts';
import { memoryReceipts } from '../double/receipts.ts';
import { anAccount, aTokenset, collect, now, type People, type Person, peopleTenant } from './people.ts';

const ada: Person = {
  user_id: 'auth0|ada',
  holds: [aTokenset(), aTokenset({ id: 'ts-2', connection: 'github' }), anAccount()],
};
const grace: Person = {
  user_id: 'auth0|grace',
  holds: [aTokenset({ id: 'ts-3', user_id: 'auth0|grace' })],
};

function memorySpool<Row>(): Spool<Row> {
  const rows: Row[] = [];
  return {
    get count() {
      return rows.length;
    },
    add: async (row) => {
      rows.push(row);
    },
    async *rows() {
      yield* rows;
    },
  };
}

function accountOf(subject: string | null, answer: () => void = () => undefined): AccountOwner {
  const account = {
    subject,
    deleteAccount: async () => {
      answer();
      return { value: null, requestId: 'req-account' };
    },
  } as unknown as MyAccountPort;
  return { account, subject };
}

type Overrides = Partial<Extract<DeletionRequest, { kind: 'users' }>>;

function ofUsers(overrides: Overrides = {}): DeletionRequest {
  return {
    kind: 'users',
    selection: { kind: 'all' },
    ids: [],
    filter: { connections: [], scopes: [], expired: false, unusedFor: undefined, olderThan: undefined },
    source: 'auto',
    policy: { all: false, choose: undefined },
    all: false,
    ignoreNotFound: false,
    now,
    ...overrides,
  };
}

function ofFile(...rows: readonly unknown[]): DeletionRequest {
  async function* lines(): AsyncGenerator<string> {
    for (const row of rows) yield typeof row === 'string' ? row : JSON.stringify(row);
  }
  return { kind: 'file', path: 'list.jsonl', lines: lines(), ignoreNotFound: false };
}

async function plan(
  people: People,
  request: DeletionRequest,
  tools: { readonly owner?: AccountOwner; readonly max?: number; readonly barrier?: TvError } = {},
) {
  const warnings: string[] = [];
  const failed: FailedUser[] = [];
  const made = await planDeletions(people.tenant, request, {
    openSpool: async () => memorySpool(),
    barrier: async () => tools.barrier ?? null,
    owner: tools.owner ?? null,
    max: tools.max,
    warn: (code) => warnings.push(code),
    tellFailed: (entry) => failed.push(entry),
    watch: () => () => undefined,
  });
  const targets = await collect(made.targets());
  return { made, warnings, failed, ids: targets.map(({ target }) => target.id), targets };
}

describe('a plan over users', () => {
  it('counts by connection, and keeps accounts that only their user can delete', async () => {
    const { made, ids, targets } = await plan(peopleTenant([ada, grace]), ofUsers());
    expect(ids).toEqual(['ts-1', 'ts-2', 'cac_1', 'ts-3']);
    expect(made).toMatchObject({ possible: 3, kept: 1 });
    expect([...made.byConnection]).toEqual([
      ['google-oauth2', 2],
      ['github', 1],
    ]);
    expect(targets.map(({ obstacle }) => obstacle?.code ?? null)).toEqual([
      null,
      null,
      'refused.my_account_token',
      null,
    ]);
  });

  it.each([
    ['of its user', 'auth0|ada', null],
    ['that does not say whose it is', null, null],
    ['of somebody else', 'auth0|grace', 'refused.my_account_token'],
  ])('takes a My Account token %s', async (_, subject, obstacle) => {
    const { targets } = await plan(peopleTenant([ada]), ofUsers({ source: 'connected_accounts' }), {
      owner: accountOf(subject),
    });
    expect(targets.map((target) => target.obstacle?.code ?? null)).toEqual([obstacle]);
  });

  it('by id takes these only, and names what is missing', async () => {
    const people = peopleTenant([ada, grace]);
    expect((await plan(people, ofUsers({ ids: ['ts-3', 'ts-1'] }))).ids).toEqual(['ts-1', 'ts-3']);
    const missing = plan(people, ofUsers({ ids: ['ts-1', 'ts-9'] }));
    await expect(missing).rejects.toMatchObject({
      code: 'not_found.tokenset',
      details: { extra: { missing: ['ts-9'] }, hint: expect.stringContaining('`ts-2`') },
    });
    const passed = await plan(people, ofUsers({ ids: ['ts-1', 'ts-9'], ignoreNotFound: true }));
    expect(passed).toMatchObject({ ids: ['ts-1'], warnings: ['tokensets.not_found'] });
  });

  it.each([
    [3, true],
    [2, false],
    [0, false],
  ])('with --max %i goes on: %s', async (max, goesOn) => {
    const planned = plan(peopleTenant([ada, grace]), ofUsers(), { max });
    if (goesOn) expect((await planned).made.possible).toBe(3);
    else await expect(planned).rejects.toMatchObject({ code: 'refused.guard' });
  });

  it('judges ids before scopes, and scopes before --max', async () => {
    const barrier = new TvError('access.scope', 'No');
    const people = peopleTenant([ada]);
    await expect(plan(people, ofUsers(), { max: 0, barrier })).rejects.toBe(barrier);
    const missing = plan(people, ofUsers({ ids: ['ts-1', 'ts-9'] }), { max: 0, barrier });
    await expect(missing).rejects.toMatchObject({ code: 'not_found.tokenset' });
    const refused = plan(people, ofUsers({ ids: ['ts-1'] }), { max: 0 });
    await expect(refused).rejects.toMatchObject({ code: 'refused.guard' });
  });

  it('reports users that cannot be read, and warns of unknown times', async () => {
    const error = new TvError('api.server', 'The server failed');
    const filter = { connections: [], scopes: [], expired: true, unusedFor: 0, olderThan: undefined };
    const { made, failed, warnings } = await plan(
      peopleTenant([
        { ...ada, error },
        { ...grace, holds: [aTokenset({ expires_at: null })] },
      ]),
      ofUsers({ filter }),
    );
    expect(failed).toEqual([{ user_id: 'auth0|ada', error }]);
    expect(made.unread).toEqual({ count: 1, first: error });
    expect(warnings).toEqual(['tokensets.unknown_time']);
  });

  it('of all needs every source, by filter only those it may read', async () => {
    const people = peopleTenant([ada]);
    people.closed.set(
      'connected_accounts',
      new TvError('access.scope', 'No', { missingScopes: ['read:users'] }),
    );
    const named = { selection: { kind: 'named', words: ['auth0|ada'] } } as const;
    await expect(plan(people, ofUsers(named))).rejects.toMatchObject({ code: 'access.scope' });
    const filter = {
      connections: ['github'],
      scopes: [],
      expired: false,
      unusedFor: undefined,
      olderThan: undefined,
    };
    const { ids, warnings } = await plan(people, ofUsers({ ...named, filter }));
    expect({ ids, warnings }).toEqual({ ids: ['ts-2'], warnings: ['tokensets.source_left_out'] });
  });
});

describe('a plan from a file', () => {
  const row = {
    id: 'ts-1',
    user_id: 'auth0|ada',
    connection: 'github',
    source: 'tokensets',
    tenant: 'acme.eu.auth0.com',
  };

  it('takes each row once, wherever it stands again, and reads its user once', async () => {
    const people = peopleTenant([ada]);
    const other = { ...row, id: 'ts-2' };
    const { made, ids } = await plan(people, ofFile(row, other, '', row, { ...row, expired: true }, other));
    expect(ids).toEqual(['ts-1', 'ts-2']);
    expect([...made.byConnection]).toEqual([
      ['google-oauth2', 1],
      ['github', 1],
    ]);
    expect(people.asked).toEqual(['tokensets auth0|ada']);
  });

  it('takes the same id of another user, or of the other generation, for another row', async () => {
    const rows = [row, { ...row, user_id: 'auth0|grace' }, { ...row, source: 'connected_accounts' }];
    expect((await plan(peopleTenant([]), ofFile(...rows))).ids).toHaveLength(3);
  });

  const mixed = [
    row,
    { ...row, id: 'ts-9' },
    { ...row, id: 'ts-3', user_id: 'auth0|gone' },
    { ...row, id: 'ts-4', user_id: 'auth0|grace' },
    { ...row, id: 'cac_1', source: 'connected_accounts' },
  ];
  const odd = { ...grace, error: new TvError('api.server', 'The server failed') };

  it('tells rows that are gone and rows that cannot be read from those that go', async () => {
    const { made, targets } = await plan(peopleTenant([ada, odd]), ofFile(...mixed));
    expect(targets.map(({ obstacle }) => obstacle?.code ?? null)).toEqual([
      null,
      'not_found.tokenset',
      'not_found.tokenset',
      'api.server',
      'refused.my_account_token',
    ]);
    expect(made).toMatchObject({ possible: 1, missing: 2, unreadable: 1, kept: 1 });
  });

  it('passes over rows that are gone when that is wanted, and says so', async () => {
    const request = { ...ofFile(...mixed), ignoreNotFound: true };
    const { ids, warnings } = await plan(peopleTenant([ada, odd]), request);
    expect(ids).toEqual(['ts-1', 'ts-4', 'cac_1']);
    expect(warnings).toEqual(['tokensets.not_found']);
  });

  it('ends at what every row would meet', async () => {
    const people = peopleTenant([ada]);
    people.closed.set('tokensets', new TvError('refused.feature', 'The route is gone'));
    await expect(plan(people, ofFile(row))).rejects.toMatchObject({ code: 'refused.feature' });
  });

  it.each([
    ['another tenant', { ...row, tenant: 'other.eu.auth0.com' }, 'refused.wrong_tenant'],
    ['no tenant', { ...row, tenant: undefined }, 'usage.file'],
    ['no id', { ...row, id: 7 }, 'usage.file'],
    ['no user', { ...row, user_id: 'ada@example.com' }, 'usage.file'],
    ['no source', { ...row, source: 'both' }, 'usage.file'],
    ['no object', [row], 'usage.file'],
    ['no JSON', '{"id":', 'usage.file'],
  ])('refuses a row with %s, naming its line', async (_, wrong, code) => {
    const planned = plan(peopleTenant([]), ofFile(row, wrong));
    await expect(planned).rejects.toMatchObject({ code, message: expect.stringContaining('Line 2') });
  });
});

describe('the notice', () => {
  it('tells tenant, counts, a sample, what stays, and where the provider’s tokens are revoked', async () => {
    const people = peopleTenant([ada, grace]);
    const { made } = await plan(people, ofUsers());
    expect(describeDeletion({ ...people.tenant, profile: 'acme' }, made, null).split('\n')).toEqual([
      'Tenant acme.eu.auth0.com, profile acme',
      '3 tokensets to delete: 2 google-oauth2, 1 github',
      '  ts-1  google-oauth2  auth0|ada',
      '  ts-2  github         auth0|ada',
      '  ts-3  google-oauth2  auth0|grace',
      '1 connected account will stay: only a My Account token of the user can delete one',
      "The provider's own tokens are not revoked; the owner of the account can do that here:",
      expect.stringMatching(/^ {2}google-oauth2: https:/),
      expect.stringMatching(/^ {2}github: https:/),
    ]);
  });

  it('counts nothing to delete that the token may not delete', async () => {
    const people = peopleTenant([ada]);
    const { made } = await plan(people, ofUsers(), { owner: accountOf('auth0|ada') });
    const lines = describeDeletion(people.tenant, made, new TvError('access.scope', 'No scope')).split('\n');
    expect(lines.slice(1, 4)).toEqual([
      '1 tokenset to delete: 1 google-oauth2',
      '  cac_1  google-oauth2  auth0|ada',
      '2 tokensets will stay: No scope',
    ]);
  });

  it('shows ten of many', async () => {
    const holds = Array.from({ length: 1200 }, (_, index) => aTokenset({ id: `ts-${index}` }));
    const people = peopleTenant([{ ...ada, holds }]);
    const lines = describeDeletion(people.tenant, (await plan(people, ofUsers())).made, null).split('\n');
    expect(lines[1]).toBe('1,200 tokensets to delete: 1,200 google-oauth2');
    expect(lines.filter((line) => line.startsWith('  ts-'))).toHaveLength(10);
    expect(lines).toContain('  … and 1,190 more');
  });
});

describe('a deletion', () => {
  const account = {
    id: 'cac_1',
    user_id: 'auth0|ada',
    connection: 'github',
    source: 'connected_accounts',
  } as const;
  const gone = (): never => {
    throw new TvError('not_found.tokenset', 'No such account');
  };

  it.each([
    ['its user’s token', 'auth0|ada', { deleted: true, error: null }, 'applied'],
    ['a token that may be anybody’s', null, { deleted: false }, 'failed'],
  ])('of an account that has gone, with %s', async (_, subject, report, outcome) => {
    const receipts = memoryReceipts();
    const owner = accountOf(subject, gone);
    const done = await runDeletion(
      peopleTenant([]).tenant,
      { target: account, obstacle: null },
      owner,
      receipts,
    );
    expect(done.report).toMatchObject({ planned: true, ...report });
    expect(receipts.entries.map((entry) => entry.outcome)).toEqual([outcome]);
  });

  it.each([
    ['that has gone meanwhile', [], { deleted: true, error: null }],
    ['that is still there', [aTokenset()], { deleted: false, error: { code: 'refused.feature' } }],
  ])('answered with a 404 without a word, of a tokenset %s', async (_, holds, report) => {
    const { tenant } = peopleTenant([{ ...ada, holds }]);
    const deleteTokenset = async (): Promise<never> => {
      throw new TvError('refused.feature', 'The route is gone');
    };
    const done = await runDeletion(
      { ...tenant, tokensets: { ...tenant.tokensets, deleteTokenset } },
      { target: { ...account, id: 'ts-1', source: 'tokensets' }, obstacle: null },
      null,
      memoryReceipts(),
    );
    expect(done.report).toMatchObject(report);
  });

  it('of a tokenset leaves a receipt with its request id; of an obstacle none', async () => {
    const people = peopleTenant([ada]);
    const receipts = memoryReceipts();
    const target = { ...account, id: 'ts-1', source: 'tokensets' } as const;
    await runDeletion(people.tenant, { target, obstacle: null }, null, receipts);
    const obstacle = new TvError('refused.my_account_token', 'No token');
    const refused = await runDeletion(people.tenant, { target: account, obstacle }, null, receipts);
    expect(refused.report).toMatchObject({ deleted: false, planned: false });
    expect(receipts.entries).toMatchObject([
      { id: 'ts-1', requestId: 'req-ts-1', outcome: 'applied', after: null },
    ]);
  });
});
