import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { ExchangeKind } from '../../core/protocol.ts';
import type { Choice } from '../../core/terminal-ports.ts';
import { isPublicType } from '../apps/changes.ts';
import { hasGrant } from '../apps/summary.ts';
import { resolveApi, resolveApp } from '../resolve.ts';
import type { Asker } from './asker.ts';
import { appTypeFor, askExchange, possibleExchanges } from './exchange-kind.ts';
import type { SetupFlags } from './flags.ts';
import { askName, decideNewApp, type NewApp } from './new-app.ts';
import type { TenantParts } from './tenant-parts.ts';

/** The application that exchanges: one that is there, or one to create. */
export type AppDecision =
  | { readonly kind: 'existing'; readonly client: ClientRecord; readonly exchange: ExchangeKind }
  | NewApp;

/** What the choice depends on. */
export interface AppScene {
  readonly tenant: Tenant;
  readonly parts: TenantParts;
  readonly flags: SetupFlags;
  readonly asker: Asker;
}

/** Finds the application and the exchange it is meant for; undefined where an answer is missing. Throws `not_found.*`, `usage.*`. */
export async function chooseApplication(scene: AppScene): Promise<AppDecision | undefined> {
  const { tenant, flags } = scene;
  if (flags.app !== undefined) return existing(scene, await resolveApp(tenant, flags.app));
  if (flags.createApp !== undefined) return created(scene, flags.createApp);
  const chosen = await askApplication(scene);
  if (chosen === undefined) return undefined;
  if (chosen !== 'new') return existing(scene, chosen);
  const name = await askName(scene);
  return name === undefined ? undefined : created(scene, name);
}

async function existing({ flags, asker }: AppScene, client: ClientRecord): Promise<AppDecision | undefined> {
  const possible = possibleExchanges(client);
  const only = possible.length === 1 ? possible[0] : undefined;
  const exchange = flags.exchange ?? only ?? (await askExchange(asker, client.name, possible));
  return exchange === undefined ? undefined : { kind: 'existing', client, exchange };
}

/** An earlier run may have been interrupted after it created the application, so one of that name is gone on with. */
async function created(scene: AppScene, name: string): Promise<AppDecision | undefined> {
  const { flags, asker, parts } = scene;
  const exchange = flags.exchange ?? (await askExchange(asker, name));
  const same = parts.clients.filter((client) => client.name === name);
  if (exchange === undefined) return undefined;
  const [client, second] = same;
  if (client === undefined) return decideNewApp(scene, name, exchange);
  if (second === undefined && client.app_type === appTypeFor(exchange)) {
    await assertSameApi(scene, client);
    return { kind: 'existing', client, exchange };
  }
  throw new TvError('usage.conflict', `There is an application \`${name}\` already, of another kind`, {
    hint: `Name it with \`--app\`, or choose another name for \`--create-app\``,
  });
}

/** An API client stands for one API for good, so that another one cannot be asked for; throws `not_found.api`, `refused.conflict`. */
async function assertSameApi({ tenant, flags }: AppScene, client: ClientRecord): Promise<void> {
  if (flags.apiIdentifier === undefined) return;
  const { identifier } = await resolveApi(tenant, flags.apiIdentifier);
  const own = client.resource_server_identifier;
  if (own === identifier) return;
  throw new TvError(
    'refused.conflict',
    `Application \`${client.name}\` is there already, and stands for another API than \`${identifier}\``,
    {
      ...(own === undefined ? {} : { cause: `It is the client of \`${own}\`` }),
      hint: 'Name it with `--app` to go on with its API, or choose another name for `--create-app`',
    },
  );
}

function askApplication({ asker, parts, flags, tenant }: AppScene) {
  const applications = parts.clients
    .filter(({ client_id: id }) => id !== tenant.clientId)
    .map((client) => choiceOf(client, flags.exchange));
  const rank = ({ value, disabled }: Choice<ClientRecord>): number =>
    disabled !== undefined ? 2 : hasGrant(value) === true ? 0 : 1;
  return asker.ask<ClientRecord | 'new'>(['--app', '--create-app'], (prompter) =>
    prompter.search<ClientRecord | 'new'>({
      message: 'Which application exchanges the tokens (type to search)',
      flag: '--app',
      choices: [
        { value: 'new', name: 'Create a new application', description: 'Its secret goes to a file of yours' },
        ...applications.toSorted((left, right) => rank(left) - rank(right)),
      ],
    }),
  );
}

function choiceOf(client: ClientRecord, exchange: ExchangeKind | undefined): Choice<ClientRecord> {
  const reason = whyNot(client, exchange);
  const grant = hasGrant(client) === true ? 'has the Token Vault grant' : 'no Token Vault grant yet';
  return {
    value: client,
    name: client.name,
    description: `${client.app_type ?? 'generic'}, ${grant}`,
    ...(reason === undefined ? {} : { disabled: reason }),
  };
}

function whyNot(client: ClientRecord, exchange: ExchangeKind | undefined): string | undefined {
  if (client.is_first_party === false || client.third_party_security_mode !== undefined) return 'third-party';
  if (isPublicType(client)) return 'cannot keep a secret';
  const fits = exchange === undefined || possibleExchanges(client).includes(exchange);
  return fits ? undefined : `not for the ${exchange} exchange`;
}
