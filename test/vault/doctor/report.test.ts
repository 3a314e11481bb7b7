import { describe, expect, it } from 'vitest';
import type { ClientRecord, Finding } from '../../../src/core/model.ts';
import { fittingExchanges } from '../../../src/vault/apps/exchanges.ts';
import { ordered, summarise } from '../../../src/vault/doctor/report.ts';

function finding(id: string, status: Finding['status'], severity: Finding['severity'] = 'error'): Finding {
  return {
    id,
    status,
    severity,
    subject: { type: 'tenant', id: 't', name: 't' },
    title: id,
    message: id,
    missing_scopes: [],
    fix: null,
    docs: null,
  };
}

describe('a report', () => {
  const findings = [
    finding('a', 'pass'),
    finding('b', 'fail', 'warning'),
    finding('c', 'unknown'),
    finding('d', 'fail'),
    finding('e', 'skip'),
    finding('f', 'fail', 'info'),
    finding('g', 'fail'),
    finding('h', 'pass', 'warning'),
  ];

  it('tells the worst first, and leaves equals in their order', () => {
    expect(ordered(findings).map(({ id }) => id)).toEqual(['d', 'g', 'b', 'c', 'e', 'f', 'a', 'h']);
  });

  it('counts each finding once, failed warnings as warnings', () => {
    const summary = summarise(findings);
    expect(summary).toEqual({ pass: 2, warn: 1, fail: 2, unknown: 1, skip: 2 });
    expect(Object.values(summary).reduce((sum, count) => sum + count, 0)).toBe(findings.length);
  });
});

const access = { credentials: [], ip_allowlist: null, grants: null };

describe('the exchange that fits', () => {
  it.each([
    ['regular_web', ['authorization_code', 'refresh_token'], undefined, ['refresh_token']],
    ['regular_web', [], undefined, ['refresh_token']],
    [undefined, undefined, undefined, ['refresh_token']],
    ['resource_server', [], undefined, ['access_token']],
    ['resource_server', [], access, ['access_token', 'privileged_worker']],
    ['non_interactive', ['client_credentials'], access, ['privileged_worker']],
    ['regular_web', ['refresh_token'], access, ['refresh_token', 'privileged_worker']],
  ])('%s with grants %j', (type, grants, privileged, expected) => {
    const client = {
      app_type: type,
      grant_types: grants,
      token_vault_privileged_access: privileged,
    } as unknown as ClientRecord;
    expect(fittingExchanges(client)).toEqual(expected);
  });
});
