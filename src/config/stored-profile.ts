import { TvError } from '../core/errors.ts';
import type { Profile, SecretSource } from '../core/profiles.ts';
import { profileShape } from './profile-shape.ts';
import type { SecretPlace } from './secrets.ts';
import { hasShape } from './shape.ts';

/** Version of the profile files that this program writes. */
export const profileVersion = 1;

/** Where the file says the secret is. */
export type StoredSecret =
  | SecretPlace
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'key_file'; readonly path: string }
  | { readonly kind: 'none' };

/** A profile as its file holds it: the profile and the exact place of its secret. */
export interface StoredProfile {
  readonly profile: Profile;
  readonly secret: StoredSecret;
}

/** Checks what a profile file holds; throws `config.file` naming the file, which is left as it is. */
export async function parseStoredProfile(
  name: string,
  path: string,
  content: unknown,
): Promise<StoredProfile> {
  const version = versionOf(content);
  if (version !== undefined && version > profileVersion) {
    throw new TvError('config.file', `\`${path}\` was written by a newer version of \`tv\``, {
      hint: 'Update `tv`; the file was left as it is',
    });
  }
  if (!hasShape(profileShape, content)) {
    const { shapeFault } = await import('./shape-fault.ts');
    throw corruptFile(path, shapeFault(profileShape, content) ?? 'Not a profile');
  }
  const { secret, defaults, ...file } = content;
  const { output, timeout } = defaults;
  return {
    secret,
    profile: {
      name,
      domain: file.domain,
      clientId: file.client_id,
      auth: file.auth,
      secret: sourceOf(secret),
      signingAlg: file.signing_alg,
      audience: file.audience,
      protected: file.protected,
      readOnly: file.read_only,
      defaults: {
        ...(output === undefined ? {} : { output }),
        ...(timeout === undefined ? {} : { timeout }),
      },
    },
  };
}

/** The content of the file of a profile. */
export function formatStoredProfile({ profile, secret }: StoredProfile): Readonly<Record<string, unknown>> {
  return {
    version: profileVersion,
    domain: profile.domain,
    client_id: profile.clientId,
    auth: profile.auth,
    secret,
    signing_alg: profile.signingAlg,
    audience: profile.audience,
    protected: profile.protected,
    read_only: profile.readOnly,
    defaults: profile.defaults,
  };
}

/** `config.file` for a profile file that cannot be understood. */
export function corruptFile(path: string, cause: string): TvError {
  return new TvError('config.file', `\`${path}\` is not a profile that \`tv\` can read`, {
    cause,
    hint: 'Mend the file or move it away, then add the profile anew; the file was left as it is',
  });
}

function versionOf(content: unknown): number | undefined {
  if (typeof content !== 'object' || content === null || !('version' in content)) return undefined;
  return typeof content.version === 'number' ? content.version : undefined;
}

function sourceOf(secret: StoredSecret): SecretSource {
  return secret.kind === 'keychain' || secret.kind === 'file' ? { kind: secret.kind } : secret;
}
