import type { ArgumentSpec, CommandSpec, GroupSpec, OptionSpec } from '../../core/command.ts';
import { sameKeys } from '../../core/printed-keys.ts';

const names = ['bash', 'zsh', 'fish', 'powershell'];

const shellArgument: ArgumentSpec = {
  name: 'shell',
  summary: 'Shell to print the script of',
  required: true,
  choices: names,
};

const installOptions: readonly OptionSpec[] = [
  {
    name: 'shell',
    kind: 'choice',
    value: 'shell',
    choices: names,
    summary: 'Shell whose start-up file is changed; by default the one that `SHELL` names',
  },
  {
    name: 'file',
    kind: 'text',
    value: 'file',
    summary: 'Start-up file of the shell, when it is not the usual one',
    completes: 'file',
  },
];

const outcome = '`{"shell","file","line","action":"added|updated|unchanged|removed","dry_run"}`';

/** The noun `completion`. */
export const completionGroup: GroupSpec = {
  name: 'completion',
  summary: 'Complete commands, options and names in the shell',
};

/** Commands on completion. */
export const completionCommands: readonly CommandSpec[] = [
  {
    path: ['completion'],
    summary: 'Print the completion script of a shell',
    description:
      'The script completes commands, options, their values, profiles and rules, and connections and applications that `tv` listed in the last eight hours. It never sends a request. The same scripts are in the folder `completions/` of the package.',
    arguments: [shellArgument],
    needs: 'none',
    effect: 'reads',
    prints: 'The script; as JSON `{"shell","script"}`',
    exits: ['ok', 'usage'],
    examples: [
      { line: 'tv completion bash', summary: 'Look at the script' },
      {
        line: 'eval "$(tv completion bash)"; complete -p tv',
        summary: 'Try it in this shell only',
        untested: 'a test in a real bash does',
      },
      { line: 'tv completion fish > tv.fish', summary: 'Keep it in a file' },
    ],
    load: () => import('./print.ts'),
  },
  {
    path: ['completion', 'install'],
    summary: 'Switch completion on in the start-up file of the shell',
    description:
      'Adds one line in a marked block, shows it first and asks. Running it again changes nothing. Open a new shell afterwards.',
    options: installOptions,
    needs: 'none',
    effect: 'changes',
    keys: sameKeys('shell', 'file', 'line', 'action', 'dry_run'),
    prints: `What was done: ${outcome}`,
    exits: ['ok', 'usage', 'cancelled'],
    examples: [
      { line: 'tv completion install --shell zsh --dry-run', summary: 'See the file and the line' },
      { line: 'tv completion install --shell bash --yes', summary: 'Add it without a question' },
    ],
    load: () => import('./install.ts'),
  },
  {
    path: ['completion', 'uninstall'],
    summary: 'Take completion out of the start-up file of the shell',
    description: 'Removes the marked block, and the file too when it holds nothing else.',
    options: installOptions,
    needs: 'none',
    effect: 'changes',
    keys: sameKeys('shell', 'file', 'line', 'action', 'dry_run'),
    prints: `What was done: ${outcome}`,
    exits: ['ok', 'usage', 'cancelled'],
    examples: [
      { line: 'tv completion uninstall --shell zsh --dry-run', summary: 'See what would go' },
      { line: 'tv completion uninstall --shell bash --yes', summary: 'Remove the block without a question' },
    ],
    load: () => import('./uninstall.ts'),
  },
];
