import type { CommandSpec, GroupSpec, ScopeSpec } from '../../core/command.ts';
import { sameKeys } from '../../core/printed-keys.ts';
import { bulkUserOptions, filterOptions, userOptions } from './selection-options.ts';

const docs = 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault';

const readScopes: readonly ScopeSpec[] = [
  { scope: 'read:users', need: 'required', purpose: 'connected accounts, and users by e-mail' },
  {
    scope: 'read:federated_connections_tokens',
    need: 'optional',
    purpose: 'tokensets of the early-access generation',
  },
];

/** The noun `tokensets`. */
export const tokensetsGroup: GroupSpec = {
  name: 'tokensets',
  summary: 'List, inspect and delete what the vault holds for users',
};

/** Commands on tokensets. */
export const tokensetsCommands: readonly CommandSpec[] = [
  {
    path: ['tokensets', 'list'],
    summary: 'List the tokensets of users',
    description:
      'A tokenset is one record of the vault: the tokens of one provider for one user. Records of both generations of the API are listed together; `source` says which one a record came from. No provider token is ever read or shown.',
    options: [
      ...userOptions,
      ...bulkUserOptions,
      ...filterOptions,
      { name: 'limit', kind: 'integer', value: 'n', min: 1, summary: 'Stop after this many' },
      { name: 'with-user', kind: 'flag', summary: 'Add the e-mail of the user' },
    ],
    oneOf: ['user', 'users-file', 'query', 'all-users'],
    needs: 'tenant',
    effect: 'reads',
    scopes: readScopes,
    prints:
      'An array of tokensets: `[{"id","user_id","connection","scopes","issued_at","expires_at","last_used_at","source",…}]`',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial'],
    examples: [
      { line: 'tv tokensets list --user ada@example.com', summary: 'What the vault holds for one user' },
      {
        line: "tv tokensets list --user 'auth0|ada' --connection google-oauth2 --json",
        summary: 'The same by id, one connection, for a script',
      },
      {
        line: "tv tokensets list --user ada@example.com --scope '*calendar*' -o id",
        summary: 'Ids of those that hold a calendar scope',
      },
      {
        line: 'tv tokensets list --query "email:ada*" --unused-for 90d -o jsonl',
        summary: 'Stale ones of many users, a line each',
      },
    ],
    docs,
    load: () => import('./list.ts'),
  },
  {
    path: ['tokensets', 'show'],
    summary: 'Show one tokenset of a user',
    arguments: [{ name: 'id', summary: 'Id of the tokenset', required: true }],
    options: [...userOptions],
    oneOf: ['user'],
    needs: 'tenant',
    effect: 'reads',
    scopes: readScopes,
    prints: 'One tokenset, with the keys of `tv tokensets list`',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable'],
    examples: [
      {
        line: 'tv tokensets show acc3f0c0-4d57-4c9b-833b-f470326a502b --user ada@example.com',
        summary: 'Scopes and times of one tokenset',
      },
      {
        line: 'tv tokensets show acc3f0c0-4d57-4c9b-833b-f470326a502b --user ada@example.com --json --fields id,scopes',
        summary: 'Only its scopes, as JSON',
      },
    ],
    docs,
    load: () => import('./show.ts'),
  },
  {
    path: ['tokensets', 'delete'],
    summary: 'Delete tokensets of users',
    description:
      'Reads first, shows what goes and asks. Without ids it needs a filter, `--all` or `--from`. A row of `--from` whose tokenset is gone is reported as not found, and the others go on. Deleting does not revoke the provider’s own tokens. A connected account (current generation) can only be deleted with a My Account token of its user.',
    arguments: [{ name: 'id', summary: 'Ids of tokensets', required: false, variadic: true }],
    options: [
      ...userOptions,
      ...bulkUserOptions,
      ...filterOptions,
      { name: 'all', kind: 'flag', summary: 'Every tokenset of the users' },
      {
        name: 'from',
        kind: 'text',
        value: 'list.jsonl',
        summary: 'Exactly the rows of an earlier `list -o jsonl`',
        completes: 'file',
      },
      {
        name: 'max',
        kind: 'integer',
        value: 'n',
        min: 0,
        summary: 'Refuse, and delete nothing, when more would go',
      },
      {
        name: 'my-account-token-stdin',
        kind: 'flag',
        summary: 'Read the user’s My Account token from stdin',
      },
      {
        name: 'my-account-token-file',
        kind: 'text',
        value: 'file',
        summary: 'Read the user’s My Account token from a file',
        completes: 'file',
      },
      { name: 'ignore-not-found', kind: 'flag', summary: 'Pass over ids and rows that are gone' },
    ],
    oneOf: ['user', 'users-file', 'query', 'all-users', 'from'],
    needs: 'tenant',
    effect: 'destroys',
    scopes: [
      ...readScopes,
      { scope: 'delete:federated_connections_tokens', need: 'required', purpose: 'deleting tokensets' },
    ],
    keys: sameKeys('id', 'user_id', 'connection', 'source', 'result', 'deleted', 'planned', 'error'),
    prints: 'What became of each: `[{"id","user_id","connection","source","deleted","planned","error"}]`',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial', 'cancelled'],
    examples: [
      {
        line: 'tv tokensets delete acc3f0c0-4d57-4c9b-833b-f470326a502b --user ada@example.com --yes',
        summary: 'Delete one',
      },
      {
        line: 'tv tokensets delete --all --user ada@example.com --dry-run',
        summary: 'See what offboarding a user would delete',
      },
      {
        line: 'tv tokensets delete --user ada@example.com --unused-for 90d --max 5 --yes',
        summary: 'Delete stale ones, at most five',
      },
    ],
    docs,
    load: () => import('./delete.ts'),
  },
  {
    path: ['tokensets', 'report'],
    summary: 'Count what the vault holds over many users',
    description:
      'Reads every selected user and adds up tokensets by connection, scope, age and last use. `-o html` gives one self-contained page. When the token lacks the scope to read one of the sources, it ends with exit 4, since the count would not be complete.',
    options: [...userOptions, ...bulkUserOptions, ...filterOptions],
    oneOf: ['user', 'users-file', 'query', 'all-users'],
    needs: 'tenant',
    effect: 'reads',
    scopes: readScopes,
    prints:
      '`{"tenant","users_read","users_failed","tokensets","by_connection":[…],"by_scope":[…],"age_histogram":[…],"last_use_histogram":[…]}`',
    exits: ['ok', 'usage', 'access', 'not_found', 'refused', 'unavailable', 'partial'],
    examples: [
      { line: 'tv tokensets report --all-users', summary: 'The whole tenant at a glance' },
      {
        line: 'tv tokensets report --query "email:ada*" -o csv',
        summary: 'By connection, for a spreadsheet',
      },
      { line: 'tv tokensets report --all-users -o html > report.html', summary: 'A page to share' },
    ],
    formats: ['html'],
    docs,
    load: () => import('./report.ts'),
  },
];
