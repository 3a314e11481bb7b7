import type { ClientRecord } from '../../../core/model.ts';
import { isPublicType, makeConfidential } from '../../apps/changes.ts';
import type { Fact } from '../../facts/fact.ts';
import { holdsAny } from '../../facts/visibility.ts';
import { commandLine } from '../command-line.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

const confidentialTypes = ['regular_web', 'non_interactive', 'resource_server'];

/** How a client authenticates, as far as the record shows it; null when neither key was in it (facts 3.2). */
export function authMethod(client: ClientRecord): string | null {
  return client.token_endpoint_auth_method ?? client.client_authentication_method ?? null;
}

/** An absent method is not `none`: a scope may hide it (product section 8). */
export const confidential = defineRule({
  id: 'app/confidential',
  title: 'Confidential application',
  subject: 'app',
  severity: 'error',
  passes: 'The application authenticates at the token endpoint, with a secret, a key or a certificate',
  needs: ['client', 'heldScopes'],
  docs: docs.confidential,
  messages: {
    method: 'The application authenticates with `{method}`',
    by_type:
      'The application is of type `{type}`, which authenticates with a client secret unless told otherwise',
    public:
      'The application is public (`token_endpoint_auth_method` is `none`); choose an authentication method in its Credentials tab',
    public_type:
      'The application is of type `{type}`, which cannot keep a secret; let an application on a server use Token Vault instead',
    no_method: 'The application has no authentication method, and its type `{type}` is public by default',
    hidden: 'How the application authenticates is hidden without `read:client_credentials`',
  },
  advice: 'Making a browser or native application confidential breaks its present sign-ins',
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const client = facts.client.value;
    const method = authMethod(client);
    const type = client.app_type ?? 'generic';
    if (method === 'none') {
      return { status: 'fail', say: isPublicType(client) ? 'public_type' : 'public', args: { type } };
    }
    if (method !== null) return { status: 'pass', say: 'method', args: { method } };
    if (type === 'resource_server') return { status: 'pass', say: 'by_type', args: { type } };
    if (!mayBeSeen(facts.heldScopes)) {
      return { status: 'unknown', say: 'hidden', missingScopes: ['read:client_credentials'] };
    }
    return confidentialTypes.includes(type)
      ? { status: 'pass', say: 'by_type', args: { type } }
      : { status: 'fail', say: 'no_method', args: { type } };
  },
  command: (subject, { client }) =>
    client.known && isPublicType(client.value)
      ? null
      : commandLine(subject, ['apps', 'enable', subject.app?.id ?? '', '--fix', 'app/confidential']),
  fix: (facts) => (facts.client.known ? [makeConfidential(facts.client.value)] : []),
  fixPolicy: ({ client }) => (client.known && isPublicType(client.value) ? 'when_named' : 'planned'),
});

function mayBeSeen(held: Fact<ReadonlySet<string>>): boolean {
  return holdsAny(held, ['read:client_keys', 'read:client_credentials']) === true;
}
