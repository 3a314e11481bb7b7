import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../core/json.ts';

/**
 * What another process saved, with the change from `before` to `ours` laid over it: field by field, and item by item in
 * lists whose items have an id or are text. Where both changed the same value, ours stands. Undefined is a row that is
 * not there.
 */
export function layOver(before: unknown, ours: unknown, theirs: unknown): unknown {
  if (isDeepStrictEqual(before, theirs)) return ours;
  if (isDeepStrictEqual(before, ours)) return theirs;
  const lists = [before, ours, theirs].map(itemsById);
  if (lists.every((list) => list !== undefined)) {
    const [was, is, saved] = lists as [Items, Items, Items];
    return [...layEach(was, is, saved).values()];
  }
  if (isObject(before) && isObject(ours) && isObject(theirs)) {
    const [was, is, saved] = [before, ours, theirs].map((value) => new Map(Object.entries(value)));
    return Object.fromEntries(layEach(was as Items, is as Items, saved as Items));
  }
  return ours;
}

type Items = ReadonlyMap<string, unknown>;

function layEach(before: Items, ours: Items, theirs: Items): Items {
  const merged = new Map(theirs);
  for (const key of new Set([...before.keys(), ...ours.keys()])) {
    const value = layOver(before.get(key), ours.get(key), theirs.get(key));
    if (value === undefined) merged.delete(key);
    else merged.set(key, value);
  }
  return merged;
}

function itemsById(value: unknown): Items | undefined {
  if (!Array.isArray(value)) return undefined;
  const keyed = value.map((item): [unknown, unknown] => [isObject(item) ? item.id : item, item]);
  const ids = new Set(keyed.map(([id]) => id).filter((id) => typeof id === 'string'));
  return ids.size === value.length ? new Map(keyed as [string, unknown][]) : undefined;
}
