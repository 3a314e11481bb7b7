import type { LogEvent } from '../../../core/model.ts';
import { formatRelative } from '../../../core/time.ts';
import type { Fact } from '../../facts/fact.ts';
import type { Case } from '../case.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** The log says why an exchange failed, where an SDK swallows it (facts 4.6, 12.25). */
export const recentFailure = defineRule({
  id: 'user/recent-failure',
  title: 'No failed exchange lately',
  subject: 'user',
  severity: 'warning',
  passes: 'The log keeps no failed exchange of the user; with `--user`',
  needs: ['userExchanges'],
  docs: docs.logs,
  messages: {
    none: 'The log keeps no failed exchange of user `{user}`',
    failed: 'The last failed exchange of user `{user}` was {when}{where}: {reason}{since}',
  },
  applies: ({ user }) => user !== undefined,
  evaluate({ userExchanges }, subject) {
    if (!userExchanges.known) return cannotTell(userExchanges);
    const events = exchangesOf(userExchanges.value, subject);
    const last = events.find(isFailure);
    if (last === undefined) return { status: 'pass', say: 'none' };
    const args = {
      when: last.date === null ? 'at an unknown time' : formatRelative(last.date, subject.now),
      where: whereOf(last),
      reason: reasonOf(last),
      since: succeededSince(events, last) ? '; one has succeeded since' : '',
    };
    return { status: 'fail', say: 'failed', args };
  },
  command: (subject) =>
    subject.user === undefined ? null : commandLine(subject, ['logs', '--failed', '--user', subject.user.id]),
});

/** The last failed exchange that the rule tells of. */
export function lastFailure(userExchanges: Fact<readonly LogEvent[]>, subject: Case): LogEvent | undefined {
  return userExchanges.known ? exchangesOf(userExchanges.value, subject).find(isFailure) : undefined;
}

function exchangesOf(events: readonly LogEvent[], subject: Case): readonly LogEvent[] {
  const wanted = subject.connection?.name;
  return events.filter(
    ({ connection }) => wanted === undefined || connection === null || connection === wanted,
  );
}

function isFailure({ type }: LogEvent): boolean {
  return type === 'feta';
}

function whereOf({ connection, client_name: app }: LogEvent): string {
  const parts = [
    ...(connection === null ? [] : [` for connection \`${connection}\``]),
    ...(app === null ? [] : [` through application \`${app}\``]),
  ];
  return parts.join('');
}

/** What Auth0 wrote down, without a full stop, since the sentence goes on. */
export function reasonOf({ details, description }: LogEvent): string {
  const reason = details.failure_reason;
  const text = typeof reason === 'string' && reason !== '' ? reason : (description ?? 'no reason was logged');
  return text.replace(/\.$/, '');
}

function succeededSince(events: readonly LogEvent[], last: LogEvent): boolean {
  return events.some(
    ({ type, date, connection }) =>
      type === 'seta' &&
      connection === last.connection &&
      date !== null &&
      last.date !== null &&
      date > last.date,
  );
}
