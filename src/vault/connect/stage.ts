import type { RedirectListener } from '../../core/browser-port.ts';
import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import type { ClientAuthentication, Tenant } from '../../core/ports.ts';
import { chooseAuthentication, readGivenProof } from '../apps/app-authentication.ts';
import { carryOut } from '../changes/carry-out.ts';
import { createFacts } from '../facts/facts.ts';
import { resolveApps, resolveConnection } from '../resolve.ts';
import type { Judged } from '../rules/rule.ts';
import type { ConnectRequest, ConnectTools } from './connect-account.ts';
import { expectUser } from './expected-user.ts';
import { addCallback } from './local-rules.ts';
import { callbackAt, portsFor } from './ports.ts';
import { checkBeforehand, requireReady } from './preflight.ts';

/** Everything that is known before the browser opens. */
export interface Stage {
  readonly tenant: Tenant;
  readonly client: ClientRecord;
  /** Null when an account is deleted whatever its connection. */
  readonly connection: ConnectionRecord | null;
  readonly request: Omit<ConnectRequest, 'connection' | 'asked'>;
  readonly ports: readonly number[];
  readonly fix: boolean;
  tools(): Promise<ConnectTools>;
  /** Judges what must hold when the browser comes back to this address. */
  check(redirectUri: string): Promise<readonly Judged[]>;
  /** Listens, checks, mends the callback where that was asked for, and runs the flow; the port is free again afterwards. */
  listening<T>(flow: (listener: RedirectListener) => Promise<T>): Promise<T>;
}

/** Finds what was named and how the application proves itself; throws `usage.*`, `not_found.*`, `access.*`. */
export async function setStage(context: Context, input: Input): Promise<Stage> {
  const checksOnly = context.globals.dryRun && input.text('delete') === undefined;
  const given = await readGivenProof(context, input);
  const tenant = await context.tenant();
  const [client, connection, expected] = await find(tenant, input);
  const facts = createFacts(tenant);
  facts.seed('client', client.client_id, client);
  if (connection !== null) facts.seed('connection', connection.id, connection);
  const authentication: ClientAuthentication = checksOnly
    ? { method: 'none' }
    : await chooseAuthentication(context, input, given, { name: client.name, client, facts });
  const check = (redirectUri: string): Promise<readonly Judged[]> =>
    checkBeforehand(facts, {
      tenant,
      client,
      connection: input.text('delete') === undefined ? connection : null,
      redirectUri,
      exchanges: input.flag('exchange'),
      now: context.clock.now(),
    });
  const ports = portsFor(input.integer('port'), client.callbacks);
  const fix = input.flag('fix');
  return {
    tenant,
    client,
    connection,
    request: {
      app: { clientId: client.client_id, name: client.name, authentication, profile: tenant.profile },
      openBrowser: !input.flag('no-browser'),
      loginHint: expected?.email ?? undefined,
      expected,
    },
    ports,
    fix,
    tools: async () => ({
      oauth: await context.oauth(),
      browser: await context.browser(),
      reporter: context.reporter,
      openAccount: (token) => context.myAccount(token),
      receipts: await context.receipts(),
    }),
    check,
    listening: async (flow) => {
      const browser = await context.browser();
      const listener = await browser.listen(ports);
      try {
        const judged = await check(listener.redirectUri);
        requireReady(
          fix ? await withCallback(context, tenant, client, judged, listener) : judged,
          context.reporter,
        );
        return await flow(listener);
      } finally {
        await listener.close();
      }
    },
  };
}

async function find(tenant: Tenant, input: Input) {
  const connection = input.text('connection');
  const user = input.text('user');
  const [clients, found, expected] = await Promise.all([
    resolveApps(tenant, [input.text('app') ?? '']),
    connection === undefined ? null : resolveConnection(tenant, connection),
    user === undefined ? null : expectUser(tenant, user),
  ]);
  const [client] = clients;
  if (client === undefined) throw new Error('an application that was resolved is there');
  return [client, found, expected] as const;
}

/** Adds the callback when it is missing, as a change of the login; what else failed stays. */
async function withCallback(
  context: Context,
  tenant: Tenant,
  client: ClientRecord,
  judged: readonly Judged[],
  { redirectUri }: RedirectListener,
): Promise<readonly Judged[]> {
  const missing = judged.find(({ finding }) => finding.id === 'app/callback' && finding.status === 'fail');
  const others = judged.filter((item) => item !== missing);
  // Nothing is written for a flow that could not work anyway.
  requireReady(others, context.reporter);
  if (missing === undefined) return [];
  const carried = await carryOut(context, tenant, [addCallback(client, redirectUri)], {
    question: `Add the callback ${redirectUri} to ${client.name}`,
    items: 1,
  });
  if (carried.error !== undefined) throw carried.error;
  context.reporter.note(
    `Added \`${redirectUri}\` to the callbacks of \`${client.name}\``,
    'connect.callback',
  );
  return [];
}

/** The address to check when nothing listens. */
export function firstCallback({ ports }: Stage): string {
  return callbackAt(ports[0] ?? 0);
}
