import type { Json, JsonObject } from '../../core/json.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import { valueAt } from '../changes/field.ts';
import { describeStrategy } from '../strategies.ts';

/** Whether a connection asks its provider for a refresh token; `advice` says where to look when it cannot be told. */
export interface OfflineState {
  readonly active: boolean | null;
  readonly advice: string | null;
}

/** Spellings that providers give the scope for offline access. */
const offlineScopes = ['offline_access', 'offline.access', 'offline'];

/** Reads the setting where the strategy keeps it (facts 2.7). */
export function offlineState(connection: ConnectionRecord, options: JsonObject): OfflineState {
  const { offline } = describeStrategy(connection.strategy, connection.name);
  if (offline.kind === 'elsewhere') return { active: null, advice: offline.advice };
  if (options.offline_access === true || asksByParameter(options)) return { active: true, advice: null };
  if (offline.kind === 'flag') return { active: false, advice: null };
  const scopes = scopeList(options.scope);
  if (offline.scopes.every((scope) => scopes.includes(scope))) return { active: true, advice: null };
  if (offline.advice === undefined) return { active: false, advice: null };
  return scopes.some((scope) => offlineScopes.includes(scope))
    ? { active: true, advice: null }
    : { active: null, advice: offline.advice };
}

/** Google's `access_type=offline`, sent along as an upstream parameter (facts 2.7). */
function asksByParameter(options: JsonObject): boolean {
  return valueAt(options, ['upstream_params', 'access_type', 'value']) === 'offline';
}

/** Scopes that a connection asks for, whatever form the option has (facts 2.7). */
export function scopeList(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((word) => word !== '') : [];
}

/** The one option that would ask for a refresh token, or why there is none. */
export type OfflineSetting =
  | { readonly field: string; readonly before: Json; readonly after: Json; readonly warning: string | null }
  | { readonly refused: string };

/** Finds the option to write, by strategy (facts 2.7). */
export function offlineSetting(connection: ConnectionRecord, options: JsonObject): OfflineSetting {
  const { offline } = describeStrategy(connection.strategy, connection.name);
  if (offline.kind === 'elsewhere') return { refused: offline.advice };
  if (offline.kind === 'flag') {
    const before = options.offline_access ?? false;
    const after = offlineState(connection, options).active === true ? before : true;
    return { field: 'options.offline_access', before, after, warning: null };
  }
  const before = options.scope ?? null;
  const after =
    offlineState(connection, options).active === true ? before : withScopes(before, offline.scopes);
  return { field: 'options.scope', before, after, warning: offline.advice ?? null };
}

function withScopes(value: Json, scopes: readonly string[]): Json {
  const present = scopeList(value);
  const missing = scopes.filter((scope) => !present.includes(scope));
  if (Array.isArray(value)) return [...value, ...missing];
  if (typeof value !== 'string' || value.trim() === '') return missing.join(' ');
  return [value, ...missing].join(value.includes(',') ? ',' : ' ');
}
