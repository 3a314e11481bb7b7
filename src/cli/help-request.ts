import type { CommandSpec, GroupSpec } from '../core/command.ts';
import { TvError } from '../core/errors.ts';
import { nearest } from '../core/text.ts';
import { bareWords } from './program.ts';

interface Request {
  readonly words: readonly string[];
  /** `tv help rules` may mean a topic, `tv rules --help` may not. */
  readonly topics: boolean;
}

/** Which page was asked for: words after `tv help`, or before `--help`; undefined when none was. */
function helpRequest(argv: readonly string[]): Request | undefined {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const words = bareWords(own);
  if (words[0] === 'help') return { words: words.slice(1), topics: true };
  if (own.includes('--help') || own.includes('-h')) return { words, topics: false };
  return own.length === 0 ? { words: [], topics: false } : undefined;
}

/** The help page or version that a command line asks for; undefined when it asks for neither; throws `usage.unknown_command`. */
export async function answerHelp(
  argv: readonly string[],
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): Promise<string | undefined> {
  const request = helpRequest(argv) ?? bareGroup(argv, commands, groups);
  if (request === undefined) {
    if (!argv.includes('--version') && !argv.includes('-V')) return undefined;
    const { version } = await import('../../package.json');
    return `${version}\n`;
  }
  const { renderPage, renderTopic, topicNames } = await import('./help.ts');
  const { words } = request;
  const topic =
    request.topics && words.length === 1 ? await renderTopic(words[0] ?? '', commands) : undefined;
  const page = topic ?? renderPage(words, commands, groups);
  if (page !== undefined) return page;
  const known = [
    ...topicNames,
    ...groups.map(({ name }) => name),
    ...commands.map(({ path }) => path.join(' ')),
  ];
  const near = nearest(words.join(' '), known);
  throw new TvError('usage.unknown_command', `There is no help on \`${words.join(' ')}\``, {
    hint: near === undefined ? 'Run `tv --help`' : `Did you mean \`tv help ${near}\`?`,
  });
}

/** A noun without a verb (`tv tokensets`) asks what there is. */
function bareGroup(
  argv: readonly string[],
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): Request | undefined {
  const [word] = argv;
  if (argv.length !== 1 || word === undefined) return undefined;
  const isCommand = commands.some(({ path }) => path.length === 1 && path[0] === word);
  return !isCommand && groups.some(({ name }) => name === word)
    ? { words: [word], topics: false }
    : undefined;
}
