import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputFormat } from '../../src/core/globals.ts';
import { createReporter, type TerminalReporter } from '../../src/terminal/reporter.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { MemoryStream, StillClock } from './streams.ts';

interface Scene {
  readonly format?: OutputFormat;
  readonly width?: number;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly colour?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

async function scene(options: Scene = {}): Promise<{
  readonly reporter: TerminalReporter;
  readonly stderr: MemoryStream;
  readonly clock: StillClock;
}> {
  const { format = 'table', width, quiet = false, debug = false, colour = false, env = {} } = options;
  const stderr = new MemoryStream(width === undefined ? {} : { width });
  const clock = new StillClock();
  const reporter = await createReporter({ format, stderr, env, colourFlag: colour, quiet, debug, clock });
  return { reporter, stderr, clock };
}

describe('notes and warnings', () => {
  it('are lines for people', async () => {
    const { reporter, stderr } = await scene();
    reporter.note('Using the profile `acme`');
    reporter.warn('access.scope', 'Connected accounts were left out');
    await reporter.flush();
    expect(stderr.lines).toEqual(['Using the profile `acme`', 'warning: Connected accounts were left out']);
  });

  it.each([40, 80, 120])('are wrapped at %i columns', async (width) => {
    const { reporter, stderr } = await scene({ width });
    reporter.warn('x', 'Connected accounts were left out because the token lacks a scope that it would need');
    await reporter.flush();
    expect(stderr.text).toMatchSnapshot();
    for (const line of stderr.lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it.each(['json', 'jsonl', 'csv', 'yaml'] as const)('are JSON lines with %s', async (format) => {
    const { reporter, stderr } = await scene({ format, width: 40, colour: true });
    reporter.note('Tried\ntwice', 'retry');
    reporter.note('Plain');
    reporter.warn('access.scope', 'Left out');
    await reporter.flush();
    expect(stderr.lines.map((line) => JSON.parse(line))).toEqual([
      { warning: { code: 'retry', message: 'Tried; twice' } },
      { warning: { code: 'note', message: 'Plain' } },
      { warning: { code: 'access.scope', message: 'Left out' } },
    ]);
  });

  it('are warnings only when quiet', async () => {
    const { reporter, stderr } = await scene({ quiet: true });
    reporter.note('Note');
    reporter.warn('x', 'Warning');
    await reporter.flush();
    expect(stderr.text).toBe('warning: Warning\n');
  });

  it('show no secret and obey no control sequence', async () => {
    const { reporter, stderr } = await scene({ colour: true });
    reporter.note('\u001b[2Jcleared Bearer abcdefghijklmnop');
    reporter.debug('GET /x \u001b]0;t\u0007 ya29.abcdefghijkl');
    await reporter.flush();
    expect(stderr.text).toBe('cleared (secret)\n');
  });
});

describe('a note of several lines', () => {
  const notice = [
    'Tenant acme.eu.auth0.com, profile acme',
    '2 tokensets to delete: 1 google-oauth2, 1 github',
    '  acc3f0c0-4d57-4c9b-833b-f470326a502b  github  auth0|ada',
    '',
    "The provider's own tokens are not revoked; the owner of the account can do that here:",
    '  google-oauth2: https://myaccount.google.com/connections',
  ].join('\n');

  it.each([40, 80, 120])('keeps its lines and indents, wrapped at %i columns', async (width) => {
    const { reporter, stderr } = await scene({ width });
    reporter.note(notice);
    await reporter.flush();
    expect(stderr.text).toMatchSnapshot();
  });

  it('keeps its lines whole in a pipe', async () => {
    const { reporter, stderr } = await scene();
    reporter.note(notice);
    await reporter.flush();
    expect(stderr.text).toBe(`${notice}\n`);
  });

  it('shows the label of a warning once', async () => {
    const { reporter, stderr } = await scene({ width: 40 });
    reporter.warn('x', 'First line\nsecond line');
    await reporter.flush();
    expect(stderr.text).toBe('warning: First line\nsecond line\n');
  });
});

describe('show', () => {
  const plan = 'Plan\u001b[31m red\u001b[39m\u001b[2J\n  indented\n';

  it('keeps the lines, and of control sequences only colours, in colour', async () => {
    const { reporter, stderr } = await scene({ width: 80, colour: true, quiet: true });
    reporter.show(plan);
    await reporter.flush();
    expect(stderr.text).toBe('Plan\u001b[31m red\u001b[39m\n  indented\n');
  });

  it('keeps no control sequence without colour', async () => {
    const { reporter, stderr } = await scene({ width: 80 });
    reporter.show(plan);
    await reporter.flush();
    expect(stderr.text).toBe('Plan red\n  indented\n');
  });

  it('wraps at words what the terminal would break, under its own indent', async () => {
    const { reporter, stderr } = await scene({ width: 30, colour: true });
    reporter.show(
      'Plan \u001b[31mof a long line\u001b[39m that ends further on\n  - indented and longer than thirty columns',
    );
    await reporter.flush();
    expect(stderr.lines).toEqual([
      'Plan of a long line that ends',
      '  further on',
      '  - indented and longer than',
      '    thirty columns',
    ]);
  });

  it('keeps what holds one word that is longer than a line, with its colours', async () => {
    const { reporter, stderr } = await scene({ width: 20, colour: true });
    const line = '    \u001b[31m- urn:auth0:params:oauth:grant-type\u001b[39m';
    reporter.show(`Plan\n${line}`);
    await reporter.flush();
    expect(stderr.text).toBe(`Plan\n${line}\n`);
  });

  it('is a JSON line where a program reads stderr', async () => {
    const { reporter, stderr } = await scene({ format: 'json' });
    reporter.show(plan);
    await reporter.flush();
    expect(JSON.parse(stderr.text)).toEqual({ warning: { code: 'notice', message: 'Plan red; indented' } });
  });
});

describe('debug', () => {
  it('is silent unless asked for', async () => {
    const { reporter, stderr } = await scene();
    reporter.debug('GET /users');
    await reporter.flush();
    expect(stderr.text).toBe('');
  });

  it('is a line, or a JSON line in machine formats', async () => {
    const people = await scene({ debug: true, quiet: true });
    people.reporter.debug('GET /users 200');
    await people.reporter.flush();
    expect(people.stderr.text).toBe('GET /users 200\n');
    const machine = await scene({ debug: true, format: 'json' });
    machine.reporter.debug('GET /users 200');
    await machine.reporter.flush();
    expect(JSON.parse(machine.stderr.text)).toEqual({ debug: { message: 'GET /users 200' } });
  });
});

describe('progress on a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells count, share, pace, time left and the allowed rate on one line', async () => {
    const { reporter, stderr, clock } = await scene({ width: 120 });
    reporter.progress({ label: 'Reading users', done: 0, total: 10_000 });
    clock.time = 10_000;
    reporter.progress({
      label: 'Reading users',
      done: 1234,
      total: 10_000,
      rate: 24.96,
      waiting: 'waiting 3 s',
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(stderr.writes.map((text) => text.replace('\r\u001b[2K', ''))).toEqual([
      'Reading users 0/10,000, 0%',
      'Reading users 1,234/10,000, 12%, waiting 3 s, 123/s, 72 s left, at most 25 requests/s',
    ]);
    expect(stderr.text).not.toContain('\n');
  });

  it.each([20, 40])('is cut to %i columns', async (width) => {
    const { reporter, stderr } = await scene({ width });
    reporter.progress({ label: 'Reading the tokensets of 日本 users', done: 5, total: 10_000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(displayWidth(stderr.text.replace('\r\u001b[2K', ''))).toBeLessThan(width);
  });

  it('is redrawn at most ten times a second, and shows the last state', async () => {
    const { reporter, stderr, clock } = await scene({ width: 80 });
    for (let step = 0; step < 1000; step += 1) {
      reporter.progress({ label: 'Users', done: step });
      clock.time += 1;
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(stderr.writes.length).toBeGreaterThan(5);
    expect(stderr.writes.length).toBeLessThanOrEqual(11);
    expect(stderr.writes.at(-1)).toContain('Users 999');
  });

  it('is cleared before other output and when it ends', async () => {
    const { reporter, stderr } = await scene({ width: 80 });
    reporter.progress({ label: 'Users', done: 1 });
    reporter.warn('x', 'Left out');
    reporter.progress(null);
    await reporter.flush();
    expect(stderr.writes).toEqual(['\r\u001b[2KUsers 1', '\r\u001b[2K', 'warning: Left out\n']);
  });

  it('is cleared before stdout writes to the same terminal', async () => {
    const { reporter, stderr } = await scene({ width: 80 });
    const stdout = new MemoryStream({ width: 80 });
    const guarded = reporter.guard(stdout);
    reporter.progress({ label: 'Users', done: 1 });
    await guarded.write('row\n');
    expect(stderr.writes).toEqual(['\r\u001b[2KUsers 1', '\r\u001b[2K']);
    expect(stdout.text).toBe('row\n');
    const pipe = new MemoryStream();
    expect(reporter.guard(pipe)).toBe(pipe);
  });

  it('tells a wait on the line of the work that waits, whose pace goes on', async () => {
    const { reporter, stderr, clock } = await scene({ width: 120 });
    reporter.progress({ label: 'Exporting', done: 0, waiting: 'waiting for the export' });
    reporter.progress({ label: 'Users', done: 0 });
    clock.time = 10_000;
    reporter.progress({ label: 'Users', done: 100 });
    clock.time = 20_000;
    reporter.progress({ label: 'Waiting', done: 0, waiting: 'waiting 3 s for the rate limit' });
    clock.time = 30_000;
    reporter.progress({ label: 'Users', done: 600 });
    await vi.advanceTimersByTimeAsync(0);
    expect(stderr.writes.map((text) => text.replace('\r\u001b[2K', ''))).toEqual([
      'Waiting for the export',
      'Users 100, 10/s',
      'Users 100, waiting 3 s for the rate limit, 5.0/s',
      'Users 600, 20/s',
    ]);
  });

  it('is silent when quiet', async () => {
    const { reporter, stderr } = await scene({ width: 80, quiet: true });
    reporter.progress({ label: 'Users', done: 1 });
    await reporter.flush();
    expect(stderr.text).toBe('');
  });
});

describe('progress elsewhere', () => {
  it('is plain lines on a dumb terminal too', async () => {
    const { reporter, stderr, clock } = await scene({ width: 80, env: { TERM: 'dumb' } });
    const stdout = new MemoryStream({ width: 80 });
    for (let second = 0; second <= 21; second += 1) {
      clock.time = second * 1000;
      reporter.progress({ label: 'Users', done: second * 4, total: 200 });
    }
    await reporter.guard(stdout).write('row\n');
    reporter.note('Done');
    await reporter.flush();
    expect(stderr.lines).toEqual([
      expect.stringContaining('Users 40/200, 20%'),
      expect.stringContaining('Users 80/200, 40%'),
      'Done',
    ]);
    expect(stderr.text + stdout.text).not.toMatch(/[\u001b\r]/);
  });

  it('is a plain line every ten seconds of a long run', async () => {
    const { reporter, stderr, clock } = await scene();
    for (let second = 0; second <= 25; second += 1) {
      clock.time = second * 1000;
      reporter.progress({ label: 'Users', done: second * 4, total: 200 });
    }
    await reporter.flush();
    expect(stderr.lines).toEqual([
      'Users 40/200, 20%, 4.0/s, 40 s left',
      'Users 80/200, 40%, 4.0/s, 30 s left',
    ]);
  });

  it('is a note to a program', async () => {
    const { reporter, stderr, clock } = await scene({ format: 'json' });
    reporter.progress({ label: 'Users', done: 1 });
    clock.time = 60_000;
    reporter.progress({ label: 'Users', done: 2, total: 120 });
    await reporter.flush();
    expect(stderr.lines.map((line) => JSON.parse(line))).toEqual([
      { warning: { code: 'progress', message: expect.stringContaining('Users 2/120, 1%') } },
    ]);
  });
});

it('goes on when the reader of stderr has gone', async () => {
  const stderr = new MemoryStream({ limit: 0 });
  const clock = new StillClock();
  const options = { format: 'table', env: {}, colourFlag: undefined, quiet: false, debug: false } as const;
  const reporter = await createReporter({ ...options, stderr, clock });
  reporter.warn('x', 'Nobody reads this');
  await expect(reporter.flush()).resolves.toBeUndefined();
});
