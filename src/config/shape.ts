import { isObject } from '../core/json.ts';

/** What a JSON value may be, as data: read by a quick check here, and by zod where a person is told what is wrong. */
export type Shape =
  | { readonly kind: 'text'; readonly pattern: RegExp }
  | { readonly kind: 'flag' }
  | { readonly kind: 'whole'; readonly from: number; readonly to: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'nullable'; readonly of: Shape }
  | { readonly kind: 'optional'; readonly of: Shape }
  | { readonly kind: 'object'; readonly members: Members }
  /** An object whose member `kind` tells which others it has. */
  | { readonly kind: 'variants'; readonly byKind: { readonly [kind: string]: Members } };

/** The members of an object; it may have no others. */
export type Members = { readonly [key: string]: Shape };

/** The type of the values of a shape. */
export type Shaped<S> = S extends { kind: 'text' }
  ? string
  : S extends { kind: 'flag' }
    ? boolean
    : S extends { kind: 'whole' }
      ? number
      : S extends { kind: 'choice'; values: readonly (infer Value)[] }
        ? Value
        : S extends { kind: 'nullable'; of: infer Inner }
          ? Shaped<Inner> | null
          : S extends { kind: 'optional'; of: infer Inner }
            ? Shaped<Inner> | undefined
            : S extends { kind: 'object'; members: infer M }
              ? ShapedMembers<M>
              : S extends { kind: 'variants'; byKind: infer V }
                ? { [K in keyof V]: { readonly kind: K } & ShapedMembers<V[K]> }[keyof V]
                : never;

type ShapedMembers<M> = { readonly [K in keyof M]: Shaped<M[K]> };

/** Whether a value has a shape; a schema library takes longer to load than the files take to read. */
export function hasShape<const S extends Shape>(shape: S, value: unknown): value is Shaped<S> {
  return fits(shape, value);
}

function fits(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' && shape.pattern.test(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'whole':
      return Number.isInteger(value) && Number(value) >= shape.from && Number(value) <= shape.to;
    case 'choice':
      return shape.values.some((one) => one === value);
    case 'nullable':
      return value === null || fits(shape.of, value);
    case 'optional':
      return value === undefined || fits(shape.of, value);
    case 'object':
      return isObject(value) && membersFit(shape.members, value);
    case 'variants': {
      if (!isObject(value)) return false;
      const { kind, ...rest } = value;
      if (typeof kind !== 'string' || !Object.hasOwn(shape.byKind, kind)) return false;
      return membersFit(shape.byKind[kind] ?? {}, rest);
    }
  }
}

function membersFit(members: Members, value: { readonly [key: string]: unknown }): boolean {
  return (
    Object.keys(value).every((key) => Object.hasOwn(members, key)) &&
    Object.entries(members).every(([key, shape]) => fits(shape, value[key]))
  );
}
