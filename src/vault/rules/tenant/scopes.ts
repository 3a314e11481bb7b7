import { tokensetScopes } from '../../../core/protocol.ts';
import { quotedList } from '../../../core/text.ts';
import type { Generation } from '../../facts/generation.ts';
import { docs } from '../docs.ts';
import { defineRule } from '../rule.ts';

/** Scopes for reading a vault set-up; of each entry any one will do, the first is the one to name (facts 7.3). */
const wanted: readonly (readonly string[])[] = [
  ['read:connections'],
  ['read:connections_options'],
  ['read:clients'],
  ['read:client_credentials', 'read:client_keys'],
  ['read:client_grants'],
  ['read:resource_servers'],
  ['read:mfa_policies'],
  ['read:users'],
  ['read:logs', 'read:logs_users'],
];

/** What cannot be read cannot be judged (facts 7.3). */
export const tenantScopes = defineRule({
  id: 'tenant/scopes',
  title: 'Scopes for reading',
  subject: 'tenant',
  severity: 'warning',
  passes: 'The Management API token holds every scope that reading the set-up of Token Vault needs',
  needs: ['heldScopes', 'generation'],
  docs: docs.managementTokens,
  messages: {
    yes: 'The Management API token may read everything about Token Vault',
    lacks:
      'The Management API token lacks {scopes}, so a part of the set-up cannot be read; `tv scopes` says what each is for',
    opaque: 'The Management API token does not say which scopes it holds',
  },
  evaluate({ heldScopes, generation }) {
    if (!heldScopes.known) return { status: 'skip', say: 'opaque' };
    const spoken = generation.known ? generation.value : null;
    const missing = scopesToRead(spoken)
      .filter((choices) => !choices.some((scope) => heldScopes.value.has(scope)))
      .flatMap((choices) => choices.slice(0, 1));
    return missing.length === 0
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'lacks', args: { scopes: quotedList(missing) }, missingScopes: missing };
  },
});

/** The route of tokensets belongs to the early-access generation. */
function scopesToRead(generation: Generation): readonly (readonly string[])[] {
  return generation === 'tokensets' ? [...wanted, tokensetScopes.read] : wanted;
}
