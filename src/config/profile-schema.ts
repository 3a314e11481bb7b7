import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { outputFormats } from '../core/globals.ts';
import { signingAlgs } from './secret-text.ts';

const text = z.string().check(z.minLength(1));

const secret = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keychain'), account: text }),
  // A file name and never a path, so that an edited profile cannot point out of the directory.
  z.strictObject({
    kind: z.literal('file'),
    file: z.string().check(z.regex(/^[A-Za-z0-9%_-][A-Za-z0-9%._-]*$/)),
  }),
  z.strictObject({ kind: z.literal('command'), command: text }),
  z.strictObject({ kind: z.literal('key_file'), path: text }),
  z.strictObject({ kind: z.literal('none') }),
]);

const profileSchema = z.strictObject({
  version: z.literal(1),
  domain: text,
  client_id: z.nullable(text),
  auth: z.enum(['client_secret', 'private_key_jwt', 'token']),
  secret,
  signing_alg: z.nullable(z.enum(signingAlgs)),
  audience: z.nullable(text),
  protected: z.boolean(),
  read_only: z.boolean(),
  defaults: z.strictObject({
    output: z.optional(z.enum(outputFormats)),
    timeout: z.optional(z.int().check(z.minimum(1), z.maximum(3600))),
  }),
});

/** Checks the content of a profile file of version 1; what is wrong is said in English. */
export function checkProfile(content: unknown) {
  // Compiling a checker takes longer than checking a few profiles without one.
  return profileSchema.safeParse(content, { jitless: true, error: en().localeError });
}
