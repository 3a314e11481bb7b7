import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, runProcess, temporaryDirectory } from '../e2e/tv.ts';
import { install, registryAnswers } from './package.ts';

// Fetching a Node takes a while, and a slow registry minutes, so this runs where it is asked for: `TV_TEST_NODES=22,24`.
const wanted = process.env.TV_TEST_NODES?.split(',').filter((version) => version !== '') ?? [];
const versions = wanted.length > 0 ? wanted : ['22', '24'];
const reason = wanted.length === 0 ? 'TV_TEST_NODES is not set' : registryAnswers() ? '' : 'no npm registry';

describe.each(versions)('Node %s', (major) => {
  it.skipIf(reason !== '')(
    `runs the same commands${reason === '' ? '' : ` (skipped: ${reason})`}`,
    async ({ skip }) => {
      const prefix = temporaryDirectory();
      try {
        install(prefix, `node@${major}`, '--no-save');
      } catch (error) {
        skip(`Node ${major} could not be fetched: ${String(error)}`);
      }
      const node = join(prefix, 'bin', 'node');
      expect(existsSync(node)).toBe(true);
      const env = cleanEnvironment(temporaryDirectory());
      const run = (...args: readonly string[]) => runProcess(node, [...args], { baseEnv: env });
      expect((await run('--version')).stdout).toMatch(new RegExp(`^v${major}\\.`));
      const list = await run(
        binary,
        '-p',
        'sandbox',
        'tokensets',
        'list',
        '--user',
        'ada@example.com',
        '--json',
      );
      expect(list.stderr).toBe('');
      expect(JSON.parse(list.stdout)).toHaveLength(5);
      expect((await run(binary, '-p', 'sandbox', 'apps', 'check', '--all', '-o', 'yaml')).exit).toBeLessThan(
        4,
      );
      expect((await run(binary, 'profiles', 'list')).exit).toBe(0);
      expect((await run(binary, 'tokensets', '--help')).stdout).toContain('Usage');
    },
    240_000,
  );
});
