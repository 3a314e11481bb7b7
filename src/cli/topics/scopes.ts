import type { CommandSpec } from '../../core/command.ts';
import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

function usersOf(scope: string, commands: readonly CommandSpec[]): string {
  const using = (need: 'required' | 'optional'): string =>
    commands
      .filter((spec) => spec.scopes?.some((entry) => entry.scope === scope && entry.need === need))
      .map(({ path }) => path.join(' '))
      .join(', ');
  const required = using('required');
  const optional = using('optional');
  return [required, optional === '' ? '' : `(optional) ${optional}`].filter((text) => text !== '').join('; ');
}

/** `tv help scopes` */
export const scopesTopic: Topic = {
  name: 'scopes',
  summary: 'Management API scopes, and which commands use them',
  render: (commands) => {
    const all = commands.flatMap((spec) => spec.scopes ?? []);
    const names = [...new Set(all.map(({ scope }) => scope))].sort();
    const risky = names.filter((name) =>
      all.some(({ scope, exposesSecrets }) => scope === name && exposesSecrets === true),
    );
    return topicPage(
      'Management API scopes',
      wrapText(
        'Authorise the machine-to-machine application for the Auth0 Management API and grant what the commands you use need. Without an optional scope a command does less and says what it left out.',
        0,
      ),
      columns(names.map((name) => [name, usersOf(name, commands)])),
      ...(risky.length === 0
        ? []
        : [
            wrapText(
              `These let the token read secrets of others, so grant them only where they are needed: ${risky.map((name) => `\`${name}\``).join(', ')}.`,
              0,
            ),
          ]),
      wrapText(
        '`tv scopes` tells which of them the token holds, and prints one line to paste for a role.',
        0,
      ),
    );
  },
};
