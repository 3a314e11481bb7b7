import { isObject } from '../../core/json.ts';
import { refuse } from '../server/reply.ts';
import { type TableName, type Tables, tableNames } from '../state/tables.ts';
import type { Tenant } from '../tenant.ts';

/**
 * Lays rows over the state, table by table and key by key: an object is merged over the row of that key, null deletes
 * it. `tenant` may be given as the settings themselves. Refuses tables that do not exist.
 */
export function mergeState(tenant: Tenant, body: unknown): unknown {
  if (!isObject(body)) throw refuse(400, 'The body must be an object of tables', 'invalid_body');
  const unknown = Object.keys(body).find((name) => !tableNames.some((table) => table === name));
  if (unknown !== undefined) {
    throw refuse(
      400,
      `There is no table \`${unknown}\`; tables are ${tableNames.join(', ')}`,
      'invalid_body',
    );
  }
  let changed = 0;
  for (const table of tableNames) {
    const rows = body[table];
    if (rows === undefined) continue;
    if (!isObject(rows)) throw refuse(400, `\`${table}\` must be an object of rows by key`, 'invalid_body');
    const byKey = table === 'tenant' && !Object.hasOwn(rows, 'tenant') ? { tenant: rows } : rows;
    for (const [key, row] of Object.entries(byKey)) {
      mergeRow(tenant, table, key, tenant.storedDeep(row));
      changed++;
    }
  }
  return { changed };
}

function mergeRow<Name extends TableName>(tenant: Tenant, table: Name, key: string, row: unknown): void {
  if (row === null) {
    tenant.store.delete(table, key);
    return;
  }
  if (!isObject(row))
    throw refuse(400, `Row \`${key}\` of \`${table}\` must be an object or null`, 'invalid_body');
  const existing = tenant.store.get(table, key);
  tenant.store.put(table, key, { ...existing, ...row } as unknown as Tables[Name]);
}
