import { isObject } from '../core/json.ts';
import type { Change, Impact } from '../core/model.ts';
import type { Column, Tone } from '../core/result.ts';

/** Columns of changes in csv and in a pipe. */
export const changeColumns: readonly Column<Change>[] = [
  { key: 'resource', header: 'resource', weight: 3 },
  { key: 'id', header: 'id', weight: 9 },
  { key: 'name', header: 'name', weight: 2 },
  { key: 'field', header: 'field', weight: 3 },
  { key: 'before', header: 'before', value: ({ before }) => jsonCell(before) },
  { key: 'after', header: 'after', value: ({ after }) => jsonCell(after) },
  { key: 'impact', header: 'impact', weight: 2, tone: ({ impact }) => impactTones[impact] },
  { key: 'status', header: 'status', weight: 3 },
  { key: 'warning', header: 'warning' },
  { key: 'error', header: 'error', value: ({ error }) => (error === null ? null : errorMessage(error)) },
];

/** How alarming an impact is. */
export const impactTones: Readonly<Record<Impact, Tone>> = {
  additive: 'good',
  login: 'warn',
  security: 'warn',
  breaking: 'bad',
  data: 'bad',
};

/** A JSON value on one line as people read it. */
export function jsonCell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  return JSON.stringify(value);
}

/** The message of an error as JSON, or all of it. */
export function errorMessage(error: unknown): string {
  return isObject(error) && typeof error.message === 'string' ? error.message : JSON.stringify(error);
}

/** Changes wherever a result keeps them: a list of them, or under `changes`. */
export function changesIn(data: unknown): readonly Change[] {
  if (Array.isArray(data)) return data.flatMap((item) => (isChange(item) ? [item] : changesIn(item)));
  return isObject(data) && Array.isArray(data.changes) ? data.changes.filter(isChange) : [];
}

function isChange(value: unknown): value is Change {
  return isObject(value) && typeof value.resource === 'string' && typeof value.field === 'string';
}
