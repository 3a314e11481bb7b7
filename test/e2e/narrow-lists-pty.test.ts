import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onTerminal } from './pty.ts';
import { type Desk, openDesk } from './tv.ts';

async function linesOf(desk: Desk, args: readonly string[], columns: number): Promise<readonly string[]> {
  const { exit, text } = await onTerminal(desk, args, [], { columns });
  expect(exit, text).toBe(0);
  // Progress stands before the first row, on a line that is written over.
  return text.split(/\r\n|\r|\n/).map((line) => line.replace(/^(?:Waiting for|users read).*?(?=ID {2})/, ''));
}

const header = (lines: readonly string[]): string =>
  lines.find((line) => /^(?:ID|NAME|WHEN|COMMAND) /.test(line)) ?? '';

describe('lists on narrow terminals', () => {
  it.each([80, 100])('says whose tokensets would go at %i columns', async (columns) => {
    const desk = await openDesk();
    await writeFile(join(desk.home, 'users.txt'), 'ada@example.com\nalan@example.com\n');
    const args = ['tokensets', 'delete', '--users-file', 'users.txt', '--all-matches', '--all', '--dry-run'];
    const lines = await linesOf(desk, args, columns);
    expect(header(lines)).toMatch(/^ID +USER +CONNECTION +SOURCE +RESULT$/);
    expect(lines.filter((line) => /auth0\|alan .* not possible$/.test(line))).toHaveLength(1);
  });

  it('keeps what the filter of a list is about, and counts tokensets and users', async () => {
    const desk = await openDesk();
    const lines = await linesOf(desk, ['tokensets', 'list', '--all-users', '--unused-for', '90d'], 80);
    expect(header(lines)).toMatch(/^ID +USER +CONNECTION +ISSUED +LAST USED$/);
    expect(lines.filter((line) => /4mo ago +4mo ago/.test(line))).toHaveLength(1);
    expect(lines).toContain('4 tokensets of 3 users');
    expect(lines.join(' ')).toContain('Columns left out for lack of room: source, scopes, expires_at;');
  });

  it('drops nothing from stacked rows', async () => {
    const desk = await openDesk();
    const lines = await linesOf(desk, ['tokensets', 'list', '--user', 'ada@example.com'], 40);
    for (const label of ['ID', 'CONNECTION', 'SOURCE', 'SCOPES', 'ISSUED', 'EXPIRES', 'LAST USED']) {
      expect(lines.filter((line) => line.startsWith(`${label} `))).toHaveLength(5);
    }
    expect(lines.join('')).not.toContain('…');
    expect(lines.join('')).not.toContain('left out');
  });

  it.each([40, 80, 120])('shows cause, user, connection and application of events at %i', async (columns) => {
    const desk = await openDesk({ scenario: 'broken' });
    const lines = await linesOf(desk, ['logs', '--limit', '5'], columns);
    const text = lines.join(' ').replace(/\s+/g, '');
    for (const part of ['google-oauth2|103547991597142817347', 'AcmeWeb', 'github', 'APPLICATION'])
      expect(text).toContain(part);
    expect(text).toContain('TheMFApolicyofthetenantisAlways,oradaptiveMFAasked');
    // A word that is longer than its room stays whole, so that it can be copied; the terminal breaks it.
    const tooLong = lines.filter((line) => line.length > columns && / \S* \S+$/.test(line.slice(13)));
    expect(tooLong).toEqual([]);
  });

  it('shows tenants whole before all else of profiles', async () => {
    const desk = await openDesk();
    const add = ['profiles', 'add', 'acme-production', '--domain', 'acme-production.eu.auth0.com'];
    const id = 'x'.repeat(32);
    const { exit, stderr } = await desk.run([
      ...add,
      '--client-id',
      id,
      '--client-secret-command',
      'cat secret',
      '--no-verify',
    ]);
    expect(exit, stderr).toBe(0);
    const lines = await linesOf(desk, ['profiles', 'list'], 80);
    expect(lines.join('\n')).toContain('acme-production  acme-production.eu.auth0.com');
    expect(header(lines)).toMatch(/ACTIVE +PROTECTED +READ-ONLY$/);
    expect(lines.join(' ')).toMatch(/left out for lack of room: client_id/);
  });

  it('cuts no word of a small set', async () => {
    const desk = await openDesk();
    for (const args of [['apps', 'list'], ['scopes'], ['connections', 'list']]) {
      const lines = await linesOf(desk, args, 80);
      expect(lines.filter((line) => line.includes('…'))).toEqual([]);
    }
  });
});
