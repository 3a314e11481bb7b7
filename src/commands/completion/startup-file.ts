import { join } from 'node:path';
import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { quotedList } from '../../core/text.ts';
import { type Shell, shells } from './shells.ts';

/** The file a shell reads at its start, and what to put there. */
export interface StartupFile {
  readonly shell: Shell;
  readonly path: string;
  readonly line: string;
}

const opening = '# >>> tv completion >>>';
const closing = '# <<< tv completion <<<';

const lines: Readonly<Record<Shell, string>> = {
  bash: 'command -v tv >/dev/null 2>&1 && eval "$(tv completion bash)"',
  zsh: '(( $+commands[tv] )) && eval "$(tv completion zsh)"',
  fish: 'command -q tv; and tv completion fish | source',
  powershell:
    'if (Get-Command tv -ErrorAction SilentlyContinue) { tv completion powershell | Out-String | Invoke-Expression }',
};

type Surroundings = Pick<Context, 'env' | 'platform'>;

/** Which file to change; throws `usage.missing_argument` when the shell or the home cannot be told. */
export function startupFile(context: Surroundings, input: Input): StartupFile {
  const shell = (input.text('shell') as Shell | undefined) ?? usedShell(context);
  if (shell === undefined) {
    throw new TvError('usage.missing_argument', 'It cannot be told which shell this is', {
      hint: `Name it with \`--shell\`: ${quotedList(shells, 'or')}`,
    });
  }
  const path = input.text('file') ?? usualFile(shell, context);
  if (path === undefined) {
    throw new TvError('usage.missing_argument', 'There is no home directory with start-up files', {
      hint: 'Name the file with `--file`',
    });
  }
  return { shell, path, line: lines[shell] };
}

function usedShell({ env, platform }: Surroundings): Shell | undefined {
  const program = (env.SHELL ?? '').split('/').at(-1) ?? '';
  const named = program === 'pwsh' ? 'powershell' : shells.find((shell) => shell === program);
  return named ?? (platform === 'win32' ? 'powershell' : undefined);
}

function usualFile(shell: Shell, { env, platform }: Surroundings): string | undefined {
  const home = env.HOME || env.USERPROFILE;
  if (shell === 'zsh' && env.ZDOTDIR) return join(env.ZDOTDIR, '.zshrc');
  if (!home) return undefined;
  const config = env.XDG_CONFIG_HOME || join(home, '.config');
  switch (shell) {
    case 'bash':
      // A terminal of macOS starts login shells, which read this one only.
      return join(home, platform === 'darwin' ? '.bash_profile' : '.bashrc');
    case 'zsh':
      return join(home, '.zshrc');
    case 'fish':
      return join(config, 'fish', 'config.fish');
    case 'powershell':
      return platform === 'win32'
        ? join(home, 'Documents', 'PowerShell', 'Microsoft.PowerShell_profile.ps1')
        : join(config, 'powershell', 'Microsoft.PowerShell_profile.ps1');
  }
}

/** The marked block with its line. */
export function block({ line }: StartupFile): string {
  return `${opening}\n${line}\n${closing}\n`;
}

/** The text without the marked block; the text itself when there is none. */
export function withoutBlock(text: string): string {
  const start = text.indexOf(opening);
  const end = text.indexOf(closing, start);
  if (start === -1 || end === -1) return text;
  const rest = text.slice(end + closing.length).replace(/^\r?\n/, '');
  return text.slice(0, start) + rest;
}

/** The text with the marked block at its end, or where it was before. */
export function withBlock(text: string, file: StartupFile): string {
  const start = text.indexOf(opening);
  const bare = withoutBlock(text);
  if (bare !== text) return bare.slice(0, start) + block(file) + bare.slice(start);
  return (text === '' || text.endsWith('\n') ? text : `${text}\n`) + block(file);
}
