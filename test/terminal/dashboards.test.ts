import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Column, DashboardView, Result } from '../../src/core/result.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { render } from './streams.ts';

interface Row {
  readonly connection: string;
  readonly source: string;
  readonly tokensets: number;
  readonly median: number | null;
}

const columns: readonly Column<Row>[] = [
  { key: 'connection', header: 'Connection', weight: 9 },
  { key: 'source', header: 'Source', weight: 2 },
  { key: 'tokensets', header: 'Tokensets', align: 'right' },
  { key: 'median', header: 'Median days', align: 'right' },
];

const rows: readonly Row[] = [
  { connection: 'google-oauth2', source: 'tokensets', tokensets: 12_045, median: 31 },
  { connection: 'github', source: 'connected_accounts', tokensets: 6023, median: null },
  { connection: 'sign-in-with-slack', source: 'tokensets', tokensets: 1, median: 400 },
];

function dashboard(changes: Partial<DashboardView> = {}): Result {
  return {
    data: { tenant: 'acme.eu.auth0.com', tokensets: 18_069, by_connection: rows },
    view: {
      kind: 'dashboard',
      title: 'Token Vault of acme.eu.auth0.com',
      facts: [
        ['Users read', '20,000'],
        ['Tokensets', '18,069'],
      ],
      charts: [
        {
          title: 'Tokensets by connection',
          bars: rows.map((row) => ({ label: row.connection, value: row.tokensets })),
        },
        {
          title: 'Tokensets by scope',
          bars: [
            { label: 'https://www.googleapis.com/auth/calendar.readonly', value: 9000 },
            { label: '日本語のスコープ', value: 4500 },
            { label: 'none', value: 0 },
          ],
        },
        { title: 'Nothing', bars: [{ label: 'unknown', value: 0 }] },
      ],
      table: { title: 'By connection', columns, rows, id: (row: Row) => row.connection },
      ...changes,
    },
  };
}

