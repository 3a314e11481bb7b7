import * as z from 'zod';
import { outputFormats } from '../core/globals.ts';
import { signingAlgs } from './secret-text.ts';

const secret = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keychain'), account: z.string().min(1) }),
  // A file name and never a path, so that an edited profile cannot point out of the directory.
  z.strictObject({ kind: z.literal('file'), file: z.string().regex(/^[A-Za-z0-9%_-][A-Za-z0-9%._-]*$/) }),
  z.strictObject({ kind: z.literal('command'), command: z.string().min(1) }),
  z.strictObject({ kind: z.literal('key_file'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('none') }),
]);

/** A profile file of version 1. */
export const profileSchema = z.strictObject({
  version: z.literal(1),
  domain: z.string().min(1),
  client_id: z.string().min(1).nullable(),
  auth: z.enum(['client_secret', 'private_key_jwt', 'token']),
  secret,
  signing_alg: z.enum(signingAlgs).nullable(),
  audience: z.string().min(1).nullable(),
  protected: z.boolean(),
  read_only: z.boolean(),
  defaults: z.strictObject({
    output: z.enum(outputFormats).optional(),
    timeout: z.int().min(1).max(3600).optional(),
  }),
});
