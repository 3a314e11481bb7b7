import type { ClientCredential, PrivilegedAccess } from '../../../core/model.ts';
import { sentenceList } from '../../../core/text.ts';
import type { Fact } from '../../facts/fact.ts';
import { holdsAny } from '../../facts/visibility.ts';
import type { Case } from '../case.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** Limits of `token_vault_privileged_access` (facts 3.6). */
const limits = { credentials: 2, addresses: 10, connections: 5, scopes: 20 } as const;

/** The privileged worker needs a key, addresses and grants, all of them (facts 3.3 E7). */
export const worker = defineRule({
  id: 'app/worker',
  title: 'Privileged worker set up',
  subject: 'app',
  severity: 'error',
  passes:
    'Keys, addresses and grants of its privileged access are all there and within limits; for the privileged worker',
  needs: ['client', 'credentials', 'heldScopes'],
  docs: docs.workerExchange,
  advice: 'Set up keys, addresses and grants of the worker in the Token Vault settings of the application',
  messages: {
    yes: 'Keys, addresses and grants of the privileged worker are in place',
    none: 'The application has no privileged access (`token_vault_privileged_access`); set it up in its Token Vault settings',
    incomplete: 'The privileged access of the application is not complete: {problems}',
    hidden: 'The privileged access of the application may be hidden without `read:client_credentials`',
  },
  applies: (subject) => subject.exchanges.includes('privileged_worker'),
  evaluate(facts, subject) {
    if (!facts.client.known) return cannotTell(facts.client);
    const access = facts.client.value.token_vault_privileged_access;
    if (access === undefined) {
      return holdsAny(facts.heldScopes, ['read:client_credentials', 'read:client_keys']) === true
        ? { status: 'fail', say: 'none' }
        : { status: 'unknown', say: 'hidden', missingScopes: ['read:client_credentials'] };
    }
    const problems = [
      ...keyProblems(access, facts.credentials, subject.now),
      ...addressProblems(access),
      ...grantProblems(access, subject),
    ];
    return problems.length === 0
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'incomplete', args: { problems: sentenceList(problems) } };
  },
});

function keyProblems(
  access: PrivilegedAccess,
  credentials: Fact<readonly ClientCredential[]>,
  now: number,
): readonly string[] {
  if (access.credentials.length === 0) return ['no key is named (`credentials`)'];
  if (access.credentials.length > limits.credentials)
    return [`more than ${limits.credentials} keys are named`];
  if (!credentials.known) return [];
  const usable = credentials.value.filter(
    ({ id, expires_at: expiry }) =>
      access.credentials.includes(id) && (expiry === null || Date.parse(expiry) > now),
  );
  return usable.length === 0 ? ['every key it names has expired or is gone'] : [];
}

function addressProblems({ ip_allowlist: addresses }: PrivilegedAccess): readonly string[] {
  if (addresses === null || addresses.length === 0) return ['no address is allowed (`ip_allowlist`)'];
  return addresses.length > limits.addresses ? [`more than ${limits.addresses} addresses are allowed`] : [];
}

function grantProblems({ grants }: PrivilegedAccess, subject: Case): readonly string[] {
  if (grants === null || grants.length === 0) return ['no connection is granted (`grants`)'];
  const scopes = grants.reduce((sum, grant) => sum + grant.scopes.length, 0);
  const wanted = subject.connection?.name;
  return [
    ...(grants.length > limits.connections
      ? [`more than ${limits.connections} connections are granted`]
      : []),
    ...(scopes > limits.scopes ? [`more than ${limits.scopes} scopes are granted`] : []),
    ...(wanted !== undefined && !grants.some(({ connection }) => connection === wanted)
      ? [`connection \`${wanted}\` is not granted`]
      : []),
  ];
}
