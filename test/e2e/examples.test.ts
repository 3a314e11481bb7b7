import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/catalogue.ts';
import { wrapCommand } from '../../src/cli/help-layout.ts';
import { binary, cleanEnvironment, runProcess, type Transcript, temporaryDirectory } from './tv.ts';

/** Runs lines as a person would paste them from help into a shell, with the sandbox as the tenant. */
async function paste(line: string): Promise<Transcript> {
  const home = temporaryDirectory();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'tv'), `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`);
  chmodSync(join(bin, 'tv'), 0o755);
  const env = cleanEnvironment(home);
  return runProcess('sh', ['-c', line], {
    baseEnv: { ...env, PATH: `${bin}:${env.PATH}`, TV_PROFILE: 'sandbox' },
    cwd: home,
  });
}

describe.each(commands.map((spec) => [spec.path.join(' '), spec] as const))('tv %s', (_, spec) => {
  it('has two to four examples, and says why when one cannot be tried', () => {
    expect(spec.examples.length).toBeGreaterThanOrEqual(2);
    expect(spec.examples.length).toBeLessThanOrEqual(4);
    for (const { untested } of spec.examples) expect(untested).not.toBe('');
  });

  const tried = spec.examples.filter(({ untested }) => untested === undefined).map(({ line }) => line);
  it.each(tried)('%s', async (line) => {
    const transcript = await paste(wrapCommand(line, 2).join('\n'));
    const fine = spec.exits.includes('findings') ? [0, 3] : [0];
    expect(fine, transcript.stderr).toContain(transcript.exit);
    expect(transcript.stderr).not.toContain('error:');
    if (!line.includes(' > ')) expect(transcript.stdout).not.toBe('');
  });
});
