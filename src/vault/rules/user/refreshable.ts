import { quotedList } from '../../../core/text.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';
import { heldBy } from './held.ts';

/** Without offline access a connected account serves until its first access token expires (facts 1.5, 12.2). */
export const refreshable = defineRule({
  id: 'user/refreshable',
  title: 'Tokens that can be refreshed',
  subject: 'user',
  severity: 'warning',
  passes: 'The connected accounts of the user have offline access; with `--user`',
  needs: ['userTokensets'],
  docs: docs.connectedAccounts,
  messages: {
    yes: 'The connected accounts of user `{user}` have offline access',
    no: 'The accounts that user `{user}` connected with {where} have no offline access, so exchanges fail once the access token has expired; turn on offline access and let the user connect again',
    tokensets_only:
      'Of tokensets of the early-access generation only the expiry of the access token is known, not whether it can be refreshed',
    nothing: 'The vault holds nothing that could be refreshed',
  },
  applies: ({ user }) => user !== undefined,
  evaluate(facts, subject) {
    const { records, unread } = heldBy(facts.userTokensets, subject);
    const accounts = records.filter(({ source }) => source === 'connected_accounts');
    const online = accounts.filter(({ access_type: type }) => type !== 'offline');
    if (online.length > 0) {
      const where = quotedList([...new Set(online.map(({ connection }) => connection))]);
      return { status: 'fail', say: 'no', args: { where } };
    }
    if (unread !== undefined) return cannotTell(unread);
    if (accounts.length > 0) return { status: 'pass', say: 'yes' };
    return { status: 'skip', say: records.length > 0 ? 'tokensets_only' : 'nothing' };
  },
});
