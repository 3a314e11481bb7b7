import { isObject } from '../core/json.ts';
import { parseApiTime } from '../core/time.ts';

/** A body that is not of the shape it should have; the message names the field, never its value. */
export class ShapeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ShapeError';
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return { string: 'text', number: 'a number', boolean: 'a boolean' }[typeof value as string] ?? 'unreadable';
}

/** Fields of one JSON object, read by hand; every method throws `ShapeError`. */
export class Fields {
  readonly source: { readonly [key: string]: unknown };
  readonly #where: string;

  /** `where` completes the sentence: ``tokenset 2``. */
  constructor(value: unknown, where: string) {
    if (!isObject(value)) throw new ShapeError(`${where} is ${kindOf(value)}, not an object`);
    this.source = value;
    this.#where = where;
  }

  #fail(key: string, expected: string): never {
    throw new ShapeError(`\`${key}\` of ${this.#where} is ${kindOf(this.source[key])}, not ${expected}`);
  }

  /** Text that must be there and not be empty. */
  id(key: string): string {
    const value = this.source[key];
    return typeof value === 'string' && value !== '' ? value : this.#fail(key, 'text');
  }

  /** Text; null when it is null or missing. */
  text(key: string): string | null {
    const value = this.source[key] ?? null;
    return value === null || typeof value === 'string' ? value : this.#fail(key, 'text');
  }

  /** Text; undefined when it is null or missing. */
  maybeText(key: string): string | undefined {
    return this.text(key) ?? undefined;
  }

  /** A boolean; undefined when it is null or missing. */
  flag(key: string): boolean | undefined {
    const value = this.source[key] ?? undefined;
    return value === undefined || typeof value === 'boolean' ? value : this.#fail(key, 'a boolean');
  }

  /** A number, which may be written as text; null when it is null or missing. */
  number(key: string): number | null {
    const value = this.source[key] ?? null;
    if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) return Number(value);
    return value === null || typeof value === 'number' ? value : this.#fail(key, 'a number');
  }

  /** A list of text; undefined when it is null or missing. */
  texts(key: string): readonly string[] | undefined {
    const value = this.source[key] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.#fail(key, 'a list');
    return value.every((item): item is string => typeof item === 'string')
      ? value
      : this.#fail(key, 'a list of text');
  }

  /** A list of objects, each with its place for messages; undefined when it is null or missing. */
  items(key: string, noun: string): readonly Fields[] | undefined {
    const value = this.source[key] ?? undefined;
    if (value === undefined) return undefined;
    return Array.isArray(value) ? fieldsOfEach(value, noun) : this.#fail(key, 'a list');
  }

  /** A nested object; undefined when it is null or missing. */
  object(key: string): Fields | undefined {
    const value = this.source[key] ?? undefined;
    if (value === undefined) return undefined;
    return isObject(value) ? new Fields(value, `\`${key}\` of ${this.#where}`) : this.#fail(key, 'an object');
  }

  /** A time as ISO 8601 UTC; null when it is null or missing (facts 1.3). */
  time(key: string): string | null {
    const time = parseApiTime(this.source[key]);
    return time === undefined ? this.#fail(key, 'a time') : time;
  }
}

/** A list of objects, numbered from 1 in messages; throws `ShapeError` when it is no list. */
export function fieldsOfEach(value: unknown, noun: string): readonly Fields[] {
  if (!Array.isArray(value)) throw new ShapeError(`The body is ${kindOf(value)}, not a list`);
  return value.map((item, index) => new Fields(item, `${noun} ${index + 1}`));
}
