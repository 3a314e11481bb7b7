import { commandLine } from '../rules/command-line.ts';
import type { Examination, Order } from './examine.ts';
import { planMending } from './mend.ts';
import { type Choice, isWholeTenant } from './subjects.ts';

/** What a reader of the findings would ask next. */
export function hints({ subjects, judged, report }: Examination, { choice }: Order): readonly string[] {
  const { apps, connections, loginApp } = subjects;
  const nothing = isWholeTenant(choice) && connections.length === 0 && apps.length === 0;
  const named = choice.apps.length > 0;
  const apiClient = named && apps.some(({ exchanges }) => exchanges.includes('access_token'));
  const fixable = planMending(judged, 'safe').mended.length;
  const fix = commandLine(report, ['doctor', ...wordsOf(choice), '--fix']);
  return [
    ...(nothing
      ? [
          `No connection has Token Vault on, and no application has its grant; \`${commandLine(report, ['setup'])}\` goes through both`,
        ]
      : []),
    ...(apiClient && loginApp === undefined
      ? [
          'An API client exchanges for users of another application; name that one with `--login-app` to examine it too',
        ]
      : []),
    ...(fixable > 1 ? [`\`${fix}\` mends ${fixable} of these together, once you have seen the changes`] : []),
  ];
}

/** The options that choose the same. */
function wordsOf({ apps, loginApp, connections, user, exchange }: Choice): readonly string[] {
  const option = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}`, value];
  return [
    ...apps.flatMap((app) => option('app', app)),
    ...option('login-app', loginApp),
    ...connections.flatMap((connection) => option('connection', connection)),
    ...option('user', user),
    ...option('exchange', exchange),
  ];
}
