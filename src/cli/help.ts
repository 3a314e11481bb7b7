import type { CommandSpec, GroupSpec, OptionSpec } from '../core/command.ts';
import { exitsOf } from '../core/command-exits.ts';
import { exitCodes } from '../core/exit-codes.ts';
import { globalOptions } from '../core/global-options.ts';
import { argumentLabel, furtherFormats, meaning, optionUsage, usageParts } from '../core/usage.ts';
import { columns, wrapCommand, wrapParts, wrapText } from './help-layout.ts';
import { topics } from './topics/topics.ts';

/** Names of the help topics. */
export const topicNames: readonly string[] = topics.map(({ name }) => name);

/** The page of a topic; undefined when there is no such topic. */
export async function renderTopic(
  name: string,
  commands: readonly CommandSpec[],
): Promise<string | undefined> {
  return topics.find((candidate) => candidate.name === name)?.render(commands);
}

/** The page of the program, a noun or a command; undefined when the words name none. */
export function renderPage(
  words: readonly string[],
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): string | undefined {
  if (words.length === 0) return renderOverview(commands, groups);
  const spec = findCommand(words, commands);
  if (spec !== undefined) return renderCommand(spec, commands);
  const group = groups.find(({ name }) => name === words[0]);
  return group === undefined || words.length > 1 ? undefined : renderGroup(group, commands);
}

/** The longest command that the words begin with. */
export function findCommand(
  words: readonly string[],
  commands: readonly CommandSpec[],
): CommandSpec | undefined {
  return commands
    .filter(({ path }) => path.every((word, index) => words[index] === word))
    .sort((left, right) => right.path.length - left.path.length)[0];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function renderOverview(commands: readonly CommandSpec[], groups: readonly GroupSpec[]): string {
  const single = commands.filter(
    ({ path }) => path.length === 1 && !groups.some(({ name }) => name === path[0]),
  );
  return [
    'Administer Auth0 Token Vault: connections, applications, exchanges, tokensets.',
    '',
    'Usage: tv <command> [options]',
    ...section(
      'Commands',
      columns([
        ...groups.map((group): readonly [string, string] => [group.name, group.summary]),
        ...single.map((spec): readonly [string, string] => [spec.path.join(' '), spec.summary]),
      ]),
    ),
    ...section(
      'Start here',
      columns([
        ['tv -p sandbox doctor', 'Try it on a pretend tenant, without an account'],
        ['tv setup', 'Set up Token Vault on your tenant, with questions'],
        ['tv profiles add prod', 'Only add your tenant, and ask for its credentials'],
      ]),
    ),
    ...section(
      'Global options',
      columns(globalOptions.map((option) => [optionLabel(option), meaning(option)])),
    ),
    ...section('Help topics', columns(topics.map(({ name, summary }) => [`tv help ${name}`, summary]))),
    '',
    ...wrapText(
      'Run `tv <command> --help` for what a command prints, its scopes, exit codes and examples.',
      0,
    ),
    '',
  ].join('\n');
}

function renderGroup(group: GroupSpec, commands: readonly CommandSpec[]): string {
  const own = commands.filter(({ path }) => path[0] === group.name);
  return [
    ...wrapText(`${group.summary}.`, 0),
    '',
    `Usage: tv ${group.name} <command> [options]`,
    ...(group.description === undefined ? [] : ['', ...wrapText(group.description, 0)]),
    ...section('Commands', columns(own.map((spec) => [usageName(spec), spec.summary]))),
    '',
    `Run \`tv ${group.name} <command> --help\` for the options of a command.`,
    '',
  ].join('\n');
}

function usageName(spec: CommandSpec): string {
  return spec.path.length === 1 ? '(no verb)' : spec.path.slice(1).join(' ');
}

function renderCommand(spec: CommandSpec, commands: readonly CommandSpec[]): string {
  const below = commands.filter(
    ({ path }) => path.length > spec.path.length && spec.path.every((word, index) => path[index] === word),
  );
  const paragraphs = (spec.description ?? '').split('\n\n').filter((text) => text !== '');
  return [
    ...wrapText(`${spec.summary}.`, 0),
    '',
    ...wrapParts(usageParts(spec), 7, 'Usage: '),
    ...paragraphs.flatMap((text) => ['', ...wrapText(text, 0)]),
    ...section('Commands', columns(below.map((child) => [child.path.join(' '), child.summary]))),
    ...section(
      'Arguments',
      columns((spec.arguments ?? []).map((argument) => [argumentLabel(argument), meaning(argument)])),
    ),
    ...section(
      'Options',
      columns((spec.options ?? []).map((option) => [optionLabel(option), meaning(option)])),
    ),
    ...section(
      'Prints',
      [spec.prints, ...furtherFormats(spec)].flatMap((text) => wrapText(text, 2)),
    ),
    ...section(
      'Management API scopes',
      columns(
        (spec.scopes ?? []).map(({ scope, need, purpose }) => [
          scope,
          [need, purpose].filter(Boolean).join(': '),
        ]),
      ),
    ),
    ...section(
      'Exit codes',
      wrapParts(
        exitsOf(spec).map((name, at, all) => `${exitCodes[name]} ${name}${at < all.length - 1 ? ',' : ''}`),
        2,
      ),
    ),
    ...section(
      'Examples',
      spec.examples.flatMap(({ line, summary }) => [...wrapText(`# ${summary}`, 2), ...wrapCommand(line, 2)]),
    ),
    ...(spec.docs === undefined ? [] : ['', ...wrapText(`Documentation: ${spec.docs}`, 0)]),
    '',
    'Global options such as `--profile`, `--output` and `--yes`: `tv --help`.',
    '',
  ].join('\n');
}

/** `-p, --profile <name>` */
function optionLabel(option: OptionSpec): string {
  return `${option.short === undefined ? '    ' : `-${option.short}, `}${optionUsage(option)}`;
}
