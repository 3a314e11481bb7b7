import { outputFormats } from '../core/globals.ts';
import { signingAlgs } from './secret-text.ts';
import type { Shape, Shaped } from './shape.ts';

const text = { kind: 'text', pattern: /./s } as const;
const flag = { kind: 'flag' } as const;

/** The content of a profile file of version 1. */
export const profileShape = {
  kind: 'object',
  members: {
    version: { kind: 'choice', values: [1] },
    domain: text,
    client_id: { kind: 'nullable', of: text },
    auth: { kind: 'choice', values: ['client_secret', 'private_key_jwt', 'token'] },
    secret: {
      kind: 'variants',
      byKind: {
        keychain: { account: text },
        // A file name and never a path, so that an edited profile cannot point out of the directory.
        file: { file: { kind: 'text', pattern: /^[A-Za-z0-9%_-][A-Za-z0-9%._-]*$/ } },
        command: { command: text },
        key_file: { path: text },
        none: {},
      },
    },
    signing_alg: { kind: 'nullable', of: { kind: 'choice', values: signingAlgs } },
    audience: { kind: 'nullable', of: text },
    protected: flag,
    read_only: flag,
    defaults: {
      kind: 'object',
      members: {
        output: { kind: 'optional', of: { kind: 'choice', values: outputFormats } },
        timeout: { kind: 'optional', of: { kind: 'whole', from: 1, to: 3600 } },
      },
    },
  },
} as const satisfies Shape;

/** What a profile file holds. */
export type ProfileFile = Shaped<typeof profileShape>;
