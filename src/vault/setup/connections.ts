import { TvError } from '../../core/errors.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import { assertSupported } from '../connections/enable.ts';
import { vaultState } from '../connections/switches.ts';
import { resolveConnections } from '../resolve.ts';
import { describeStrategy } from '../strategies.ts';
import type { Asker } from './asker.ts';
import type { SetupFlags } from './flags.ts';
import type { TenantParts } from './tenant-parts.ts';

/** The connections to set up: named, the only one there is, or asked for; throws `refused.unsupported`, `refused.precondition`. */
export async function chooseConnections(
  tenant: Tenant,
  parts: TenantParts,
  flags: SetupFlags,
  asker: Asker,
): Promise<readonly ConnectionRecord[] | undefined> {
  if (flags.connections.length > 0) {
    const named = await resolveConnections(tenant, flags.connections);
    for (const connection of named) assertSupported(connection);
    return named;
  }
  const candidates = parts.connections.filter(
    ({ strategy, name }) => describeStrategy(strategy, name).support !== 'unsupported',
  );
  if (candidates.length === 0) throw nothingToConnect(tenant);
  if (candidates.length === 1) return candidates;
  const isOn = (connection: ConnectionRecord): boolean =>
    vaultState(connection, parts.generation).enabled === true;
  const alone = candidates.filter(isOn).length === 1;
  return asker.ask(['--connection'], (prompter) =>
    prompter.selectMany({
      message: 'Which connections',
      flag: '--connection',
      required: true,
      choices: candidates.map((connection) => ({
        value: connection,
        name: connection.name,
        description: `${connection.strategy}, Token Vault is ${isOn(connection) ? 'on' : 'off'}`,
        checked: alone && isOn(connection),
      })),
    }),
  );
}

function nothingToConnect(tenant: Tenant): TvError {
  return new TvError(
    'refused.precondition',
    `No connection of ${tenant.domain} leads to a provider whose tokens Token Vault could keep`,
    {
      hint: 'Create one in the dashboard under Authentication, Social, with your own client id and secret of the provider, then run `tv setup` again',
      docs: 'https://auth0.com/docs/authenticate/identity-providers/social-identity-providers',
    },
  );
}
