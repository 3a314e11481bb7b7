import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { listConnections } from '../../vault/connections/list.ts';
import { summariseListed } from '../../vault/connections/summary.ts';
import { listColumns } from './columns.ts';

/** `tv connections list` */
export async function run(context: Context, input: Input): Promise<Result> {
  const wanted = readState(input);
  const tenant = await context.tenant();
  const { connections, generation } = await listConnections(tenant, input.text('strategy'));
  const rows = connections.map((connection) => summariseListed(connection, generation));
  const hidden = rows.filter(({ token_vault: vault }) => vault.enabled === null).length;
  if (hidden > 0) {
    context.reporter.warn(
      'connections.hidden_switch',
      `The switch of ${plural(hidden, 'connection')} is in \`options\`, which are hidden without \`read:connections_options\``,
    );
  }
  return table(
    rows.filter(({ token_vault: vault }) => wanted === undefined || vault.enabled === wanted),
    {
      columns: listColumns,
      id: ({ id }) => id,
      empty: 'No connections',
      summary: (count) => plural(count, 'connection'),
    },
  );
}

function readState(input: Input): boolean | undefined {
  const [enabled, disabled] = [input.flag('enabled'), input.flag('disabled')];
  if (enabled && disabled) {
    throw new TvError('usage.conflict', '`--enabled` and `--disabled` exclude each other');
  }
  return enabled ? true : disabled ? false : undefined;
}
