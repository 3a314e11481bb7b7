import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allImports, type Import, root, sourceFiles } from './imports.ts';

interface Floor {
  readonly may: readonly RegExp[];
  /** What it may reach by `import()` only. */
  readonly lazily?: readonly RegExp[];
  readonly packages: readonly string[];
}

/** The house, from top to bottom (CONTRIBUTING, "The floors"). */
const floors: Readonly<Record<string, Floor>> = {
  'start.ts': {
    may: [/^cli\/first-stage\.ts$/],
    lazily: [/^main\.ts$/, /^cli\/completion\//],
    packages: [],
  },
  'main.ts': { may: [/^core\//, /^cli\/run\.ts$/], packages: [] },
  cli: {
    may: [/^core\//, /^commands\/[^/]+\/spec\.ts$/, /^\.\.\/package\.json$/],
    lazily: [/^(auth0|browser|config|terminal|sandbox)\//, /^vault\//],
    packages: ['commander'],
  },
  commands: { may: [/^core\//, /^vault\//, /^commands\/options\//], packages: [] },
  'commands/options': { may: [/^core\//], packages: [] },
  'commands/sandbox': {
    may: [/^core\//, /^commands\/options\//, /^sandbox\/options\.ts$/],
    lazily: [/^sandbox\//],
    packages: [],
  },
  vault: { may: [/^core\//], packages: [] },
  auth0: { may: [/^core\//], packages: ['undici', 'jose'] },
  browser: { may: [/^core\//], packages: [] },
  config: { may: [/^core\//], packages: ['conf', 'zod', '@napi-rs/keyring'] },
  terminal: { may: [/^core\//], packages: ['chalk', 'cli-table3', '@inquirer/prompts', 'yaml', 'zod'] },
  core: { may: [], packages: [] },
  sandbox: { may: [/^core\/(clock|json)\.ts$/], packages: [] },
};

function floorOf(file: string): string {
  const parts = file.split('/');
  if (parts.length === 1) return file;
  const folder = parts.slice(0, 2).join('/');
  return folder in floors ? folder : (parts[0] ?? '');
}

function isAllowed(found: Import): boolean {
  const name = floorOf(found.file);
  const floor = floors[name];
  if (floor === undefined) return false;
  if (!found.own) return found.target.startsWith('node:') || floor.packages.includes(found.target);
  const sameFloor = floorOf(found.target) === name && (name !== 'commands' || sameNoun(found));
  const lazily = found.dynamic || isTypeOnly(found);
  return (
    sameFloor ||
    floor.may.some((may) => may.test(found.target)) ||
    (lazily && (floor.lazily ?? []).some((may) => may.test(found.target)))
  );
}

function sameNoun(found: Import): boolean {
  return found.file.split('/')[1] === found.target.split('/')[1];
}

function isTypeOnly(found: Import): boolean {
  const text = readFileSync(join(root, 'src', found.file), 'utf8');
  const name = found.target.split('/').at(-1) ?? '';
  return text.split('\n').some((line) => line.includes(name) && /^import type\b/.test(line));
}

describe('the house', () => {
  it('imports point down', () => {
    const wrong = allImports()
      .filter((found) => !isAllowed(found))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('only start.ts and main.ts touch the process, and nothing writes to the console', () => {
    const wrong = sourceFiles('src').filter((file) => {
      if (file === join('src', 'main.ts') || file === join('src', 'start.ts')) return false;
      const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /\bprocess\.(?!versions\b)\w|\bconsole\.\w/.test(
        code.replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''"),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has no file without an idea', () => {
    const vague = sourceFiles('src').filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc)(\.ts|\/)/.test(file),
    );
    expect(vague).toEqual([]);
  });

  it('keeps every file within 250 lines', () => {
    const long = sourceFiles('src').filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251,
    );
    expect(long).toEqual([]);
  });
});
