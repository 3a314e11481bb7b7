import { wrapCommand } from '../../src/cli/help-layout.ts';
import type { CommandSpec, GroupSpec, OptionSpec } from '../../src/core/command.ts';
import { exitsOf } from '../../src/core/command-exits.ts';
import { type ExitName, exitCodes, exitMeanings } from '../../src/core/exit-codes.ts';
import { globalOptions } from '../../src/core/global-options.ts';
import { furtherFormats, meaning, usageLine } from '../../src/core/usage.ts';

type Rows = readonly (readonly [string, string])[];

/** What the manual is made from. */
export interface ManualSource {
  readonly version: string;
  readonly commands: readonly CommandSpec[];
  readonly groups: readonly GroupSpec[];
  readonly environment: Rows;
  readonly topics: Rows;
}

/** Text for roff (man(7)): what it would obey is escaped, words in backticks are bold. */
function text(words: string): string {
  const escaped = words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    // The shape of JSON may be broken after a comma or a brace.
    .replace(/([,{[|])(?=["{[\w])/g, '$1\\:')
    .replace(/`([^`]*)`/g, '\\fB$1\\fR');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

function item(term: string, meaning: string): string {
  return `.TP\n${term}\n${text(meaning)}`;
}

function items(rows: Rows): readonly string[] {
  return rows.map(([term, meaning]) => item(`\\fB${text(term)}\\fR`, meaning));
}

function option(spec: OptionSpec): string {
  const short = spec.short === undefined ? '' : `\\fB${text(`-${spec.short}`)}\\fR, `;
  const value = spec.value === undefined ? '' : ` \\fI${text(spec.value)}\\fR`;
  return item(`${short}\\fB${text(`--${spec.name}`)}\\fR${value}`, meaning(spec));
}

function code(line: string): string {
  // `man` indents by seven columns.
  return `.nf\n${wrapCommand(line, 4, 80 - 7 - 4)
    .map(text)
    .join('\n')}\n.fi`;
}

function command(spec: CommandSpec): readonly string[] {
  const scopes = (spec.scopes ?? []).map(({ scope, need }) =>
    need === 'required' ? `\`${scope}\`` : `\`${scope}\` (optional)`,
  );
  const exits = exitsOf(spec).map((name) => `${exitCodes[name]} (${name})`);
  return [
    `.SS ${text(usageLine(spec))}`,
    `${text(spec.summary)}.`,
    ...(spec.description ?? '').split('\n\n').flatMap((part) => (part === '' ? [] : ['.PP', text(part)])),
    ...(spec.arguments ?? []).map((argument) => item(`\\fI${text(argument.name)}\\fR`, meaning(argument))),
    ...(spec.options ?? []).map(option),
    '.PP',
    text([`Prints: ${spec.prints}`, ...furtherFormats(spec)].join('. ')),
    ...(scopes.length === 0 ? [] : ['.PP', text(`Scopes: ${scopes.join(', ')}`)]),
    '.PP',
    text(`Exit codes: ${exits.join(', ')}`),
    ...spec.examples.flatMap(({ line, summary }) => [
      '.PP',
      `${text(summary)}${summary.endsWith('?') ? '' : ':'}`,
      code(line),
    ]),
  ];
}

/** The manual page `tv(1)`, from the same specs as help. */
export function renderManual({ version, commands, groups, environment, topics }: ManualSource): string {
  const nouns = groups.map(({ name, summary }): readonly [string, string] => [name, summary]);
  return `${[
    `.TH TV 1 "" "tokenvault-cli ${version}" "User Commands"`,
    '.nh',
    '.ad l',
    '.SH NAME',
    'tv \\- administer Auth0 Token Vault: connections, applications, exchanges and tokensets',
    '.SH SYNOPSIS',
    '\\fBtv\\fR \\fIcommand\\fR [\\fIoptions\\fR]',
    '.SH DESCRIPTION',
    text(
      'Enables Token Vault on connections, gives applications the grant, proves that they are eligible, runs a test token exchange, and shows, inspects and deletes what the vault holds for users. The profile `sandbox` is a pretend tenant to try everything without an account. `tokenvault` is another name of the same program.',
    ),
    ...items(nouns),
    '.SH COMMANDS',
    ...commands.flatMap(command),
    '.SH GLOBAL OPTIONS',
    'Every command takes these, in every position.',
    ...globalOptions.map(option),
    '.SH ENVIRONMENT',
    ...items(environment),
    '.SH EXIT STATUS',
    ...Object.entries(exitCodes).map(([name, number]) =>
      item(`\\fB${number}\\fR (${text(name)})`, exitMeanings[name as ExitName]),
    ),
    '.SH HELP TOPICS',
    ...items(topics.map(([name, summary]) => [`tv help ${name}`, summary])),
    '.SH FILES',
    text(
      'Profiles and their secrets are below `TV_CONFIG_DIR`, else `$XDG_CONFIG_HOME/tokenvault-cli`; the token cache, the sandbox and names for completion are below `TV_STATE_DIR`, else `$XDG_STATE_HOME/tokenvault-cli`. Secrets are in the keychain of the operating system where there is one, and in 0600 files elsewhere.',
    ),
  ].join('\n')}\n`;
}
