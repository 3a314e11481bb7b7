import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, openDesk, runProcess, temporaryDirectory } from '../e2e/tv.ts';

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** Files of ours that a command line loaded, as V8 saw it. */
async function loadedFiles(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const coverage = mkdtempSync(join(tmpdir(), 'tv-coverage-'));
  try {
    await runProcess(process.execPath, [binary, ...args], {
      baseEnv: { ...env, NODE_V8_COVERAGE: coverage },
    });
    return readdirSync(coverage).flatMap((name) => {
      const report = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as Coverage;
      return report.result.map(({ url }) => url).filter((url) => url.includes('/dist/'));
    });
  } finally {
    rmSync(coverage, { recursive: true, force: true });
  }
}

const heavy = ['undici', 'zod', 'conf', 'cli-table3', 'inquirer', 'yaml', 'jose', 'sandbox'];

function heavyOnes(files: readonly string[]): readonly string[] {
  return heavy.filter((name) => files.some((file) => new RegExp(`/chunks/[^/]*\\b${name}\\b`).test(file)));
}

describe('a cold start', () => {
  it.each([['--version'], ['--help'], ['tokensets', 'list', '--help'], ['tokensets', 'lst']])(
    'tv %s %s %s loads none of the heavy packages',
    async (...args) => {
      const files = await loadedFiles(args, cleanEnvironment(temporaryDirectory()));
      expect(files.length).toBeGreaterThan(0);
      expect(heavyOnes(files)).toEqual([]);
    },
  );

  it('credentials from the environment load neither conf nor zod nor prompts', async () => {
    const desk = await openDesk();
    const files = await loadedFiles(['tokensets', 'list', '--user', 'ada@example.com', '--json'], desk.env);
    expect(heavyOnes(files)).toEqual(['undici']);
  });
});
