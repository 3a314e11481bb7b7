import { TvError } from '../../core/errors.ts';
import type { Change, ClientRecord, Finding } from '../../core/model.ts';
import { newId } from '../../core/planned-names.ts';
import { quotedList, sentenceList } from '../../core/text.ts';
import { creationChange } from '../apps/create.ts';
import type { Planned } from '../changes/change.ts';
import { type Examination, examineWith, type Surgery } from '../doctor/examine.ts';
import { planMending } from '../doctor/mend.ts';
import type { Subjects } from '../doctor/subjects.ts';
import { createFacts } from '../facts/facts.ts';
import { apiClient } from '../rules/app/api-client.ts';
import { commandLine } from '../rules/command-line.ts';
import { scopesToAdd } from '../rules/exit.ts';
import { eligibilityRules } from '../rules/registry.ts';
import type { Judged, Rule } from '../rules/rule.ts';
import type { Decisions } from './decide.ts';
import { plannedClient } from './new-app.ts';

/** What is to be done, and what it was made from. */
export interface SetupPlan {
  /** The application that is created first, if any. */
  readonly creation: Change | undefined;
  readonly planned: readonly Planned[];
  readonly examination: Examination;
  /** Failures that stay. */
  readonly left: readonly Judged[];
}

/** Judges what was chosen; an application that is yet to be created is judged as it will be. */
export async function examineTarget(
  surgery: Surgery,
  decisions: Decisions,
  client: ClientRecord,
): Promise<Examination> {
  const facts = createFacts(surgery.tenant, surgery.local);
  const { connections, generation, loginApp, app } = decisions;
  facts.seed('generation', '', generation);
  if (app.kind === 'new' && client.client_id === newId) {
    facts.seed('client', client.client_id, client);
    facts.seed('credentials', client.client_id, []);
    facts.seed('myAccountGrants', client.client_id, []);
    facts.seed('linkedApi', client.client_id, app.api ?? null);
  }
  const subjects: Subjects = {
    generation,
    connections,
    linked: true,
    enabled: undefined,
    apps: [{ client, exchanges: [app.exchange] }],
    loginApp: loginApp?.client_id === client.client_id ? undefined : loginApp,
    user: undefined,
    untold: [],
  };
  return examineWith(facts, surgery, subjects, { expectScopes: [], selection: { only: [], skip: [] } });
}

/** Plans everything that is missing; throws `refused.ineligible`, `access.scope` when the application cannot be helped. */
export async function planSetup(
  surgery: Surgery,
  decisions: Decisions,
  also: readonly string[],
  made?: ClientRecord,
): Promise<SetupPlan> {
  const { app } = decisions;
  const client = made ?? (app.kind === 'existing' ? app.client : plannedClient(app));
  const examination = await examineTarget(surgery, decisions, client);
  const { planned, left } = planMending(examination.judged, { also });
  assertTold(client, examination.judged);
  assertEligible(client, left, surgery.tenant.profile);
  return {
    creation: app.kind === 'new' && made === undefined ? creationChange(app.body) : undefined,
    planned: app.kind === 'new' ? planned.map(withoutUsers) : planned,
    examination,
    left,
  };
}

/** Nobody has signed in to an application that is made only now, so there is nobody to warn of what changes for its users. */
function withoutUsers(planned: Planned): Planned {
  return planned.target.kind === 'app'
    ? { ...planned, change: { ...planned.change, warning: null } }
    : planned;
}

/** Rules without which no exchange of this application can ever work. */
const decisive: readonly Rule[] = [...eligibilityRules, apiClient];

function about(client: ClientRecord, judged: readonly Judged[]): readonly Judged[] {
  return judged.filter((item) => item.case.subject.id === client.client_id && decisive.includes(item.rule));
}

function assertTold(client: ClientRecord, judged: readonly Judged[]): void {
  const open: readonly Finding[] = about(client, judged)
    .map(({ finding }) => finding)
    .filter(({ status }) => status === 'unknown');
  if (open.length === 0) return;
  const scopes = scopesToAdd(open);
  throw new TvError(
    scopes.length > 0 ? 'access.scope' : 'access.unknown',
    `Whether application \`${client.name}\` may have Token Vault cannot be told`,
    {
      cause: open.map(({ message }) => message).join('; '),
      ...(scopes.length > 0
        ? { hint: `Add ${quotedList(scopes)} to the Management API grant of your application` }
        : {}),
      missingScopes: scopes,
    },
  );
}

function assertEligible(client: ClientRecord, left: readonly Judged[], profile: string | null): void {
  const hopeless = about(client, left);
  if (hopeless.length === 0) return;
  const rules = hopeless.map(({ rule }) => rule.id);
  const fixable = hopeless.filter(({ rule }) => rule.fix !== undefined).map(({ rule }) => rule.id);
  const advice = hopeless.flatMap(({ rule }) => (rule.advice === undefined ? [] : [rule.advice]));
  const other = hopeless.some(({ rule }) => rule === apiClient)
    ? [`\`${commandLine({ profile }, ['setup', '--exchange', 'access_token'])}\` can create one`]
    : [];
  const named =
    fixable.length === hopeless.length
      ? [`where it is right all the same, \`--fix ${fixable.join(' ')}\` changes it`]
      : [];
  throw new TvError(
    'refused.ineligible',
    `Application \`${client.name}\` cannot use Token Vault: ${sentenceList(rules)} ${rules.length === 1 ? 'fails' : 'fail'}`,
    {
      cause: hopeless.map(({ finding }) => finding.message).join('; '),
      hint: [...advice, ...other, ...named].join('; '),
      extra: { rules },
    },
  );
}
