import type { Tokenset } from '../../../core/model.ts';
import { quotedList } from '../../../core/text.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { heldBy } from './held.ts';

/** Stored tokens keep the scopes they were given until the user connects again (facts 12.24, 12.32). */
export const userScopes = defineRule({
  id: 'user/scopes',
  title: 'Stored scopes',
  subject: 'user',
  severity: 'error',
  needs: ['userTokensets'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'The stored tokens of user `{user}` have the expected scopes',
    lacks:
      'The stored tokens of user `{user}` for {where} lack {scopes}; they keep their scopes until the user connects again asking for all that is needed, since connecting with fewer scopes drops the others',
    nothing: 'The vault holds nothing whose scopes could be compared',
    not_asked: 'Say which scopes are expected with `--expect-scope`',
  },
  applies: ({ user, expectScopes }) => user !== undefined && expectScopes.length > 0,
  evaluate(facts, subject) {
    if (subject.expectScopes.length === 0) return { status: 'skip', say: 'not_asked' };
    const { records, unread } = heldBy(facts.userTokensets, subject);
    const lacking = records.map((record) => missingOf(record, subject.expectScopes));
    if (lacking.some((missing) => missing.length === 0)) return { status: 'pass', say: 'yes' };
    if (unread !== undefined) return cannotTell(unread);
    const [best] = [...lacking].sort((left, right) => left.length - right.length);
    if (best === undefined) return { status: 'skip', say: 'nothing' };
    const where = quotedList([...new Set(records.map(({ connection }) => connection))]);
    return { status: 'fail', say: 'lacks', args: { scopes: quotedList(best), where } };
  },
});

/** Google grants these two short names under its own addresses. https://developers.google.com/identity/protocols/oauth2/scopes */
const longNames: Readonly<Record<string, string>> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
};

function missingOf(record: Tokenset, expected: readonly string[]): readonly string[] {
  const held = new Set(record.scopes);
  return expected.filter((scope) => !held.has(scope) && !held.has(longNames[scope] ?? scope));
}
