import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** The value at a path of keys; undefined when any of them is missing. */
export function valueAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    object,
  );
}

/** A copy with one value set at a path of keys; `null` takes the key away. Everything else is what it was, key order included. */
export function withValueAt(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  if (rest.length === 0) {
    return value === null
      ? Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
      : { ...object, [key]: value };
  }
  const inner = Object.hasOwn(object, key) ? object[key] : undefined;
  if (value === null && !isJsonObject(inner)) return object;
  return { ...object, [key]: withValueAt(isJsonObject(inner) ? inner : {}, rest, value) };
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
