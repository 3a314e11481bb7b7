import type { ConnectionRecord } from '../../core/model.ts';
import type { Facts } from '../facts/facts.ts';
import type { Case, Reference } from '../rules/case.ts';
import {
  appCase,
  type CaseExtras,
  connectionCase,
  localCase,
  type RunOfCases,
  tenantCase,
  userCase,
} from '../rules/cases.ts';
import type { Question } from '../rules/evaluate.ts';
import {
  appRules,
  connectionRules,
  linkRules,
  localRules,
  loginRules,
  tenantRules,
  userRules,
} from '../rules/registry.ts';
import type { Rule } from '../rules/rule.ts';
import { questionsFor, type Selection } from '../rules/select.ts';
import type { AppSubject, Subjects } from './subjects.ts';

/** What is asked beside the subjects. */
export interface Asked {
  readonly run: RunOfCases;
  readonly expectScopes: readonly string[];
  readonly selection: Selection;
}

/** Every rule to judge, in the order things are set up: tenant, connections, applications, user, this machine. */
export async function doctorQuestions(
  facts: Facts,
  subjects: Subjects,
  asked: Asked,
): Promise<readonly Question[]> {
  const { run } = asked;
  const ask = (rules: readonly Rule[], subject: Case): readonly Question[] =>
    questionsFor(rules, subject, asked.selection);
  const connects = usersConnect(subjects);
  const links = await appLinks(facts, subjects);
  return [
    ...ask(tenantRules, tenantCase(run, { connects })),
    ...subjects.connections.flatMap((connection) => ask(connectionRules, connectionCase(run, connection))),
    ...subjects.apps.flatMap((app) => askApp(app, subjects, links, { ask, run })),
    ...askLoginApp(subjects, { ask, run }),
    ...askUser(subjects, asked, ask),
    ...ask(localRules, localCase(run)),
  ];
}

/** On a current tenant users connect accounts wherever there is anything to connect with. */
function usersConnect({ generation, connections, apps, user }: Subjects): boolean {
  const reason =
    connections.length > 0 || user !== undefined || apps.some(({ exchanges }) => signsIn(exchanges));
  return generation === 'connected_accounts' && reason;
}

function signsIn(exchanges: AppSubject['exchanges']): boolean {
  return exchanges.some((kind) => kind !== 'privileged_worker');
}

interface Asking {
  readonly ask: (rules: readonly Rule[], subject: Case) => readonly Question[];
  readonly run: RunOfCases;
}

function askApp(
  { client, exchanges }: AppSubject,
  { connections, linked, generation }: Subjects,
  links: ReadonlyMap<string, readonly Reference[]> | undefined,
  { ask, run }: Asking,
): readonly Question[] {
  const connects = generation === 'connected_accounts' && exchanges.includes('refresh_token');
  const extras: CaseExtras = { exchanges, connects };
  const perConnection = appRules.filter(({ id }) => id === 'app/connection-enabled' || id === 'app/worker');
  if (linked) {
    const rest = appRules.filter((rule) => !perConnection.includes(rule));
    return [
      ...ask(rest, appCase(run, client, extras)),
      ...connections.flatMap((connection) =>
        ask(perConnection, appCase(run, client, { ...extras, connection: reference(connection) })),
      ),
    ];
  }
  const found = links === undefined ? {} : { links: links.get(client.client_id) ?? [] };
  return ask(appRules, appCase(run, client, { ...extras, ...found }));
}

/** In the access-token exchange users sign in to, and connect through, another application than the one that exchanges. */
function askLoginApp({ loginApp, linked, connections, generation }: Subjects, { ask, run }: Asking) {
  if (loginApp === undefined) return [];
  const extras: CaseExtras = { connects: generation === 'connected_accounts' };
  const ownRules = loginRules.filter((rule) => !linkRules.includes(rule));
  return [
    ...ask(ownRules, appCase(run, loginApp, extras)),
    ...(linked
      ? connections.flatMap((connection) =>
          ask(linkRules, appCase(run, loginApp, { ...extras, connection: reference(connection) })),
        )
      : []),
  ];
}

function askUser(
  { user, connections, linked }: Subjects,
  { run, expectScopes }: Asked,
  ask: Asking['ask'],
): readonly Question[] {
  if (user === undefined) return [];
  if (!linked) return ask(userRules, userCase(run, user, { expectScopes }));
  return connections.flatMap((connection) =>
    ask(userRules, userCase(run, user, { expectScopes, connection: reference(connection) })),
  );
}

function reference({ id, name }: ConnectionRecord): Reference {
  return { id, name };
}

/** Which connections with Token Vault each application may use; undefined where that was not asked or cannot be told. */
async function appLinks(
  facts: Facts,
  { enabled, linked, apps }: Subjects,
): Promise<ReadonlyMap<string, readonly Reference[]> | undefined> {
  if (linked || enabled === undefined || apps.length === 0) return undefined;
  const links = new Map<string, Reference[]>();
  const clients = await Promise.all(enabled.map(({ id }) => facts.load('connectionClients', id)));
  for (const [index, connection] of enabled.entries()) {
    const known = clients[index];
    if (known === undefined || !known.known) return undefined;
    for (const id of known.value) links.set(id, [...(links.get(id) ?? []), reference(connection)]);
  }
  return links;
}
