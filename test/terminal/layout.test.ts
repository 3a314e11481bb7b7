import { describe, expect, it } from 'vitest';
import { type Column, table } from '../../src/core/result.ts';
import { fitWidths, type Span } from '../../src/terminal/fit.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { arriving } from './rows-fixture.ts';
import { type Rendering, render } from './streams.ts';

interface Event {
  readonly id: string;
  readonly user: string;
  readonly source: string;
  readonly cause: string | null;
}

const columns: readonly Column<Event>[] = [
  { key: 'id', header: 'Id', weight: 3, least: 9, cut: 'inside' },
  { key: 'user', header: 'User', weight: 9 },
  {
    key: 'source',
    header: 'Source',
    weight: 2,
    optional: true,
    short: ({ source }) => source.slice(0, 9),
  },
  { key: 'cause', header: 'Likely cause', weight: 1, below: true },
];

const event: Event = {
  id: '0123456789abcdefghij',
  user: 'auth0|ada',
  source: 'connected_accounts',
  cause: 'The MFA policy of the tenant is Always, and a challenge cannot be answered',
};

function draw(width: number, other: Partial<Event> = {}, rendering: Rendering = {}) {
  return render(table([{ ...event, ...other }], { columns, id: ({ id }) => id }), 'table', {
    width,
    ...rendering,
  });
}

describe('a list on a terminal', () => {
  it('stands on one line where there is room', async () => {
    const { stdout, stderr } = await draw(140);
    expect(stdout.lines).toHaveLength(2);
    expect(stdout.lines[1]).toContain(`connected_accounts  ${event.cause}`);
    expect(stderr.text).toBe('');
  });

  it('says things shorter before it moves or cuts anything', async () => {
    const { stdout } = await draw(125);
    expect(stdout.lines[1]).toContain(`connected  ${event.cause}`);
    expect(stdout.text).not.toContain('…');
  });

  it('tells what is long under its row, whole and within the width', async () => {
    const { stdout } = await draw(60);
    expect(stdout.lines).toEqual([
      'ID                    USER       SOURCE',
      '0123456789abcdefghij  auth0|ada  connected',
      '    Likely cause: The MFA policy of the tenant is Always,',
      '      and a challenge cannot be answered',
    ]);
  });

  it('moves down in any case what may come wider in rows that are still to come', async () => {
    const slow = (async function* () {
      yield* arriving([{ ...event, cause: null } as never]);
      await new Promise((resolve) => setTimeout(resolve, 2200));
      yield event;
    })();
    const result = table(slow as AsyncIterable<Event>, { columns, id: ({ id }) => id });
    const { stdout } = await render(result, 'table', { width: 120 });
    expect(stdout.lines).toHaveLength(4);
    expect(stdout.lines[3]).toBe(`    Likely cause: ${event.cause}`);
  });

  it('leaves out what is optional, and says so in a note that --quiet silences', async () => {
    const { stdout, stderr } = await draw(24, { cause: null });
    expect(stdout.lines).toEqual(['ID             USER', '0123…cdefghij  auth0|ada']);
    expect(stderr.text.replace(/\s+/g, ' ')).toBe(
      ' Columns left out for lack of room: source; a wider terminal, `--fields` or `--json` shows them ',
    );
    expect((await draw(24, { cause: null }, { quiet: true })).stderr.text).toBe('');
  });

  it('leaves out nothing that was asked for by name', async () => {
    const { stdout, stderr } = await draw(30, { cause: null }, { fields: ['user', 'id', 'source'] });
    expect(stdout.lines[0]).toMatch(/^USER .*auth0/);
    expect(stdout.lines.join('')).not.toContain('…');
    expect(stdout.lines).toHaveLength(3);
    expect(stderr.text).toBe('');
  });

  it('stacks rows whole where nothing else fits, with no column left out or shortened', async () => {
    const { stdout, stderr } = await draw(18);
    const text = stdout.lines.map((line) => line.trim()).join('');
    for (const key of ['ID', 'USER', 'SOURCE', 'LIKELY CAUSE']) expect(text).toContain(key);
    for (const value of ['0123456789abcdefghij', 'connected_accounts']) expect(text).toContain(value);
    expect(stdout.text).not.toContain('…');
    // A word that is longer than its room stays whole.
    for (const line of stdout.lines.filter((line) => /\S \S/.test(line))) {
      expect(displayWidth(line)).toBeLessThanOrEqual(18);
    }
    expect(stderr.text).toBe('');
  });

  it('stacks rows rather than leave out most columns', async () => {
    const many: readonly Column<Event>[] = [
      { key: 'user', header: 'User', weight: 9 },
      { key: 'id', header: 'Id', optional: true },
      { key: 'source', header: 'Source', optional: true },
    ];
    const result = table([event], { columns: many, id: ({ id }) => id });
    const { stdout } = await render(result, 'table', { width: 24 });
    expect(stdout.lines.map((line) => line.split(' ')[0]).filter((label) => label !== '')).toEqual([
      'USER',
      'ID',
      'SOURCE',
    ]);
  });
});

describe('widths', () => {
  const span = (natural: number, weight: number, other: Partial<Span> = {}): Span => ({
    natural,
    header: 4,
    weight,
    ...other,
  });

  it('narrows what weighs little, then leaves it out, before what weighs more gives way', () => {
    const spans = [span(20, 3, { least: 10 }), span(20, 1, { optional: true, least: 12 }), span(10, 9)];
    expect(fitWidths(spans, 54)).toEqual([20, 20, 10]);
    expect(fitWidths(spans, 46)).toEqual([20, 12, 10]);
    expect(fitWidths(spans, 45)).toEqual([20, undefined, 10]);
    expect(fitWidths(spans, 22)).toEqual([10, undefined, 10]);
    expect(fitWidths(spans, 21)).toBeUndefined();
  });

  it('does not cut what may be left out unless it says how far', () => {
    expect(fitWidths([span(20, 1, { optional: true }), span(10, 9)], 30)).toEqual([undefined, 10]);
  });
});
