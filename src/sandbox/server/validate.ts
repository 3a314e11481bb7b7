import { isObject } from '../../core/json.ts';
import { refuse } from './reply.ts';

/** What a value must look like: the part of JSON Schema that Auth0's refusals show. */
export interface Shape {
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** No key beyond `properties`. */
  readonly closed?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly unique?: boolean;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
}

type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';

/** A fault found in a value: what is wrong, and where (empty for the value itself). */
export interface Fault {
  readonly problem: string;
  readonly path: string;
}

/**
 * The body as the shape promises it; `T` must say no more than the shape does.
 * Refuses with 400 `invalid_body` in Auth0's words.
 */
export function validBody<T>(body: unknown, shape: Shape): T {
  if (body === null) throw refuse(400, 'Invalid request payload JSON format', 'invalid_body');
  const fault = findFault(body ?? {}, shape, '');
  if (fault === undefined) return (body ?? {}) as T;
  const where = fault.path === '' ? '' : ` on property ${fault.path}`;
  throw refuse(400, `Payload validation error: '${fault.problem}'${where}.`, 'invalid_body');
}

/** The first way in which a value is not of the shape. */
export function findFault(value: unknown, shape: Shape, path: string): Fault | undefined {
  const types = shape.type === undefined ? [] : [shape.type].flat();
  const type = typeOf(value);
  const fits = types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  if (!fits) return { problem: `Expected type ${types.join(' or ')} but found type ${type}`, path };
  if (typeof value === 'string') return stringFault(value, shape, path);
  if (typeof value === 'number') return numberFault(value, shape, path);
  if (Array.isArray(value)) return arrayFault(value, shape, path);
  return isObject(value) ? objectFault(value, shape, path) : undefined;
}

function stringFault(value: string, shape: Shape, path: string): Fault | undefined {
  const { enum: allowed, minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = shape;
  const problem =
    allowed !== undefined && !allowed.includes(value)
      ? `No enum match for: "${value}"`
      : value.length < minLength
        ? `String is too short (${value.length} chars), minimum ${minLength}`
        : value.length > maxLength
          ? `String is too long (${value.length} chars), maximum ${maxLength}`
          : pattern !== undefined && !pattern.test(value)
            ? `String does not match pattern: ${pattern.source}`
            : undefined;
  return problem === undefined ? undefined : { problem, path };
}

function numberFault(value: number, shape: Shape, path: string): Fault | undefined {
  if (shape.minimum !== undefined && value < shape.minimum) {
    return { problem: `Value ${value} is less than minimum ${shape.minimum}`, path };
  }
  if (shape.maximum !== undefined && value > shape.maximum) {
    return { problem: `Value ${value} is greater than maximum ${shape.maximum}`, path };
  }
  return undefined;
}

function arrayFault(value: readonly unknown[], shape: Shape, path: string): Fault | undefined {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = shape;
  const length = value.length;
  if (length < minItems) return { problem: `Array is too short (${length}), minimum ${minItems}`, path };
  if (length > maxItems) return { problem: `Array is too long (${length}), maximum ${maxItems}`, path };
  if (shape.unique === true && new Set(value).size < length) {
    return { problem: 'Array items are not unique', path };
  }
  if (shape.items === undefined) return undefined;
  for (const [index, item] of value.entries()) {
    const fault = findFault(item, shape.items, path === '' ? `[${index}]` : `${path}[${index}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function objectFault(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  path: string,
): Fault | undefined {
  const keys = Object.keys(value);
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY, properties = {} } = shape;
  const missing = shape.required?.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return { problem: `Missing required property: ${missing}`, path };
  if (keys.length < minProperties) {
    return { problem: `Too few properties defined (${keys.length}), minimum ${minProperties}`, path };
  }
  if (keys.length > maxProperties) {
    return { problem: `Too many properties defined (${keys.length}), maximum ${maxProperties}`, path };
  }
  for (const key of keys) {
    const inner = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (inner === undefined) {
      if (shape.closed === true) return { problem: `Additional properties not allowed: ${key}`, path };
      continue;
    }
    const fault = findFault(value[key], inner, path === '' ? key : `${path}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function typeOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value as JsonType;
  return 'object';
}
