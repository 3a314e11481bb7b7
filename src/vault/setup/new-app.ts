import { TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ClientRecord, ResourceServer } from '../../core/model.ts';
import { newId } from '../../core/planned-names.ts';
import type { Tenant } from '../../core/ports.ts';
import { type ExchangeKind, tokenVaultGrant } from '../../core/protocol.ts';
import { apiClientBody } from '../apps/api-client.ts';
import { collect } from '../facts/sources.ts';
import { resolveApi } from '../resolve.ts';
import type { AppScene } from './application.ts';

/** An application to create, and where its secret goes. */
export interface NewApp {
  readonly kind: 'new';
  readonly name: string;
  readonly exchange: ExchangeKind;
  /** The API that it stands for, in the access-token exchange. */
  readonly api: ResourceServer | undefined;
  readonly secretOut: string;
  readonly body: JsonObject;
}

/** Asks what the new application is called. */
export function askName({ asker, parts }: AppScene): Promise<string | undefined> {
  const taken = new Set(parts.clients.map(({ name }) => name));
  return asker.ask(['--create-app'], (prompter) =>
    prompter.text({
      message: 'Name of the new application',
      flag: '--create-app',
      check: (value) => {
        if (value === '') return 'Type a name';
        return taken.has(value) ? 'There is an application of that name already' : undefined;
      },
    }),
  );
}

/** Finds out the rest about the new application; undefined where an answer is missing. */
export async function decideNewApp(
  scene: AppScene,
  name: string,
  exchange: ExchangeKind,
): Promise<NewApp | undefined> {
  const api = exchange === 'access_token' ? await chooseApi(scene) : null;
  const secretOut = scene.flags.secretOut ?? (await askSecretOut(scene, name));
  if (api === undefined || secretOut === undefined) return undefined;
  const decided = { kind: 'new', name, exchange, secretOut, api: api ?? undefined } as const;
  return { ...decided, body: api === null ? bodyFor(exchange, name) : apiClientBody(api, name) };
}

function askSecretOut({ asker }: AppScene, name: string): Promise<string | undefined> {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'application';
  return asker.ask(['--secret-out'], (prompter) =>
    prompter.text({
      message: 'New file for its client secret, which only you can read',
      flag: '--secret-out',
      initial: `${slug}.secret`,
    }),
  );
}

/** The API of the access tokens: named, the only one, or asked for; throws `not_found.api`, `refused.precondition`. */
async function chooseApi({ tenant, flags, asker }: AppScene): Promise<ResourceServer | undefined> {
  if (flags.apiIdentifier !== undefined) return resolveApi(tenant, flags.apiIdentifier);
  const all = await collect(tenant.resourceServers.list());
  const own = all.filter((api) => !api.is_system && api.identifier !== tenant.myAccountAudience);
  if (own.length === 0) throw noApi(tenant);
  if (own.length === 1) return own[0];
  return asker.ask(['--api-identifier'], (prompter) =>
    prompter.search({
      message: 'Which API receives the access tokens (type to search)',
      flag: '--api-identifier',
      choices: own.map((api) => ({
        value: api,
        name: api.identifier,
        ...(api.name === null ? {} : { description: api.name }),
      })),
    }),
  );
}

function noApi(tenant: Tenant): TvError {
  return new TvError(
    'refused.precondition',
    `There is no API on ${tenant.domain} that receives access tokens`,
    {
      hint: 'Create it in the dashboard under Applications, APIs, then run `tv setup` again',
      docs: 'https://auth0.com/docs/get-started/auth0-overview/set-up-apis',
    },
  );
}

/** What an application needs for its exchange, and nothing more. */
function bodyFor(exchange: ExchangeKind, name: string): JsonObject {
  const worker = exchange === 'privileged_worker';
  return {
    name,
    app_type: worker ? 'non_interactive' : 'regular_web',
    is_first_party: true,
    // The API's default is false, and then the application is not eligible.
    oidc_conformant: true,
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: worker
      ? ['client_credentials', tokenVaultGrant]
      : ['authorization_code', 'refresh_token', tokenVaultGrant],
  };
}

/** The application as it will be read, so that the rules can judge the plan; what Auth0 adds is its documented default. */
export function plannedClient({ name, body, exchange }: NewApp): ClientRecord {
  const grants = Array.isArray(body.grant_types)
    ? body.grant_types.filter((grant) => typeof grant === 'string')
    : [];
  const identifier = body.resource_server_identifier;
  return {
    client_id: newId,
    name,
    app_type: typeof body.app_type === 'string' ? body.app_type : undefined,
    global: false,
    is_first_party: true,
    oidc_conformant: true,
    grant_types: grants,
    token_endpoint_auth_method: exchange === 'access_token' ? undefined : 'client_secret_post',
    client_authentication_method: undefined,
    refresh_token: { rotation_type: 'non-rotating', expiration_type: 'non-expiring' },
    resource_server_identifier: typeof identifier === 'string' ? identifier : undefined,
    token_vault_privileged_access: undefined,
    third_party_security_mode: undefined,
    callbacks: [],
    signing_alg: undefined,
  };
}
