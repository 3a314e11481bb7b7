import { type Result, record } from '../../core/result.ts';
import type { SandboxInfo } from '../../sandbox/options.ts';

/** What a sandbox holds, as a record. */
export function infoResult(info: SandboxInfo): Result {
  return record(info, {
    id: (value) => value.base_url,
    fields: [
      { key: 'base_url', header: 'Address' },
      { key: 'scenario', header: 'Scenario' },
      { key: 'generation', header: 'Generation' },
      { key: 'client_id', header: 'Management client' },
      {
        key: 'applications',
        header: 'Applications',
        value: (value) => value.applications.map(({ name }) => name).join(', '),
      },
      { key: 'connections', header: 'Connections', value: (value) => value.connections.join(', ') },
      {
        key: 'users',
        header: 'Users',
        value: (value) =>
          value.users
            .map((user) => (user.email === null ? user.user_id : `${user.user_id} (${user.email})`))
            .join(', '),
      },
      { key: 'users_total', header: 'Users in all' },
    ],
  });
}