describe('a dashboard on a terminal', () => {
  it.each([40, 80, 120])('fits %i columns', async (width) => {
    const { stdout, error } = await render(dashboard(), 'table', { width });
    expect(error).toBeUndefined();
    for (const line of stdout.lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(stdout.text).toMatchSnapshot();
  });

  it('draws the longest bar widest, shows what is there at all, and nothing for nothing', async () => {
    const { stdout } = await render(dashboard(), 'table', { width: 80 });
    const bar = (label: string): string =>
      stdout.lines.find((line) => line.startsWith(`  ${label}`))?.replace(/[^█▏▎▍▌▋▊▉]/g, '') ?? '?';
    expect(bar('github').length / bar('google-oauth2').length).toBeCloseTo(0.5, 1);
    expect(bar('sign-in-with-slack')).toBe('▏');
    expect(bar('none')).toBe('');
    expect(stdout.text).not.toContain('Nothing');
  });

  it('says the same with colour as without', async () => {
    const plain = await render(dashboard(), 'table', { width: 80 });
    const painted = await render(dashboard(), 'table', { width: 80, colourFlag: true });
    expect(painted.stdout.text).toContain('\u001b[');
    expect(painted.stdout.text.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout.text);
  });

  it('obeys no control sequence of a label', async () => {
    const bars = [{ label: '\u001b[2Jevil\tname', value: 1 }];
    const view = dashboard({ charts: [{ title: 'Bars\u0007', bars }], title: 'Title\u001b]0;x\u0007' });
    const { stdout } = await render(view, 'table', { width: 80 });
    expect(stdout.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(stdout.text).toContain('evil name');
  });
});

describe('a dashboard elsewhere', () => {
  it('is the rows of its table in a pipe', async () => {
    const { stdout } = await render(dashboard(), 'table');
    expect(stdout.lines).toEqual([
      'CONNECTION\tSOURCE\tTOKENSETS\tMEDIAN DAYS',
      'google-oauth2\ttokensets\t12045\t31',
      'github\tconnected_accounts\t6023\t-',
      'sign-in-with-slack\ttokensets\t1\t400',
    ]);
  });

  it('is the rows in csv, with the fields asked for', async () => {
    const { stdout } = await render(dashboard(), 'csv', { fields: ['connection', 'median'] });
    expect(stdout.lines).toEqual([
      'connection,median',
      'google-oauth2,31',
      'github,',
      'sign-in-with-slack,400',
    ]);
  });

  it('is its data in json and yaml, and its connections with id', async () => {
    const { stdout } = await render(dashboard(), 'json');
    expect(JSON.parse(stdout.text)).toEqual(dashboard().data);
    expect((await render(dashboard(), 'yaml')).stdout.text).toContain('tenant: acme.eu.auth0.com\n');
    expect((await render(dashboard(), 'id')).stdout.lines).toEqual([
      'google-oauth2',
      'github',
      'sign-in-with-slack',
    ]);
  });

  it.each(['junit', 'sarif', 'markdown'] as const)('is refused as %s', async (format) => {
    const { stdout, error } = await render(dashboard(), format);
    expect(error).toMatchObject({ code: 'usage.invalid_value' });
    expect(stdout.text).toBe('');
  });
});

describe('a dashboard as a page', () => {
  const voids = new Set(['meta', 'wbr', 'rect']);

  /** Names of the elements in order; throws when one is not closed where it must be. */
  function elements(html: string): readonly string[] {
    const open: string[] = [];
    const names: string[] = [];
    const text = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>').replace(/^<!doctype html>/, '');
    for (const [, close, name = ''] of text.matchAll(/<(\/?)([a-z0-9]+)((?:\s[^<>]*)?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else {
        names.push(name);
        if (!voids.has(name)) open.push(name);
      }
    }
    expect(open).toEqual([]);
    return names;
  }

  async function page(changes: Partial<DashboardView> = {}): Promise<string> {
    const { stdout, error } = await render(dashboard(changes), 'html');
    expect(error).toBeUndefined();
    return stdout.text;
  }

  it('is well-formed, titled, and tells every count in text', async () => {
    const html = await page();
    const names = elements(html);
    expect(names.filter((name) => name === 'h1')).toHaveLength(1);
    expect(names.filter((name) => name === 'figure')).toHaveLength(3);
    expect(html).toContain('<title>Token Vault of acme.eu.auth0.com</title>');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<time datetime="2025-01-02T03:04:05.000Z">2025-01-02 03:04 UTC</time>');
    expect(html).toContain('<td class="count">12,045</td>');
    expect(html.match(/<tr><th scope="row"/g)).toHaveLength(3 + 3 + rows.length);
  });

  it('asks nobody for anything, and allows its own style and script by their hashes only', async () => {
    const html = await page();
    const hash = (tag: string): string => {
      const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
      expect(content.length).toBeGreaterThan(100);
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/\s(?:src|href|style|on[a-z]+)=/);
    expect(html).not.toMatch(/@import|url\(|<link|<img|<iframe/);
  });

  it('is light and dark, and its table can be sorted by numbers as numbers', async () => {
    const html = await page();
    expect(html).toContain('color-scheme: light dark;');
    expect(html).toContain('<th scope="col" class="right" data-kind="number">Tokensets</th>');
    expect(html).toContain('<th scope="col" data-kind="text">Source</th>');
    expect(html).toContain('<td class="right" data-value="12045">12,045</td>');
    expect(html).toContain('<td class="right" data-value="">-</td>');
  });

  it('takes every text as text', async () => {
    const evil = '"><script>alert(1)</script>&\'';
    const html = await page({
      title: evil,
      facts: [[evil, evil]],
      charts: [{ title: evil, bars: [{ label: evil, value: 1 }] }],
      table: {
        title: evil,
        columns,
        rows: [{ connection: evil, source: evil, tokensets: 1, median: null }],
        id: () => evil,
      },
    });
    elements(html);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain('alert(1)</script>');
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/');
  });

  it('of an empty vault says that there is nothing', async () => {
    const html = await page({
      charts: [{ title: 'Tokensets by connection', bars: [] }],
      table: { title: 'By connection', columns, rows: [], id: () => '' },
    });
    elements(html);
    expect(html).toContain('Nothing to count');
    expect(html).not.toContain('class="rows"');
  });
});
