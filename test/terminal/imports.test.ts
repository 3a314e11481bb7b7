import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../src/terminal');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

function specifiers(file: string, pattern: RegExp): readonly string[] {
  return [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)].map((match) => match[1] ?? '');
}

describe.each(files)('%s', (file) => {
  it('loads no package before it is needed, so that json costs none', () => {
    const packages = specifiers(file, /^(?:import|export)\b[^;]*?from '([^'.][^']*)'/gm);
    expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  it('imports from the terminal, the core and its own packages only', () => {
    const dynamic = specifiers(file, /import\('([^']+)'\)/g).filter((name) => !name.startsWith('.'));
    const allowed = ['chalk', 'cli-table3', 'yaml', '@inquirer/prompts'];
    expect(dynamic.filter((name) => !allowed.includes(name))).toEqual([]);
    const upward = specifiers(file, /from '((?:\.\.\/)+[^']+)'/g);
    const inside = file.includes('/') ? /^\.\.\/(\.\.\/core\/)?[a-z-]+\.ts$/ : /^\.\.\/core\/[a-z-]+\.ts$/;
    expect(upward.filter((name) => !inside.test(name))).toEqual([]);
  });
});
