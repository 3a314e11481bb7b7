import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { renderPages } from '../../scripts/build/pages.ts';
import { commands, groups } from '../../src/cli/catalogue.ts';
import { answerAtOnce } from '../../src/cli/first-stage.ts';
import { answerHelp } from '../../src/cli/help-request.ts';
import { root } from '../architecture/imports.ts';

const built = await renderPages();
const load = () => built;

describe('the first stage', () => {
  it('answers from pages that the build rendered with the live renderer', () => {
    expect(JSON.parse(readFileSync(join(root, 'dist', 'help.json'), 'utf8'))).toEqual(built);
    expect(JSON.parse(readFileSync(join(root, 'dist', 'version.json'), 'utf8'))).toBe(version);
  });

  const lines = [
    [],
    ['--help'],
    ['-h'],
    ['help'],
    ['--version'],
    ['-V'],
    ...groups.flatMap(({ name }) => [[name, '--help'], ['help', name], [name]]),
    ...commands.flatMap(({ path }) => [
      [...path, '--help'],
      ['help', ...path],
    ]),
    ...Object.keys(built.topics).map((topic) => ['help', topic]),
  ];
  it.each(lines)('gives the same answer as the full program to `tv %s %s %s`', async (...words) => {
    const argv = words.filter((word) => word !== undefined);
    const answer = answerAtOnce(argv, () => version, load);
    // A bare command of one word runs; only the full program may have an answer of its own then.
    if (answer !== undefined || argv.some((word) => word === 'help' || word.startsWith('-')))
      expect(answer).toBe(await answerHelp(argv, commands, groups));
  });

  it.each([
    ['tokensets', 'list'],
    ['tokensets', 'list', '--json', '--help'],
    ['help', 'nonsense'],
    ['help', '__proto__'],
    ['constructor', '--help'],
    ['--version', '--json'],
    ['version'],
  ])('leaves `tv %s %s %s %s` to the full program', (...argv) => {
    expect(
      answerAtOnce(
        argv.filter((word) => word !== undefined),
        () => version,
        load,
      ),
    ).toBeUndefined();
  });
});
