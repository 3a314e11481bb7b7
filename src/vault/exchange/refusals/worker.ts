import { docs } from '../../rules/docs.ts';
import type { Refusal } from './refusal.ts';

/** Refusals of the privileged worker, which asks without a user at the keyboard (facts 3.6, 4.4, 12.23). */
export const workerRefusals: readonly Refusal[] = [
  {
    codes: ['unauthorized_client', 'access_denied'],
    statuses: [403],
    description: 'Privileged access to Token Vault is not configured for the client',
    pattern: /privileged access .*not (configured|enabled)/i,
    meaning: 'The application is no privileged worker',
    causes: [
      {
        cause: 'The application has no `token_vault_privileged_access`',
        fix: 'Set up keys, addresses and grants in the Token Vault settings of the application',
        rules: ['app/worker'],
        exchanges: ['privileged_worker'],
      },
    ],
    docs: docs.workerExchange,
  },
  {
    codes: ['access_denied'],
    statuses: [403],
    description: null,
    pattern: /\bip\b.*(allow|address)/i,
    meaning: 'The worker called from an address that it may not call from',
    causes: [
      {
        cause: 'The public address of this machine is not in `ip_allowlist`, or it changed behind a NAT',
        fix: 'Add the address, IPv4, IPv6 or CIDR, to the privileged access of the application; ten are possible',
        exchanges: ['privileged_worker'],
      },
    ],
    docs: docs.workerExchange,
  },
  {
    codes: ['access_denied'],
    statuses: [403],
    description: null,
    pattern: /privileged access grants/i,
    meaning: 'The worker asked for more than its grants hold',
    causes: [
      {
        cause:
          'The grants of the application do not name `{connection}`, or do not name every scope that was asked for',
        fix: 'Add connection and scopes to `token_vault_privileged_access.grants`, or ask for less with `--scope`',
        rules: ['app/worker'],
        exchanges: ['privileged_worker'],
      },
    ],
    docs: docs.workerExchange,
  },
  {
    codes: ['invalid_grant', 'invalid_request'],
    statuses: [400, 401, 403],
    description: null,
    pattern: /\b(typ|iss|aud|iat|jti|audit_context)\b|older than \d+ seconds|credential of the client fits/i,
    meaning: 'The JWT of the worker is not as Auth0 wants it',
    causes: [
      {
        cause: 'It was used before, and a `jti` is good for one use',
        fix: 'Sign a new JWT with a new `jti` for every request',
        exchanges: ['privileged_worker'],
      },
      {
        cause: 'It was signed more than 60 seconds ago, or the clock of the worker is off',
        fix: 'Sign the JWT right before it is sent, with the time of now in `iat`',
        rules: ['local/clock'],
        exchanges: ['privileged_worker'],
      },
      {
        cause: 'It is signed with a key that is not among the credentials of the privileged access',
        fix: 'Register the public key there; it is another one than the key the application authenticates with',
        rules: ['app/worker'],
        exchanges: ['privileged_worker'],
      },
      {
        cause:
          'A header or claim is not as it must be: `typ` is `token-vault-req+jwt`, `aud` is the tenant with a slash at its end, `audit_context` has 1 to 256 characters',
        fix: 'Give the JWT of the worker with `--subject jwt --subject-token-stdin`, which says what is off',
        exchanges: ['privileged_worker'],
      },
    ],
    docs: docs.workerExchange,
  },
];
