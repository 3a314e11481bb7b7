import type { CommandSpec } from '../../core/command.ts';

/** What `tv` tells about itself to programs. */
export const commandsCommands: readonly CommandSpec[] = [
  {
    path: ['commands'],
    summary: 'List every command with its options, scopes and exit codes',
    description:
      'For tools and agents that drive `tv`: the same data that help, completion and the man page are made from. The first entry, `tv`, holds the global options, which every command takes.',
    needs: 'none',
    effect: 'reads',
    prints:
      '`[{"command","summary","description","effect","needs","usage","arguments":[…],"options":[…],"one_of":[…],"output_formats":[…],"scopes":[…],"exit_codes":[…],"prints","examples":[…],"docs"}]`',
    exits: ['ok', 'usage'],
    examples: [
      { line: 'tv commands', summary: 'All commands at a glance' },
      { line: 'tv commands --json', summary: 'Everything about them, for a program' },
      { line: 'tv commands --json --fields command,effect', summary: 'Which of them change something' },
    ],
    load: () => import('./list.ts'),
  },
];
