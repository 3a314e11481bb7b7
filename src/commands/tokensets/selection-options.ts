import type { OptionSpec } from '../../core/command.ts';
import { connectionOption, userOption } from '../options/subject-options.ts';

/** Options that say whose tokensets are meant. */
export const userOptions: readonly OptionSpec[] = [
  userOption({ kind: 'list', summary: 'User id (quote it, because of the `|`) or e-mail; may be repeated' }),
  { name: 'all-matches', kind: 'flag', summary: 'Take every account when several share the e-mail' },
];

/** Options that stand for many users. */
export const bulkUserOptions: readonly OptionSpec[] = [
  {
    name: 'users-file',
    kind: 'text',
    value: 'file',
    summary: 'File of ids or e-mails, one a line; `-` is stdin',
    completes: 'file',
  },
  { name: 'query', kind: 'text', value: 'lucene', summary: 'Users found by Auth0’s user search, up to 1000' },
  { name: 'all-users', kind: 'flag', summary: 'Every user of the tenant, through an export job' },
];

/** Options that narrow down which tokensets are meant. */
export const filterOptions: readonly OptionSpec[] = [
  connectionOption({ kind: 'list', summary: 'Only those of this connection, by name; may be repeated' }),
  {
    name: 'scope',
    kind: 'list',
    value: 'glob',
    summary: 'Only those with a scope like this, such as `*calendar*`; may be repeated',
  },
  { name: 'expired', kind: 'flag', summary: 'Only those whose expiry has passed' },
  {
    name: 'unused-for',
    kind: 'duration',
    value: '90d',
    summary: 'Only those neither used nor issued for this long, such as `90d` or `12h`',
  },
  { name: 'older-than', kind: 'duration', value: '90d', summary: 'Only those issued longer ago than this' },
  {
    name: 'source',
    kind: 'choice',
    value: 'source',
    choices: ['auto', 'tokensets', 'connected_accounts'],
    fallback: 'auto',
    summary: 'Generation of the API to read; `auto` reads every one there is',
  },
];
