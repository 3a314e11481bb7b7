/** Pages and scripts rendered when `tv` was built, as `help.json` keeps them. */
export interface BuiltPages {
  /** Nouns whose bare name asks for their page. */
  readonly groups: readonly string[];
  readonly topics: Readonly<Record<string, string>>;
  /** By the words of the command; the overview is under the empty name. */
  readonly pages: Readonly<Record<string, string>>;
  /** Completion scripts by shell. */
  readonly scripts: Readonly<Record<string, string>>;
}

/**
 * Answers `--version`, plain requests for help and for a completion script from what was rendered at build time, before anything else loads;
 * undefined for every other command line, which the full program answers.
 */
export function answerAtOnce(
  argv: readonly string[],
  version: () => string,
  load: () => BuiltPages,
): string | undefined {
  const [first = '', ...rest] = argv;
  const last = argv.at(-1);
  if (argv.length === 1 && (first === '--version' || first === '-V')) return `${version()}\n`;
  if (first === 'help') return page(rest, load(), 'topics first');
  if (last === '--help' || last === '-h') return page(argv.slice(0, -1), load(), 'pages only');
  if (argv.length === 0) return page([], load(), 'pages only');
  if (argv.length === 2 && first === 'completion') return own(load().scripts, rest[0] ?? '');
  if (argv.length > 1 || !isWord(first)) return undefined;
  const built = load();
  return built.groups.includes(first) ? page([first], built, 'pages only') : undefined;
}

function page(
  words: readonly string[],
  built: BuiltPages,
  order: 'topics first' | 'pages only',
): string | undefined {
  if (!words.every(isWord)) return undefined;
  const name = words.join(' ');
  return (order === 'topics first' ? own(built.topics, name) : undefined) ?? own(built.pages, name);
}

function own(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function isWord(word: string): boolean {
  return /^[a-z][a-z-]*$/.test(word);
}
