import { TvError } from '../core/errors.ts';
import type { Profile, ProfileStore } from '../core/profiles.ts';
import { parseTenantDomain } from './domain.ts';
import { profileCredentials } from './profile-credentials.ts';
import { checkNewName, sandboxName } from './profile-name.ts';

/** The profile that needs no set-up (product section 13). */
export const sandboxProfile: Profile = {
  name: sandboxName,
  // The address its tokens are issued for, whatever port it listens on.
  domain: 'http://127.0.0.1:4199',
  clientId: null,
  auth: 'sandbox',
  secret: { kind: 'none' },
  signingAlg: null,
  audience: null,
  protected: false,
  readOnly: false,
  defaults: {},
};

/** The store of a machine without a place for profiles: it holds the sandbox, and `config.file` tells why nothing else. */
export function createHomelessStore(): ProfileStore {
  const refuse = async (): Promise<never> => {
    throw new TvError('config.file', 'There is no directory to keep profiles in', {
      cause: 'This account has no home directory',
      hint: 'Set `TV_CONFIG_DIR` to a directory, or give the credentials in the `AUTH0_*` environment variables',
    });
  };
  return {
    directory: '',
    list: async () => ({ profiles: [sandboxProfile], unreadable: [] }),
    load: async (name) => (name === sandboxName ? sandboxProfile : refuse()),
    activeName: async () => null,
    activate: refuse,
    save: refuse,
    rename: refuse,
    remove: refuse,
    readSecret: refuse,
    credentials: async (profile, secret) =>
      secret === null ? refuse() : profileCredentials(profile, secret, {}),
    expectedPlace: async () => ({ kind: 'file' }),
    secretNotes: () => [],
    origins: () => ({}),
    parseDomain: (text) => parseTenantDomain(text),
    checkName: checkNewName,
  };
}
