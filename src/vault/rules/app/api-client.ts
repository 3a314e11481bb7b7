import { visibleField } from '../../facts/visibility.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** The access-token exchange is made by an application that stands for an API (facts 3.3 E6, 12.8). */
export const apiClient = defineRule({
  id: 'app/api-client',
  title: 'API client',
  subject: 'app',
  severity: 'error',
  passes:
    'The application is of type `resource_server` and linked to an existing API; for the access-token exchange',
  needs: ['client', 'linkedApi', 'heldScopes'],
  docs: docs.accessExchange,
  advice:
    'Create an API client with `tv apps create-api-client --api <identifier> --secret-out <file>`, and use that',
  messages: {
    yes: 'The application is the client of the API `{api}`',
    other_type:
      'The application is of type `{type}`, and only an API client (`resource_server`) can exchange access tokens; create one with `tv apps create-api-client`',
    no_api:
      'The application is linked to no API (`resource_server_identifier`); create a new one with `tv apps create-api-client`, since this cannot be changed later',
    no_such_api: 'The application is linked to the API `{api}`, which does not exist on this tenant',
  },
  applies: (subject) => subject.exchanges.includes('access_token'),
  evaluate(facts) {
    if (!facts.client.known) return cannotTell(facts.client);
    const client = facts.client.value;
    if (client.app_type !== 'resource_server') {
      return { status: 'fail', say: 'other_type', args: { type: client.app_type ?? 'generic' } };
    }
    const field = visibleField(client, client.resource_server_identifier, facts.heldScopes);
    if (!field.known) return cannotTell(field);
    if (field.value === undefined) return { status: 'fail', say: 'no_api' };
    if (!facts.linkedApi.known) return cannotTell(facts.linkedApi);
    return facts.linkedApi.value === null
      ? { status: 'fail', say: 'no_such_api', args: { api: field.value } }
      : { status: 'pass', say: 'yes', args: { api: field.value } };
  },
});
