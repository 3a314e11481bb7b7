import { describe, expect, it } from 'vitest';
import { renderPages } from '../../scripts/build/pages.ts';
import { commands } from '../../src/cli/catalogue.ts';
import { wrapCommand } from '../../src/cli/help-layout.ts';
import type { CommandSpec, OptionSpec } from '../../src/core/command.ts';
import { globalOptions } from '../../src/core/global-options.ts';
import { reportFormats } from '../../src/core/globals.ts';
import { rules } from '../../src/vault/rules/registry.ts';

const { pages, topics } = await renderPages();
const all = [...Object.entries(pages), ...Object.entries(topics)].map(
  ([name, page]) => [name, page] as const,
);

function pageOf({ path }: CommandSpec): string {
  return pages[path.join(' ')] ?? '';
}

/** An entry of a page without its line breaks: an option with all that is said of it. */
function entry(page: string, name: string): string {
  const [, rest = ''] = page.split(new RegExp(`^ +(?:-\\w, )?(?=--${name}[ \\n])`, 'm'));
  return (rest.split(/\n(?: {2,6}-|\n)/)[0] ?? '').replaceAll(/\s+/g, ' ');
}

describe('a help page', () => {
  it.each(all)('fits 80 columns and breaks no word: %s', (_, page) => {
    // An address cannot be broken and stay one.
    const wide = page.split('\n').filter((line) => [...line].length > 80 && !/^https:\S+$/.test(line));
    expect(wide).toEqual([]);
    expect(page).not.toMatch(/[ \t]$/m);
  });

  it.each(commands.map((spec) => [spec.path.join(' '), spec] as const))(
    'names every choice, once, and what is required: %s',
    (_, spec) => {
      const page = pageOf(spec);
      const usage = page.split('\n\n').find((block) => block.startsWith('Usage: ')) ?? '';
      for (const option of spec.options ?? []) {
        const { name, summary, choices = [], required } = option;
        // A list of choices may break after a stroke.
        const told = entry(page, name).replaceAll('| ', '|');
        expect(told).toContain(summary);
        expect(choices.filter((choice) => !told.split(/[^\w-]+/).includes(choice))).toEqual([]);
        expect(choices.length > 0 && listsAll(option) && told.includes('{')).toBe(false);
        expect(told.endsWith('(required)')).toBe(required !== undefined);
        const shown = new RegExp(`--${name}[ )\\n]`).test(`${usage}\n`);
        expect([name, shown]).toEqual([name, required !== undefined || spec.oneOf?.includes(name) === true]);
      }
      for (const { choices = [] } of spec.arguments ?? [])
        for (const choice of choices) expect(page).toContain(choice);
      for (const format of spec.formats ?? []) expect(page).toContain(`-o ${format}`);
    },
  );

  it('says of every rule when it passes, and on what its severity depends', () => {
    const page = (topics.rules ?? '').replaceAll(/\s+/g, ' ');
    for (const { id, passes, severity, severities } of rules) {
      if (typeof severity === 'function') expect([id, severities]).not.toEqual([id, undefined]);
      expect(page).toContain(`${id} ${passes} (${severities ?? String(severity)})`);
    }
    expect(page).not.toMatch(/depends|undefined|=>/);
  });

  it('says of every format which command has it', () => {
    for (const format of reportFormats) expect(topics.output).toMatch(new RegExp(`^  ${format} +.*tv`, 'm'));
    for (const format of reportFormats) expect(topics.ci).toContain(`-o ${format}`);
  });

  it('names the choices of global options', () => {
    for (const { name, choices = [] } of globalOptions)
      for (const choice of choices) expect(entry(pages[''] ?? '', name)).toContain(choice);
  });

  it('breaks a command line so that a shell reads the same', () => {
    for (const { line } of commands.flatMap(({ examples }) => examples)) {
      const printed = wrapCommand(line, 2).map((text) => text.trim());
      expect(printed.map((text) => text.replace(/ ?\\$/, '')).join(' ')).toBe(line);
      for (const text of printed.slice(0, -1)) expect(text).toMatch(/ \\$|\|$|;$/);
    }
  });
});

function listsAll({ summary, choices = [] }: OptionSpec): boolean {
  return choices.every((choice) => summary.split(/[^\w-]+/).includes(choice));
}
