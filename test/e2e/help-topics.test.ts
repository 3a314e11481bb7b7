import { describe, expect, it } from 'vitest';
import { binary, cleanEnvironment, runProcess, temporaryDirectory } from './tv.ts';

function help(...words: readonly string[]) {
  return runProcess(process.execPath, [binary, 'help', ...words], {
    baseEnv: cleanEnvironment(temporaryDirectory()),
  });
}

describe('tv help', () => {
  it.each(['environment', 'exit-codes', 'output', 'errors', 'scopes', 'rules', 'ci'])(
    'has a page on %s and names it on the first page',
    async (topic) => {
      const [page, first] = await Promise.all([help(topic), help()]);
      expect(page).toMatchObject({ exit: 0, stderr: '' });
      expect(page.stdout.split('\n').length).toBeGreaterThan(15);
      expect(first.stdout).toContain(`tv help ${topic} `);
    },
  );

  it('tells a pipeline its gates and guards', async () => {
    const { stdout } = await help('ci');
    for (const word of ['tv apps check --enabled', '-o junit', 'TV_READ_ONLY=1', '--expect-tenant', 'exit 2'])
      expect(stdout).toContain(word);
  });
});
