import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { heldBy } from './held.ts';

/** Signing in with a provider is not connecting an account: the vault stays empty (facts 12.1). */
export const hasTokenset = defineRule({
  id: 'user/has-tokenset',
  title: 'Tokens in the vault',
  subject: 'user',
  severity: 'error',
  passes: 'The vault holds a tokenset of the user for the connection; with `--user` and `--connection`',
  needs: ['user', 'userTokensets'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'The vault holds {count} for user `{user}` and connection `{connection}`',
    never:
      'The vault holds nothing for user `{user}` and connection `{connection}`; let the user connect the account in your application',
    signed_in:
      'User `{user}` signs in with `{connection}` but never connected the account: a sign-in does not fill the vault, so let the user connect it in your application',
    not_named: 'Name a connection to check what the vault holds for it',
  },
  applies: ({ user, connection }) => user !== undefined && connection !== undefined,
  evaluate(facts, subject) {
    if (subject.connection === undefined) return { status: 'skip', say: 'not_named' };
    const { records, unread } = heldBy(facts.userTokensets, subject);
    if (records.length > 0) {
      const count = records.length === 1 ? 'a record' : `${records.length} records`;
      return { status: 'pass', say: 'yes', args: { count } };
    }
    if (unread !== undefined) return cannotTell(unread);
    const name = subject.connection.name;
    const signedIn =
      facts.user.known && facts.user.value.identities.some(({ connection }) => connection === name);
    return { status: 'fail', say: signedIn ? 'signed_in' : 'never' };
  },
});
