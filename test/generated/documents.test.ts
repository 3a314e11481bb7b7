import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { renderManual } from '../../scripts/generate/man.ts';
import { commandTable, withCommandTable } from '../../scripts/generate/readme.ts';
import { commands, groups } from '../../src/cli/catalogue.ts';
import { environmentVariables } from '../../src/cli/topics/environment.ts';
import { topics } from '../../src/cli/topics/topics.ts';
import { root } from '../architecture/imports.ts';
import { has } from '../completion/shell.ts';

const manual = renderManual({
  version,
  commands,
  groups,
  environment: environmentVariables,
  topics: topics.map(({ name, summary }) => [name, summary]),
});

describe('what is made from the specs (else: npm run generate)', () => {
  it('man/tv.1', async () => {
    await expect(manual).toMatchFileSnapshot(join(root, 'man', 'tv.1'));
  });

  it('the command table of the README', async () => {
    const readme = join(root, 'README.md');
    const fresh = withCommandTable(readFileSync(readme, 'utf8'), commandTable(commands, groups));
    await expect(fresh).toMatchFileSnapshot(readme);
  });

  it.skipIf(!has('man'))('the manual is roff that man reads without complaint', () => {
    const { stdout, stderr, status } = spawnSync('man', ['--warnings=w', '-l', '-'], {
      input: manual,
      encoding: 'utf8',
      env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '100', LC_ALL: 'C.UTF-8' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { path } of commands) expect(stdout).toContain(`tv ${path.join(' ')}`);
  });
});
