import { describe, expect, it } from 'vitest';
import { fieldSubject } from '../../src/core/planned-names.ts';
import type { Result } from '../../src/core/result.ts';
import { stripControls } from '../../src/core/text.ts';
import { differenceLines } from '../../src/terminal/change-difference.ts';
import { formatChanges } from '../../src/terminal/changes.ts';
import { loadPalette, plainPalette } from '../../src/terminal/colour.ts';
import * as plan from '../../src/terminal/plan.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { change, changes } from './findings-fixture.ts';
import { MemoryStream, render } from './streams.ts';

const widths = [40, 80, 120] as const;
const result: Result = { data: { dry_run: true, changes }, view: { kind: 'changes' } };

describe('changes on a terminal', () => {
  it.each(widths)('fit %i columns', async (width) => {
    const { stdout } = await render(result, 'table', { width });
    expect(stdout.text).toMatchSnapshot();
    // What can be copied is left whole.
    for (const line of stdout.lines.filter((text) => !/\S{34}/.test(text))) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    expect(stdout.text).not.toContain('\u001b');
  });

  it.each(widths)('hold the same text in colour at %i columns', async (width) => {
    const painted = formatChanges(changes, width, await loadPalette(true));
    expect(painted).toContain('\u001b[32m+ urn:auth0:params:oauth');
    expect(painted.split('\n').map(stripControls)).toEqual(
      formatChanges(changes, width, plainPalette).split('\n').map(stripControls),
    );
  });

  it('tell what is yet to be made by its name, once, and what a field of an id is about', async () => {
    const text = formatChanges(
      [
        change({ resource: 'app', id: '', name: 'Calendar', field: 'client' }),
        change({ resource: 'app', id: '(new)', name: 'Calendar', field: 'grant_types' }),
        change({ field: 'clients.(new)', [fieldSubject]: 'Calendar' }),
        change({ field: 'clients.abc', [fieldSubject]: 'Acme Web' }),
      ],
      120,
      plainPalette,
    );
    expect(text.match(/^app Calendar \(new\)$/gm)).toHaveLength(1);
    expect(text).toContain('  clients.Calendar (new): ');
    expect(text).toContain('  clients.abc (Acme Web): ');
    expect(text).not.toMatch(/\(\)|\(\(/);
  });

  it('keep that name out of the data', async () => {
    const data = { changes: [change({ field: 'clients.abc', [fieldSubject]: 'Acme Web' })] };
    for (const format of ['json', 'jsonl', 'yaml', 'csv'] as const) {
      const { stdout } = await render({ data, view: { kind: 'changes' } }, format);
      expect(stdout.text).toContain('clients.abc');
      expect(stdout.text).not.toContain('Acme Web');
    }
  });

  it('say so when there are none', async () => {
    const none: Result = { data: { dry_run: false, changes: [] }, view: { kind: 'changes' } };
    expect((await render(none, 'table', { width: 80 })).stdout.text).toBe('Nothing to change\n');
  });
});

describe('differenceLines', () => {
  it.each([
    [false, true, 'false → true', []],
    [null, 'x', '(none) → x', []],
    ['x', null, 'x → (none)', []],
    ['', 'x', '(none) → x', []],
    [['a', 'b'], ['b', 'c'], '', ['+ c', '- a']],
    [null, ['a'], '', ['+ a']],
    [['a', 'b'], ['b', 'a'], 'a b → b a', []],
    [[{ id: 1 }], [{ id: 1 }, { id: 2 }], '', ['+ id: 2']],
    [[], [{ to: 'x', scope: ['a', 'b'], more: { c: [1] } }], '', ['+ to: x, scope: a b, more: {"c":[1]}']],
    [[], [{}], '', ['+ {}']],
    [{ a: 1, b: 2 }, { a: 1, b: 3, c: 4 }, '', ['b: 2 → 3', '+ c: 4']],
    [{ a: 1 }, {}, '', ['- a: 1']],
    [['a'], 'a', 'a → a', []],
  ])('from %j to %j', (before, after, summary, parts) => {
    expect(differenceLines(before, after)).toMatchObject({ summary, parts });
  });
});

describe('changes elsewhere', () => {
  it('are rows in a pipe and in csv', async () => {
    expect((await render(result, 'table')).stdout.text).toMatchSnapshot();
    const { stdout } = await render(result, 'csv', { fields: ['id', 'before', 'after', 'error'] });
    expect(stdout.lines[1]).toBe('con_9aXkR2,false,true,');
    expect(stdout.lines[3]).toContain('authorization_code implicit');
  });

  it('are the data in json, and ids each once', async () => {
    expect(JSON.parse((await render(result, 'json')).stdout.text)).toEqual(result.data);
    expect((await render(result, 'id')).stdout.lines).toEqual([
      'con_9aXkR2',
      'aBcD1234efGH5678',
      'cgr_1',
      'cac_1',
      'cac_2',
    ]);
  });
});

describe('plans', () => {
  it('are fitted to stderr and in its colours', async () => {
    const stderr = new MemoryStream({ width: 40 });
    const painted = await plan.formatChanges([change({})], { stderr, env: {}, colourFlag: undefined });
    expect(painted).toContain('\u001b[32m(additive, planned)\u001b[39m');
  });

  it('are not broken in a pipe', async () => {
    const stderr = new MemoryStream();
    const grant = 'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token';
    const warning = 'Nobody can exchange tokens with this application any more once the grant is gone';
    const text = await plan.formatChanges([change({ before: [grant], after: [], warning })], {
      stderr,
      env: {},
      colourFlag: undefined,
    });
    expect(text).toContain(`    - ${grant}\n    warning: ${warning}\n`);
  });
});
