import { TvError } from '../core/errors.ts';
import type { Credentials, ManagementAuthentication, Profile } from '../core/profiles.ts';
import type { Secret } from '../core/secret.ts';
import { parseTenantDomain } from './domain.ts';

/** The credential bundle of a profile with its secret; throws `config.invalid_domain`, `config.file` when it lacks a client id. */
export function profileCredentials(
  profile: Profile,
  secret: Secret,
  origins: Credentials['origins'],
): Credentials {
  return {
    source: 'profile',
    profile: profile.name,
    tenant: parseTenantDomain(profile.domain, profile.audience ?? undefined),
    clientId: profile.clientId,
    authentication: authentication(profile, secret),
    protected: profile.protected,
    readOnly: profile.readOnly,
    defaults: profile.defaults,
    origins,
  };
}

function authentication(profile: Profile, secret: Secret): ManagementAuthentication {
  if (profile.auth === 'token') return { method: 'token', token: secret };
  if (profile.clientId === null) {
    throw new TvError('config.file', `The profile \`${profile.name}\` has no client id`, {
      hint: `Add it with \`tv profiles update ${profile.name} --client-id <id>\``,
    });
  }
  return profile.auth === 'private_key_jwt'
    ? { method: 'private_key_jwt', key: secret, alg: profile.signingAlg ?? 'RS256' }
    : { method: 'client_secret_post', secret };
}

/** Where each value of a profile comes from, for people; never a secret. `path` is its file. */
export function profileOrigins(
  profile: Profile,
  places: { readonly profile: string; readonly secrets: string },
): Readonly<Record<string, string>> {
  if (profile.auth === 'sandbox') return { domain: 'built in' };
  const file = `profile ${places.profile}`;
  const { output, timeout } = profile.defaults;
  return {
    domain: file,
    ...(profile.clientId === null ? {} : { client_id: file }),
    [secretKeys[profile.auth]]: secretOrigin(profile, places.secrets),
    ...(profile.signingAlg === null ? {} : { signing_alg: `${profile.signingAlg} (${file})` }),
    ...(profile.audience === null ? {} : { audience: `${profile.audience} (${file})` }),
    ...(output === undefined ? {} : { output: `${output} (${file})` }),
    ...(timeout === undefined ? {} : { timeout: `${timeout} (${file})` }),
  };
}

const secretKeys = {
  client_secret: 'client_secret',
  private_key_jwt: 'private_key',
  token: 'token',
} as const;

function secretOrigin({ secret }: Profile, secretsDirectory: string): string {
  switch (secret.kind) {
    case 'keychain':
      return 'keychain, service tokenvault-cli (masked)';
    case 'file':
      return `file in ${secretsDirectory} (masked)`;
    case 'command':
      // Arguments of a command may be secrets themselves.
      return `command ${secret.command.trim().split(/\s/)[0] ?? ''} … (masked)`;
    case 'key_file':
      return `key file ${secret.path}`;
    case 'none':
      return 'none';
  }
}
