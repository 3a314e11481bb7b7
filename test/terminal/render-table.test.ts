import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Column, record } from '../../src/core/result.ts';
import { stripControls } from '../../src/core/text.ts';
import { plainPalette } from '../../src/terminal/colour.ts';
import { drawRow, drawWithLibrary } from '../../src/terminal/table.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { arriving, listResult, type Row, row, rowsOf } from './rows-fixture.ts';
import { render } from './streams.ts';

const widths = [40, 80, 120] as const;
const wide = row(3, { connection: '日本語の接続 👩‍💻', user_id: 'auth0|ze\u0301e' });
const hostile = row(4, {
  connection: '\u001b[31mred\u001b[0m\tand\nnew \u202edlrow\u202c',
  user_id: '\u001b]8;;http://evil\u0007click\u001b]8;;\u0007',
});

describe('table on a terminal', () => {
  it.each(widths)('fits %i columns', async (width) => {
    const { stdout } = await render(listResult([...rowsOf(2), wide, hostile]), 'table', { width });
    expect(stdout.text).toMatchSnapshot();
    // What can be copied is left whole.
    for (const line of stdout.lines.filter((text) => !/\S{40}/.test(text))) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    expect(stdout.text).not.toContain('\u001b');
  });

  it.each(widths)('is the same in %i columns when rows arrive', async (width) => {
    const rows = [...rowsOf(7), wide, hostile];
    const atOnce = await render(listResult(rows), 'table', { width });
    const streamed = await render(listResult(arriving(rows)), 'table', { width });
    expect(streamed.stdout.text).toBe(atOnce.stdout.text);
  });

  it('never cuts an id', async () => {
    const { stdout } = await render(listResult([row(1, { id: 'x'.repeat(60) })]), 'table', { width: 40 });
    expect(stdout.text).toContain('x'.repeat(60));
  });

  it('cuts the column of the lowest weight first', async () => {
    const { stdout } = await render(listResult(rowsOf(1)), 'table', { width: 90 });
    expect(stdout.lines[1]).toContain('google-oauth2');
    expect(stdout.lines[1]).toContain('…');
  });

  it('paints by meaning when colour is forced, without moving a column', async () => {
    const plain = await render(listResult(rowsOf(3)), 'table', { width: 80 });
    const painted = await render(listResult(rowsOf(3)), 'table', {
      width: 80,
      env: { NO_COLOR: '', FORCE_COLOR: '1' },
    });
    expect(painted.stdout.text).toContain('\u001b[31myes\u001b[39m');
    expect(painted.stdout.lines.map(stripControls)).toEqual(plain.stdout.lines);
    const none = await render(listResult(rowsOf(3)), 'table', { width: 80, env: { NO_COLOR: '1' } });
    expect(none.stdout.text).not.toContain('\u001b');
  });

  it('shows columns that are extra only when they are named', async () => {
    const fields = ['token_vault.enabled', 'id'];
    const { stdout } = await render(listResult(rowsOf(1)), 'table', { width: 80, fields });
    expect(stdout.lines).toEqual(['VAULT  ID', 'yes    cac_000001']);
  });

  it('leaves the header out on request', async () => {
    const { stdout } = await render(listResult(rowsOf(1)), 'table', {
      width: 80,
      fields: ['id'],
      header: false,
    });
    expect(stdout.lines).toEqual(['cac_000001']);
  });

  it('tells people on stderr how many there are, or that there are none', async () => {
    expect((await render(listResult(rowsOf(2)), 'table', { width: 80 })).stderr.text).toBe('\n2 tokensets\n');
    const none = await render(listResult([]), 'table', { width: 80 });
    expect(none.stderr.text).toBe('No tokensets\n');
    expect(none.stdout.text).toBe('');
    expect((await render(listResult([]), 'table', { width: 80, quiet: true })).stderr.text).toBe('');
  });

  it('keeps the widths of the first batch while more rows stream', async () => {
    const rows = Array.from({ length: 450 }, (_, index) =>
      row(index + 1, index === 400 ? { connection: 'a-connection-that-is-longer-than-the-others' } : {}),
    );
    const { stdout } = await render(listResult(arriving(rows)), 'table', { width: 100 });
    expect(stdout.lines).toHaveLength(451);
    expect(stdout.lines[401]).toContain('  a-connection…  ');
    expect(new Set(stdout.lines.map((line) => displayWidth(line)))).toEqual(new Set([100]));
  });

  it('draws what has come when more rows keep people waiting', async () => {
    vi.useFakeTimers();
    try {
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      async function* slow(): AsyncGenerator<Row> {
        yield row(1);
        await gate;
        yield row(2);
      }
      const rendering = render(listResult(slow()), 'table', { width: 120 });
      await vi.advanceTimersByTimeAsync(2100);
      release();
      const { stdout } = await rendering;
      expect(stdout.writes).toHaveLength(2);
      expect(stdout.writes[1]).toContain('cac_000002');
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes widths from several rows also when the first kept people waiting', async () => {
    vi.useFakeTimers();
    try {
      async function* late(): AsyncGenerator<Row> {
        await new Promise((resolve) => setTimeout(resolve, 10_000));
        yield row(1);
        await new Promise((resolve) => setTimeout(resolve, 500));
        yield row(2, { user_id: 'google-oauth2|103547991597142817347' });
      }
      const rendering = render(listResult(late()), 'table', { width: 100 });
      await vi.advanceTimersByTimeAsync(11_000);
      const { stdout } = await rendering;
      expect(stdout.text).toContain('google-oauth2|103547991597142817347');
    } finally {
      vi.useRealTimers();
    }
  });

  it('draws the rows that came before an error', async () => {
    const { stdout, error } = await render(listResult(arriving(rowsOf(2), new Error('gone'))), 'table', {
      width: 80,
    });
    expect(error).toMatchObject({ message: 'gone' });
    expect(stdout.lines).toHaveLength(3);
  });

  it('is drawn the same by hand as by cli-table3', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '日', '-', ' ', 'ｗ', '…'), maxLength: 12 });
    const rows = fc.array(fc.record({ a: text, b: text, c: text }), { minLength: 1, maxLength: 5 });
    const columns: readonly Column<never>[] = [
      { key: 'a', header: 'a' },
      { key: 'b', header: 'b', align: 'right' },
      { key: 'c', header: 'c', tone: () => 'bad' },
    ];
    const style = {
      columns,
      header: false,
      width: 40,
      palette: { ...plainPalette, bad: (s: string) => `\u001b[31m${s}\u001b[39m` },
    };
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        const byHand = list.map((item) => drawRow(item, [4, 6, 12], style)).join('');
        expect(await drawWithLibrary(list, [4, 6, 12], style)).toBe(byHand);
      }),
    );
  });

  it('draws ten thousand rows in a moment', async () => {
    const started = performance.now();
    const { stdout } = await render(listResult(rowsOf(10_000)), 'table', { width: 80 });
    expect(stdout.lines).toHaveLength(10_001);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('table in a pipe', () => {
  it('is separated by tabs, uncut, with its header, without colour', async () => {
    const { stdout, stderr } = await render(listResult([row(1), wide, hostile]), 'table', {
      env: { FORCE_COLOR: '1' },
    });
    expect(stdout.text).toMatchSnapshot();
    expect(stdout.text).not.toContain('\u001b');
    for (const line of stdout.lines) expect(line.split('\t')).toHaveLength(7);
    expect(stderr.text).toBe('');
  });

  it('is the header alone when there are no rows', async () => {
    expect((await render(listResult([]), 'table', { fields: ['id', 'count'] })).stdout.text).toBe(
      'ID\tCOUNT\n',
    );
  });
});

describe('record', () => {
  const value = {
    client_id: 'x'.repeat(32),
    name: 'My \u001b[31mapp',
    grant_types: ['authorization_code', 'refresh_token', 'urn:auth0:params:oauth:grant-type:token-exchange'],
    eligible: null,
    first_party: true,
  };
  const result = record(value, {
    fields: [
      { key: 'client_id', header: 'Client ID', weight: 9 },
      { key: 'name', header: 'Name', tone: () => 'strong' },
      { key: 'grant_types', header: 'Grant types' },
      { key: 'eligible', header: 'Eligible' },
      { key: 'first_party', header: 'First party', extra: true },
    ],
    id: ({ client_id }) => client_id,
  });

  it.each(widths)('fits %i columns', async (width) => {
    const { stdout } = await render(result, 'table', { width });
    expect(stdout.text).toMatchSnapshot();
  });

  it('is label and value separated by a tab in a pipe', async () => {
    const { stdout } = await render(result, 'table', { fields: ['name', 'first_party'] });
    expect(stdout.text).toBe('Name\tMy app\nFirst party\tyes\n');
  });

  it('is the values alone without a header', async () => {
    for (const width of [undefined, 80]) {
      const rendering = { fields: ['name'], header: false, ...(width === undefined ? {} : { width }) };
      expect((await render(result, 'table', rendering)).stdout.text).toBe('My app\n');
    }
  });
});

describe('message and raw', () => {
  it('writes a message without control sequences, line by line', async () => {
    const view = { kind: 'message', text: 'Done\u001b[2J\nNext' } as const;
    expect((await render({ data: {}, view }, 'table')).stdout.text).toBe('Done\nNext\n');
  });

  it.each([
    [{ kind: 'raw', text: 'token' } as const, 'token\n'],
    [{ kind: 'raw', text: 'token\n' } as const, 'token\n'],
    [{ kind: 'raw', text: 'token', newline: false } as const, 'token'],
  ])('writes raw text as it is: %j', async (view, expected) => {
    expect((await render({ data: { t: 1 }, view }, 'table')).stdout.text).toBe(expected);
    expect((await render({ data: { t: 1 }, view }, 'jsonl')).stdout.text).toBe('{"t":1}\n');
  });
});
