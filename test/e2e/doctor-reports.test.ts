import { describe, expect, it } from 'vitest';
import { doctor } from './doctor-desk.ts';
import { openDesk } from './tv.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** Reads XML far enough to know that it is well formed; throws when a tag is not closed, or closed by another. */
function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  const body = text.replace(/^<\?xml[^>]*\?>/, '');
  for (const [whole, closing = '', name = '', rest = '', alone = ''] of body.matchAll(
    /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (closing !== '') {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`${whole} closes <${last?.name}>`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    );
    const element: Element = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    if (alone === '') open.push(element);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  const left = body.replace(/<[^>]*>/g, '');
  if (left.includes('<') || /&(?!amp;|lt;|gt;|quot;|#39;)/.test(left)) throw new Error('text is not escaped');
  return root;
}

function below(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...below(child, name),
  ]);
}

describe('tv doctor for CI', () => {
  it('writes JUnit XML whose numbers are those of the findings', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { report } = await doctor(desk);
    const { exit, stdout } = await desk.run(['doctor', '-o', 'junit', '--fail-on', 'warning']);
    expect(exit).toBe(3);
    const root = parseXml(stdout);
    const [suites] = below(root, 'testsuites');
    const { fail, warn, unknown, skip } = report.summary;
    expect(suites?.attributes).toMatchObject({
      tests: String(report.findings.length),
      failures: String(fail + warn),
      errors: String(unknown),
      skipped: String(skip),
    });
    expect(below(root, 'testcase')).toHaveLength(report.findings.length);
    expect(below(root, 'failure').map(({ attributes }) => attributes.type)).toEqual([
      ...Array.from({ length: fail }, () => 'error'),
      ...Array.from({ length: warn }, () => 'warning'),
    ]);
  });

  it('fails in JUnit XML only what fails in the exit code', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const args = ['doctor', '--only', 'connection/one-switch', '-o', 'junit'];
    const passed = await desk.run(args);
    const [suites] = below(parseXml(passed.stdout), 'testsuites');
    expect([passed.exit, suites?.attributes.failures]).toEqual([0, '0']);
    expect(passed.stdout).toContain('<system-out>warning: ');
    const failed = await desk.run([...args, '--fail-on', 'warning']);
    const [strict] = below(parseXml(failed.stdout), 'testsuites');
    expect([failed.exit, strict?.attributes.failures]).toEqual([3, '1']);
  });

  it('writes SARIF 2.1.0 whose results point to rules and places', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { report } = await doctor(desk);
    const { exit, stdout } = await desk.run(['doctor', '-o', 'sarif']);
    expect(exit).toBe(3);
    const log = JSON.parse(stdout);
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'tv' } }, invocations: [{ executionSuccessful: true }] }],
    });
    const [{ tool, results }] = log.runs;
    const failed = report.findings.filter(({ status }) => status === 'fail');
    expect(results).toHaveLength(failed.length);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.kind).toBe('fail');
      expect(result.message.text).not.toBe('');
      expect(result.locations[0].physicalLocation.artifactLocation.uri).not.toMatch(/[\s|]/);
    }
    const prints = results.map((result: { partialFingerprints: object }) =>
      JSON.stringify(result.partialFingerprints),
    );
    expect(new Set(prints).size).toBe(results.length);
  });

  it('tells findings of one application about several connections apart', async () => {
    const desk = await openDesk();
    const connections = ['github', 'google-oauth2'].flatMap((name) => ['--connection', name]);
    const { stdout } = await desk.run([
      'doctor',
      '--app',
      'Partner Portal',
      ...connections,
      '--only',
      'app/connection-enabled',
      '-o',
      'sarif',
    ]);
    const [{ results }] = JSON.parse(stdout).runs;
    const prints = results.map((result: { partialFingerprints: object }) =>
      JSON.stringify(result.partialFingerprints),
    );
    expect([results.length, new Set(prints).size]).toEqual([2, 2]);
  });

  it('writes Markdown with a table for each subject that is not well', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { stdout } = await desk.run(['doctor', '-o', 'markdown']);
    expect(stdout).toMatch(/^# Token Vault on /);
    expect(stdout).toContain('| fail | 16 |');
    for (const line of stdout.split('\n').filter((text) => text.startsWith('| fail | ['))) {
      expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
    }
    expect(stdout).toContain('## app Acme Third-Party');
  });

  it('writes an HTML page that loads nothing', async () => {
    const desk = await openDesk({ scenario: 'broken' });
    const { stdout } = await desk.run(['doctor', '-o', 'html']);
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout).not.toMatch(/<script|src=|@import/);
  });

  it('prints the ids of what it examined, and rows for a pipe', async () => {
    const desk = await openDesk();
    const ids = (await desk.run(['doctor', '-o', 'id'])).stdout.trim().split('\n');
    expect(ids).toContain('local');
    expect(new Set(ids).size).toBe(ids.length);
    const rows = (await desk.run(['doctor'])).stdout.trim().split('\n');
    expect(rows[0]).toMatch(/^SUBJECT_TYPE\tSUBJECT_ID/);
    expect(new Set(rows.map((row) => row.split('\t').length))).toEqual(new Set([11]));
  });
});
