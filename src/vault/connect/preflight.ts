import { TvError } from '../../core/errors.ts';
import type { ClientRecord, ConnectionRecord, Finding } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { Reporter } from '../../core/terminal-ports.ts';
import { plural, quotedList } from '../../core/text.ts';
import type { Facts } from '../facts/facts.ts';
import { appCase, type CaseExtras, connectionCase, tenantCase } from '../rules/cases.ts';
import { judge, type Question } from '../rules/evaluate.ts';
import { scopesToAdd } from '../rules/exit.ts';
import { rules } from '../rules/registry.ts';
import type { Judged } from '../rules/rule.ts';
import { callbackRule, currentSwitch } from './local-rules.ts';

/** What is about to be done, for choosing what must hold. */
export interface Undertaking {
  readonly tenant: Tenant;
  readonly client: ClientRecord;
  /** Null when an account is only deleted. */
  readonly connection: ConnectionRecord | null;
  readonly redirectUri: string;
  readonly exchanges: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Signing in and calling the My Account API (facts 6.4). */
const always = [
  'app/first-party',
  'app/not-global',
  'app/refresh-grants',
  'app/my-account-grant',
  'app/my-account-policy',
  'tenant/my-account-api',
];
/** Connecting an account of one connection. */
const whenConnecting = [
  'app/connection-enabled',
  'connection/supported',
  'connection/misplaced-switch',
  'connection/offline-access',
  'connection/own-keys',
  'connection/upstream-conflict',
];
/** The exchange of the refresh token after it. */
const whenExchanging = [
  'app/confidential',
  'app/oidc-conformant',
  'app/grant',
  'app/rotation-off',
  'tenant/mfa-policy',
];

/** Judges everything the flow depends on, before a browser opens. */
export async function checkBeforehand(facts: Facts, undertaking: Undertaking): Promise<readonly Judged[]> {
  return judge(facts, questionsOf(undertaking));
}

function questionsOf(undertaking: Undertaking): readonly Question[] {
  const { tenant, client, connection, redirectUri, exchanges, now } = undertaking;
  const run = { tenant, mode: 'doctor', now } as const;
  const extras: CaseExtras = {
    connects: true,
    exchanges: exchanges ? ['refresh_token'] : [],
    ...(connection === null ? {} : { connection: { id: connection.id, name: connection.name } }),
  };
  const cases = {
    app: appCase(run, client, extras),
    tenant: tenantCase(run, extras),
    connection: connection === null ? undefined : connectionCase(run, connection, extras),
  };
  const ids = [
    ...always,
    ...(connection === null ? [] : whenConnecting),
    ...(exchanges ? whenExchanging : []),
  ];
  const chosen = rules
    .filter(({ id }) => ids.includes(id))
    .flatMap((rule) => {
      const subject = rule.subject === 'user' || rule.subject === 'local' ? undefined : cases[rule.subject];
      return subject === undefined ? [] : [{ rule, case: subject }];
    });
  return [
    { rule: callbackRule(redirectUri), case: cases.app },
    ...(cases.connection === undefined ? [] : [{ rule: currentSwitch, case: cases.connection }]),
    ...chosen,
  ];
}

/** Tells what is off and what could not be checked; throws `refused.precondition` when something would make the flow fail. */
export function requireReady(judged: readonly Judged[], reporter: Reporter): void {
  const findings = judged.map(({ finding }) => finding);
  const fatal = findings.filter(({ status, severity }) => status === 'fail' && severity === 'error');
  const told = findings.filter(({ status, severity }) => status === 'fail' && severity === 'warning');
  for (const finding of fatal.length > 1 ? [...told, ...fatal] : told) tell(reporter, finding);
  tellUnchecked(
    reporter,
    findings.filter(({ status, severity }) => status === 'unknown' && severity === 'error'),
  );
  const [first] = fatal;
  if (first === undefined) return;
  const mends = [...new Set(fatal.map(mendOf).filter((mend) => mend !== null))].join(', then ');
  throw new TvError(
    'refused.precondition',
    fatal.length === 1
      ? `\`${first.subject.name}\` is not ready for this: ${first.title.toLowerCase()}`
      : `${plural(fatal.length, 'thing')} would make this fail: ${fatal.map(({ id }) => `\`${id}\``).join(', ')}`,
    {
      ...(fatal.length === 1 ? { cause: first.message } : {}),
      ...(mends === '' ? {} : { hint: mends.charAt(0).toUpperCase() + mends.slice(1) }),
      ...(first.docs === null ? {} : { docs: first.docs }),
      extra: { findings: fatal.map((finding) => ({ ...finding, subject: { ...finding.subject } })) },
    },
  );
}

function tell(reporter: Reporter, finding: Finding): void {
  const mend = mendOf(finding);
  reporter.warn(finding.id, mend === null ? finding.message : `${finding.message}; ${mend}`);
}

function tellUnchecked(reporter: Reporter, open: readonly Finding[]): void {
  if (open.length === 0) return;
  const scopes = scopesToAdd(open);
  const why = scopes.length === 0 ? '' : `: the token lacks ${quotedList(scopes)}`;
  reporter.warn('connect.unchecked', `Not checked: ${quotedList(open.map(({ id }) => id))}${why}`);
}

function mendOf({ id, fix }: Finding): string | null {
  if (id === 'app/callback') return 'let `--fix` add the callback';
  return fix === null ? null : `run \`${fix}\``;
}
