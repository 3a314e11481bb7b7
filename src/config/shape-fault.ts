import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import type { Members, Shape } from './shape.ts';

/** What is wrong with a value that has not the shape, in English; null when nothing is. */
export function shapeFault(shape: Shape, value: unknown): string | null {
  // Compiling a checker takes longer than checking one value without it.
  const parsed = schemaOf(shape).safeParse(value, { jitless: true, error: en().localeError });
  const issue = parsed.success ? undefined : parsed.error.issues[0];
  if (issue === undefined) return null;
  return `${issue.path.length === 0 ? '' : `\`${issue.path.join('.')}\`: `}${issue.message}`;
}

function schemaOf(shape: Shape): z.ZodMiniType {
  switch (shape.kind) {
    case 'text':
      return z.string().check(z.minLength(1), z.regex(shape.pattern));
    case 'flag':
      return z.boolean();
    case 'whole':
      return z.int().check(z.minimum(shape.from), z.maximum(shape.to));
    case 'choice':
      return z.literal([...shape.values]);
    case 'nullable':
      return z.nullable(schemaOf(shape.of));
    case 'optional':
      return z.optional(schemaOf(shape.of));
    case 'object':
      return objectOf(shape.members);
    case 'variants': {
      const [first, ...others] = Object.entries(shape.byKind).map(([kind, members]) =>
        objectOf({ kind: { kind: 'choice', values: [kind] }, ...members }),
      );
      return first === undefined ? z.never() : z.discriminatedUnion('kind', [first, ...others]);
    }
  }
}

function objectOf(members: Members) {
  return z.strictObject(
    Object.fromEntries(Object.entries(members).map(([key, one]) => [key, schemaOf(one)])),
  );
}
