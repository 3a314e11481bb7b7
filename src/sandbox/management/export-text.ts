import { isObject } from '../../core/json.ts';
import type { UserRecord } from '../state/model.ts';
import type { ExportJob } from '../state/transient.ts';
import type { Tenant } from '../tenant.ts';

/** Users whose lines are joined into one chunk. */
const usersPerChunk = 500;

/** The text of an export, chunk by chunk: NDJSON, or CSV with a header line. */
export function* exportedText(tenant: Tenant, job: ExportJob): Generator<string> {
  const line = job.format === 'csv' ? csvLine(job) : jsonLine(job);
  let chunk: string[] = job.format === 'csv' ? [csvHeader(job)] : [];
  let count = 0;
  const connection = job.connection_id === undefined ? undefined : connectionName(tenant, job.connection_id);
  for (const user of tenant.directory.all()) {
    if (count >= (job.limit ?? Number.POSITIVE_INFINITY)) break;
    if (connection !== undefined && !user.identities.some((identity) => identity.connection === connection)) {
      continue;
    }
    count++;
    chunk.push(line(user));
    if (chunk.length < usersPerChunk) continue;
    yield `${chunk.join('\n')}\n`;
    chunk = [];
  }
  if (chunk.length > 0) yield `${chunk.join('\n')}\n`;
}

function connectionName(tenant: Tenant, id: string): string {
  return tenant.store.get('connections', id)?.name ?? '';
}

function jsonLine({ fields }: ExportJob): (user: UserRecord) => string {
  if (fields === undefined || fields.length === 0) return (user) => JSON.stringify(user);
  return (user) =>
    JSON.stringify(
      Object.fromEntries(fields.map(({ name, export_as: as }) => [as ?? name, valueAt(user, name)])),
    );
}

function csvHeader({ fields = [] }: ExportJob): string {
  return fields.map(({ name, export_as: as }) => quoted(as ?? name)).join(',');
}

function csvLine({ fields = [] }: ExportJob): (user: UserRecord) => string {
  return (user) => fields.map(({ name }) => quoted(valueAt(user, name))).join(',');
}

function quoted(value: unknown): string {
  const text =
    value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
}

/** The value at a path such as `identities[0].connection`. */
function valueAt(user: UserRecord, path: string): unknown {
  let value: unknown = user;
  for (const key of path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
