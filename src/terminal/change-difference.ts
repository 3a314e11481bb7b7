import { isObject, sameJson } from '../core/json.ts';
import { jsonCell } from './change-list.ts';

/** What differs between two JSON values, for people. */
export interface Difference {
  /** `before → after`, or nothing when the parts say it all. */
  readonly summary: string;
  /** What a value that stays is told as. */
  readonly same: string;
  /** What a list or an object gains (`+ x`), loses (`- y`) or has otherwise (`key: a → b`). */
  readonly parts: readonly string[];
}

/** Compares two values: lists by their elements, objects by their keys, everything else whole. */
export function differenceLines(before: unknown, after: unknown): Difference {
  const same = shown(after);
  const whole = { summary: `${shown(before)} → ${shown(after)}`, same, parts: [] };
  const parts =
    Array.isArray(before) || Array.isArray(after) ? listParts(before, after) : objectParts(before, after);
  return parts === undefined || parts.length === 0 ? whole : { summary: '', same, parts };
}

/** Undefined unless both are lists; null is an empty one. */
function listParts(before: unknown, after: unknown): readonly string[] | undefined {
  const old = before ?? [];
  const fresh = after ?? [];
  if (!Array.isArray(old) || !Array.isArray(fresh)) return undefined;
  const lacks = (list: readonly unknown[], item: unknown): boolean =>
    !list.some((other) => sameJson(other, item));
  return [
    ...fresh.filter((item) => lacks(old, item)).map((item) => `+ ${itemText(item)}`),
    ...old.filter((item) => lacks(fresh, item)).map((item) => `- ${itemText(item)}`),
  ];
}

/** Undefined unless both are objects; null is an empty one. */
function objectParts(before: unknown, after: unknown): readonly string[] | undefined {
  const old = before ?? {};
  const fresh = after ?? {};
  if (!isObject(old) || !isObject(fresh)) return undefined;
  const keys = [...new Set([...Object.keys(fresh), ...Object.keys(old)])];
  return keys
    .filter((key) => !sameJson(old[key], fresh[key]))
    .map((key) => {
      if (!Object.hasOwn(old, key)) return `+ ${key}: ${shown(fresh[key])}`;
      if (!Object.hasOwn(fresh, key)) return `- ${key}: ${shown(old[key])}`;
      return `${key}: ${shown(old[key])} → ${shown(fresh[key])}`;
    });
}

/** An object in a list by its keys, so that its line breaks at words and needs no reader of JSON. */
function itemText(item: unknown): string {
  if (!isObject(item) || Object.keys(item).length === 0) return shown(item);
  return Object.entries(item)
    .map(([key, value]) => `${key}: ${shown(value)}`)
    .join(', ');
}

function shown(value: unknown): string {
  const text = jsonCell(value);
  return text === null || text === '' ? '(none)' : text;
}
