import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/model.ts';
import type { Result } from '../../src/core/result.ts';
import { finding, findings } from './findings-fixture.ts';
import { listResult } from './rows-fixture.ts';
import { render } from './streams.ts';

const reports = ['junit', 'sarif', 'markdown', 'html'] as const;
const hostile = finding({
  id: 'app/first-party',
  status: 'fail',
  subject: { type: 'app', id: 'id"<&>', name: '<script>alert(1)</script> | `x` \u001b[31m\u0000' },
  title: 'A "title" & <more>',
  message:
    ']]> `code` | *bold* eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl [x](javascript:alert(1))',
  fix: "tv apps enable 'a|b`c' --fix",
});

function doctor(
  list: readonly Finding[] = findings,
  tenant: string | undefined = 'acme.eu.auth0.com',
): Result {
  const data = { ...(tenant === undefined ? {} : { tenant }), findings: list };
  return { data, view: { kind: 'findings', title: 'Token Vault check' } };
}

async function report(format: (typeof reports)[number], list?: readonly Finding[]): Promise<string> {
  const { stdout, stderr, error } = await render(doctor(list), format);
  expect(error).toBeUndefined();
  expect(stderr.text).toBe('');
  return stdout.text;
}

describe.each(reports)('%s', (format) => {
  it('reports every verdict', async () => {
    expect(await report(format)).toMatchSnapshot();
  });

  it('is complete without findings', async () => {
    expect(await report(format, [])).toMatchSnapshot();
  });

  it('keeps hostile text harmless', async () => {
    const text = await report(format, [hostile]);
    expect(text).toMatchSnapshot();
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text).not.toContain('c2lnbmF0dXJl');
    if (format !== 'sarif') expect(text).not.toContain('<script>');
  });

  it('names the tenant of the run when the data does not', async () => {
    const checked = { ...doctor(), data: [{ id: 'x', findings: [hostile] }] };
    const { stdout } = await render(checked, format, { tenant: 'other.eu.auth0.com' });
    expect(stdout.text).toContain('other.eu.auth0.com');
  });

  it('is refused for what is not findings, and with fields', async () => {
    const list = await render(listResult([]), format);
    expect(list.error).toMatchObject({ code: 'usage.invalid_value', exit: 2 });
    const fields = await render(doctor(), format, { fields: ['id'] });
    expect(fields.error).toMatchObject({ code: 'usage.conflict', exit: 2 });
    expect(list.stdout.text + fields.stdout.text).toBe('');
  });
});

describe('junit', () => {
  it('fails what the exit code fails: warnings on request, and nothing for information', async () => {
    const list = [
      finding({ severity: 'warning', status: 'fail', message: 'Both switches are on' }),
      finding({ id: 'b', severity: 'info', status: 'unknown', message: 'No answer' }),
    ];
    const lax = await report('junit', list);
    expect(lax).toContain('tests="2" failures="0" errors="0" skipped="1"');
    expect(lax).toContain('<system-out>warning: Both switches are on</system-out>');
    const strict: Result = { data: list, view: { kind: 'findings', failOn: 'warning' } };
    const { stdout } = await render(strict, 'junit');
    expect(stdout.text).toContain('tests="2" failures="1" errors="0" skipped="1"');
    expect(stdout.text).toContain('<failure message="Both switches are on" type="warning">');
  });

  it('is well-formed, and counts what it holds', async () => {
    const text = await report('junit', [...findings, hostile]);
    const open: string[] = [];
    for (const [, closing, name = '', , empty] of text.matchAll(
      /<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g,
    )) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (empty !== '/') open.push(name);
    }
    expect(open).toEqual([]);
    const count = (pattern: RegExp): number => (text.match(pattern) ?? []).length;
    const head = /<testsuites .*tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(text);
    expect(head?.slice(1).map(Number)).toEqual([
      count(/<testcase /g),
      count(/<failure /g),
      count(/<error /g),
      count(/<skipped /g),
    ]);
    expect(count(/<testcase /g)).toBe(findings.length + 1);
  });
});

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
    };
    readonly results: readonly SarifResult[];
  }[];
}

describe('sarif', () => {
  it('reports what failed or could not be told, each with its rule, a level and a place', async () => {
    const log: SarifLog = JSON.parse(await report('sarif', [...findings, hostile]));
    const run = log.runs[0];
    expect(log.version).toBe('2.1.0');
    const rules = run?.tool.driver.rules ?? [];
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(rules.find(({ id }) => id === 'app/first-party')?.helpUri).toMatch(/^https:/);
    expect(run?.results.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
      ['tenant/mfa-policy', 'open', 'none'],
      ['app/first-party', 'fail', 'error'],
      ['app/my-account-grant', 'fail', 'warning'],
      ['tenant/generation', 'fail', 'note'],
      ['app/first-party', 'fail', 'error'],
    ]);
    for (const { ruleId, ruleIndex, locations } of run?.results ?? []) {
      expect(rules[ruleIndex]?.id).toBe(ruleId);
      const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? '';
      expect(new URL(uri, 'https://example.com/').pathname).toBe(`/${uri}`);
    }
  });

  it('survives half a surrogate pair in an id', async () => {
    const broken = { ...hostile, subject: { type: 'user', id: 'x\ud800', name: '' } as const };
    expect(await report('sarif', [broken])).toContain('"acme.eu.auth0.com/user/x%EF%BF%BD"');
  });

  it('has a fingerprint for each rule and subject that stays the same', async () => {
    const prints = async (list: readonly Finding[]): Promise<readonly string[]> => {
      const log: SarifLog = JSON.parse(await report('sarif', list));
      return (log.runs[0]?.results ?? []).map(({ partialFingerprints }) =>
        Object.values(partialFingerprints).join(),
      );
    };
    const first = await prints([...findings, hostile]);
    expect(new Set(first).size).toBe(first.length);
    const reworded = [...findings, hostile].map((item) => ({
      ...item,
      message: 'Other words',
      title: 'Other',
    }));
    expect(await prints(reworded)).toEqual(first);
  });
});
