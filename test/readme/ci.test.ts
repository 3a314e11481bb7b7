import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recipes } from '../../src/cli/topics/ci.ts';
import { root } from '../architecture/imports.ts';
import { binary, cleanEnvironment, runProcess, type Transcript, temporaryDirectory } from '../e2e/tv.ts';

interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly env: Readonly<Record<string, string>>; readonly steps: readonly { readonly run?: string }[] }
    >
  >;
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = /\n## In CI\n(.*?)\n## /s.exec(readme)?.[1] ?? '';
const workflows = [...section.matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, text]) => parse(text ?? '') as Workflow,
);
const [gate, offboarding, inventory] = workflows;

/** A runner of the CI: a clean machine on which `npm install` has been done, with the sandbox as the tenant. */
function runner() {
  const home = temporaryDirectory();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'tv'), `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`);
  chmodSync(join(bin, 'tv'), 0o755);
  const clean = cleanEnvironment(home);
  const env = { ...clean, PATH: `${bin}:${clean.PATH}`, TV_PROFILE: 'sandbox', CI: 'true' };
  const run = (line: string, more: Readonly<Record<string, string>> = {}) =>
    runProcess('sh', ['-e', '-c', line], { baseEnv: env, env: more, cwd: home });
  return { home, run };
}

type Runner = ReturnType<typeof runner>;

/** Runs the shell lines of a workflow as its job would; stops at the first that fails. */
async function play(
  { run }: Runner,
  workflow: Workflow | undefined,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Transcript | undefined> {
  const [job] = Object.values(workflow?.jobs ?? {});
  const own = Object.entries(job?.env ?? {}).flatMap(([name, value]) => {
    const input = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value)?.[1];
    if (input !== undefined) return [[name, inputs[input] ?? '']];
    return value.startsWith('${{') ? [] : [[name, value]];
  });
  let last: Transcript | undefined;
  for (const { run: line } of job?.steps ?? []) {
    if (line === undefined || line.startsWith('npm install')) continue;
    last = await run(line, Object.fromEntries(own));
    if (last.exit !== 0) return last;
  }
  return last;
}

describe('the CI recipes of the README', () => {
  it('are three, each with the lines of `tv help ci`', () => {
    expect(workflows).toHaveLength(recipes.length);
    recipes.forEach(({ lines }, at) => {
      const steps = Object.values(workflows[at]?.jobs ?? {}).flatMap((job) =>
        job.steps.map(({ run }) => run),
      );
      expect(steps).toEqual(expect.arrayContaining([...lines]));
    });
  });

  it('a pull request passes on a healthy tenant and fails with findings on a broken one', async () => {
    const machine = runner();
    expect(await play(machine, gate)).toMatchObject({ exit: 0 });
    await machine.run('tv sandbox reset --scenario broken');
    expect(await play(machine, gate)).toMatchObject({ exit: 3 });
    const report = JSON.parse(readFileSync(join(machine.home, 'token-vault.sarif'), 'utf8'));
    expect(report.version).toBe('2.1.0');
    expect(report.runs[0].results.map((result: { ruleId: string }) => result.ruleId)).toContain(
      'app/first-party',
    );
  });

  it('offboarding deletes what the Management API can delete, keeps a receipt, and fails for what is left', async () => {
    const machine = runner();
    const { exit, stderr } = (await play(machine, offboarding, { user: 'ada@example.com' })) ?? {};
    expect(exit, stderr).toBe(8);
    const left = await machine.run('tv tokensets list --user ada@example.com --json');
    expect(JSON.parse(left.stdout).map((row: { source: string }) => row.source)).toEqual([
      'connected_accounts',
      'connected_accounts',
    ]);
    const receipt = readFileSync(join(machine.home, 'receipt.jsonl'), 'utf8').trim().split('\n');
    expect(receipt).toHaveLength(3);
    expect(statSync(join(machine.home, 'receipt.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('the inventory leaves reports that can be read, and a list that can be deleted from', async () => {
    const machine = runner();
    expect((await play(machine, inventory))?.exit).toBe(0);
    for (const name of ['report.json', 'connections.json', 'apps.json'])
      expect(() => JSON.parse(readFileSync(join(machine.home, name), 'utf8'))).not.toThrow();
    expect(existsSync(join(machine.home, 'report.html'))).toBe(true);
    const plan = await machine.run('tv tokensets delete --from stale.jsonl --dry-run --json');
    expect([0, 8], plan.stderr).toContain(plan.exit);
    expect(JSON.parse(plan.stdout).length).toBeGreaterThan(0);
  });
});
