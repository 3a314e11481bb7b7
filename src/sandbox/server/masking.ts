import { isObject } from '../../core/json.ts';

const secretName =
  /secret|password|private|assertion|token$|_key$|^code$|verifier$|^auth_session$|^connect_code$/i;
const mask = '********';

/** A body with the values of secret-looking keys masked, for the request log. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key, item) ? mask : masked(item)]),
  );
}

/** A query string with secret-looking parameters masked. */
export function maskedQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].map(([key, value]) => [key, isSecret(key, value) ? mask : value]));
}

function isSecret(key: string, value: unknown): boolean {
  return typeof value === 'string' && secretName.test(key) && !key.startsWith('requested_');
}
