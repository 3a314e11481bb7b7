import type { CommandSpec, GroupSpec } from '../../src/core/command.ts';

const opening = '<!-- commands: made by `npm run generate` -->';
const closing = '<!-- /commands -->';

function cell(words: string): string {
  return words.replaceAll('|', '\\|');
}

function row({ path, summary }: CommandSpec): string {
  return `| \`tv ${path.join(' ')}\` | ${cell(summary)} |`;
}

/** The command table of the README. */
export function commandTable(commands: readonly CommandSpec[], groups: readonly GroupSpec[]): string {
  const nouns = groups.map(({ name }) => commands.filter(({ path }) => path[0] === name));
  const rest = commands.filter(({ path }) => !groups.some(({ name }) => name === path[0]));
  return ['| command | what it does |', '|---|---|', ...[...nouns.flat(), ...rest].map(row)].join('\n');
}

/** The README with a fresh table between its markers; throws when it has none. */
export function withCommandTable(readme: string, table: string): string {
  const start = readme.indexOf(opening);
  const end = readme.indexOf(closing);
  if (start === -1 || end < start) throw new Error(`README.md lacks ${opening} … ${closing}`);
  return `${readme.slice(0, start + opening.length)}\n${table}\n${readme.slice(end)}`;
}
