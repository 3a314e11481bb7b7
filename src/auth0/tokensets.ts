import type { Clock } from '../core/clock.ts';
import type { Tokenset } from '../core/model.ts';
import type { TokensetsPort } from '../core/ports.ts';
import { words } from '../core/text.ts';
import { apiPath } from './api-path.ts';
import type { Management } from './management.ts';
import { type Fields, fieldsOfEach } from './narrow.ts';
import { checkpointPages, collect } from './paging.ts';

/** Pages of connected accounts; the only size all sources agree on (facts 1.5). */
const accountsPerPage = 20;

/** Tokensets of both generations (facts 1.3–1.5). https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault */
export function tokensetsPort(management: Management, clock: Clock): TokensetsPort {
  return {
    listTokensets: async (userId) =>
      management.read({
        asked: `list the tokensets of user \`${userId}\``,
        path: apiPath`/users/${userId}/federated-connections-tokensets`,
        subject: `user \`${userId}\``,
        named: 'not_found.user',
        feature: 'Tokensets',
        read: (body) => fieldsOfEach(body, 'tokenset').map((item) => readTokenset(item, userId, clock.now())),
      }),
    listConnectedAccounts: async (userId) =>
      collect(
        checkpointPages(
          management,
          {
            asked: `list the connected accounts of user \`${userId}\``,
            path: apiPath`/users/${userId}/connected-accounts`,
            subject: `user \`${userId}\``,
            named: 'not_found.user',
            feature: 'Connected accounts',
            key: 'connected_accounts',
            noun: 'connected account',
            item: (fields) => readConnectedAccount(fields, userId, clock.now()),
            id: ({ id }) => id,
          },
          accountsPerPage,
        ),
      ),
    deleteTokenset: async (userId, id) =>
      management.write({
        asked: `delete tokenset \`${id}\` of user \`${userId}\``,
        method: 'DELETE',
        path: apiPath`/users/${userId}/federated-connections-tokensets/${id}`,
        feature: 'Tokensets',
        gone: true,
        read: () => null,
      }),
  };
}

/** One tokenset; only its id must be there (facts 1.3). */
export function readTokenset(fields: Fields, userId: string, now: number): Tokenset {
  const expires_at = fields.time('expires_at');
  return {
    id: fields.id('id'),
    user_id: userId,
    connection: fields.text('connection') ?? '',
    connection_id: fields.text('connection_id'),
    strategy: fields.text('strategy'),
    access_type: null,
    organization_id: null,
    scopes: readScopes(fields, 'scope'),
    issued_at: fields.time('issued_at'),
    expires_at,
    last_used_at: fields.time('last_used_at'),
    expired: isPast(expires_at, now),
    source: 'tokensets',
  };
}

/** One connected account, from the Management or the My Account API (facts 1.5, 6.2). */
export function readConnectedAccount(fields: Fields, userId: string, now: number): Tokenset {
  const expires_at = fields.time('expires_at');
  return {
    id: fields.id('id'),
    user_id: userId,
    connection: fields.text('connection') ?? '',
    connection_id: fields.text('connection_id'),
    strategy: fields.text('strategy'),
    access_type: fields.text('access_type'),
    organization_id: fields.text('organization_id') ?? fields.text('org_id'),
    scopes: readScopes(fields, 'scopes'),
    issued_at: fields.time('created_at'),
    expires_at,
    last_used_at: null,
    expired: isPast(expires_at, now),
    source: 'connected_accounts',
  };
}

function readScopes(fields: Fields, key: string): readonly string[] {
  if (typeof fields.source[key] === 'string') return words(fields.text(key) ?? '');
  return (fields.texts(key) ?? []).filter((scope) => scope !== '');
}

function isPast(iso: string | null, now: number): boolean {
  return iso !== null && Date.parse(iso) <= now;
}
