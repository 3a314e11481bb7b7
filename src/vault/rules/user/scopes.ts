import type { LogEvent, Tokenset } from '../../../core/model.ts';
import { quotedList, words } from '../../../core/text.ts';
import { formatRelative } from '../../../core/time.ts';
import type { Fact } from '../../facts/fact.ts';
import type { Case } from '../case.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { heldBy } from './held.ts';

/** Stored tokens keep the scopes they were given until the user connects again (facts 12.24, 12.32). */
export const userScopes = defineRule({
  id: 'user/scopes',
  title: 'Stored scopes',
  subject: 'user',
  severity: 'error',
  passes: 'The stored tokens have the expected scopes; with `--user` and `--expect-scope`',
  needs: ['userTokensets', 'userExchanges'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'The stored tokens of user `{user}` have the expected scopes',
    lacks:
      'The stored tokens of user `{user}` for {where} lack {scopes}; they keep their scopes until the user connects again asking for all that is needed, since connecting with fewer scopes drops the others',
    lost: 'The stored tokens of user `{user}` for {where} lack {scopes}, which an exchange still had {when}: connecting again with fewer scopes dropped the others, so let the user connect again asking for all that is needed',
    never:
      'The stored tokens of user `{user}` for {where} lack {scopes}, which no exchange in the log ever had: ask for all that is needed when the user connects, and let the user connect again',
    nothing: 'The vault holds nothing whose scopes could be compared',
    not_asked: 'Say which scopes are expected with `--expect-scope`',
  },
  applies: ({ user, expectScopes }) => user !== undefined && expectScopes.length > 0,
  evaluate(facts, subject) {
    if (subject.expectScopes.length === 0) return { status: 'skip', say: 'not_asked' };
    const { records, unread } = heldBy(facts.userTokensets, subject);
    const lacking = records.map((record) => missingOf(record.scopes, subject.expectScopes));
    if (lacking.some((missing) => missing.length === 0)) return { status: 'pass', say: 'yes' };
    if (unread !== undefined) return cannotTell(unread);
    const [best] = [...lacking].sort((left, right) => left.length - right.length);
    if (best === undefined) return { status: 'skip', say: 'nothing' };
    const args = { scopes: quotedList(best), where: quotedList(connectionsOf(records)) };
    const past = pastOf(facts.userExchanges, best, subject);
    return past.say === 'lost'
      ? { status: 'fail', say: 'lost', args: { ...args, when: past.when } }
      : { status: 'fail', say: past.say, args };
  },
});

function connectionsOf(records: readonly Tokenset[]): readonly string[] {
  return [...new Set(records.map(({ connection }) => connection))];
}

/** Google grants these two short names under its own addresses. https://developers.google.com/identity/protocols/oauth2/scopes */
const longNames: Readonly<Record<string, string>> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
};

function missingOf(scopes: readonly string[], expected: readonly string[]): readonly string[] {
  const held = new Set(scopes);
  return expected.filter((scope) => !held.has(scope) && !held.has(longNames[scope] ?? scope));
}

type Past = { readonly say: 'lost'; readonly when: string } | { readonly say: 'never' | 'lacks' };

/** Whether the log remembers an exchange that gave these scopes; it says nothing where there was no exchange at all. */
function pastOf(log: Fact<readonly LogEvent[]>, missing: readonly string[], subject: Case): Past {
  if (!log.known) return { say: 'lacks' };
  const successes = log.value.filter(
    ({ type, connection }) =>
      type === 'seta' && (subject.connection === undefined || connection === subject.connection.name),
  );
  const last = successes.find((event) => missingOf(scopesOf(event), missing).length === 0);
  if (last !== undefined && last.date !== null) {
    return { say: 'lost', when: formatRelative(last.date, subject.now) };
  }
  return { say: successes.length > 0 ? 'never' : 'lacks' };
}

function scopesOf({ details }: LogEvent): readonly string[] {
  return typeof details.scope === 'string' ? words(details.scope) : [];
}
