import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/model.ts';
import type { Result } from '../../src/core/result.ts';
import { stripControls } from '../../src/core/text.ts';
import { loadPalette, plainPalette } from '../../src/terminal/colour.ts';
import { formatFindings } from '../../src/terminal/findings.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { finding, findings } from './findings-fixture.ts';
import { render } from './streams.ts';

const widths = [40, 80, 120] as const;

function doctor(list: readonly Finding[] = findings): Result {
  const summary = { pass: 4, warn: 1, fail: 1, unknown: 1, skip: 1 };
  const data = {
    tenant: 'acme.eu.auth0.com',
    profile: 'acme',
    generation: 'current',
    findings: list,
    summary,
  };
  return {
    data,
    view: { kind: 'findings', title: 'Token Vault on acme', footer: ['Run `tv doctor --fix`'] },
  };
}

const check: Result = {
  data: [
    { id: 'con_9aXkR2', name: 'google-oauth2', findings: findings.slice(1, 5) },
    { id: 'con_2', name: 'github', findings: [] },
  ],
  view: { kind: 'findings' },
};

describe('findings on a terminal', () => {
  it.each(widths)('fit %i columns, worst first, readable without colour', async (width) => {
    const { stdout } = await render(doctor(), 'table', { width });
    expect(stdout.text).toMatchSnapshot();
    expect(stdout.text).not.toContain('\u001b');
    expect(stdout.text).toContain('fix: tv apps enable aBcD1234efGH5678 --fix app/first-party\n');
    for (const line of stdout.lines.filter((text) => !/https:|fix:/.test(text))) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it.each(widths)('hold the same text in colour at %i columns', async (width) => {
    const palette = await loadPalette(true);
    const painted = formatFindings(findings, { width, palette });
    const plain = formatFindings(findings, { width, palette: plainPalette });
    expect(painted).toContain('\u001b[31m✗ fail\u001b[39m');
    expect(painted.split('\n').map(stripControls)).toEqual(plain.split('\n'));
  });

  it('tell few passes by name and many as a number', () => {
    const style = { width: 80, palette: plainPalette };
    expect(formatFindings([finding({}), finding({ id: 'app/x' })], style)).toContain('(app/x)');
    const many = formatFindings([finding({}), finding({ id: 'a' }), finding({ id: 'b' })], style);
    expect(many).toContain('  ✓ 3 rules pass\n');
    expect(many).not.toContain('(a)');
  });

  it('say so when no rule was judged', async () => {
    expect((await render(doctor([]), 'table', { width: 80 })).stdout.text).toContain('No rule was judged');
    const gate: Result = { data: [], view: { kind: 'findings', empty: 'No application has it' } };
    expect((await render(gate, 'table', { width: 80 })).stdout.text).toBe('No application has it\n');
  });

  it('are found in a check', async () => {
    expect((await render(check, 'table', { width: 80 })).stdout.lines[0]).toBe(
      'connection google-oauth2 (con_9aXkR2)',
    );
  });

  it('are a table of the named fields', async () => {
    const { stdout } = await render(check, 'table', { width: 80, fields: ['status', 'id'] });
    expect(stdout.lines.slice(0, 2)).toEqual(['STATUS  ID', 'pass    connection/supported']);
  });
});

describe('findings elsewhere', () => {
  it('are rows separated by tabs in a pipe', async () => {
    const { stdout } = await render(doctor(), 'table');
    expect(stdout.lines).toHaveLength(findings.length + 1);
    expect(stdout.text).toMatchSnapshot();
  });

  it('are rows of csv', async () => {
    const { stdout } = await render(doctor(), 'csv', {
      fields: ['subject_type', 'subject_id', 'id', 'missing_scopes'],
    });
    expect(stdout.lines[1]).toBe('tenant,acme.eu.auth0.com,tenant/mfa-policy,read:mfa_policies');
    expect((await render(doctor(), 'csv')).stdout.lines[0]).toBe(
      'subject_type,subject_id,subject_name,id,severity,status,title,message,missing_scopes,fix,docs',
    );
  });

  it('are the data in json, one element a line in jsonl', async () => {
    const result = doctor();
    expect(JSON.parse((await render(result, 'json')).stdout.text)).toEqual(result.data);
    expect((await render(result, 'jsonl')).stdout.lines).toHaveLength(1);
    expect((await render(check, 'jsonl')).stdout.lines).toHaveLength(2);
    const picked = await render(result, 'json', { fields: ['findings.id', 'tenant'] });
    expect(JSON.parse(picked.stdout.text)).toEqual({
      findings: findings.map(({ id }) => ({ id })),
      tenant: 'acme.eu.auth0.com',
    });
  });

  it('are the ids of their subjects, each once', async () => {
    expect((await render(doctor(), 'id')).stdout.lines).toEqual([
      'acme.eu.auth0.com',
      'con_9aXkR2',
      'aBcD1234efGH5678',
    ]);
  });
});
