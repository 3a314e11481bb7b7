import { TvError } from '../../core/errors.ts';
import type { ClientRecord, ConnectionRecord, Finding } from '../../core/model.ts';
import type { Tenant } from '../../core/ports.ts';
import type { ExchangeKind } from '../../core/protocol.ts';
import type { Facts } from '../facts/facts.ts';
import { appCase, connectionCase, localCase, type RunOfCases, tenantCase, userCase } from '../rules/cases.ts';
import { judge, type Question } from '../rules/evaluate.ts';
import { rules } from '../rules/registry.ts';
import { questionsFor } from '../rules/select.ts';
import type { UserRef } from '../tokensets/users.ts';

/** Who and what took part in an exchange, as far as the tenant told. */
export interface ExchangeParts {
  readonly tenant: Tenant;
  readonly client: ClientRecord | undefined;
  readonly connection: ConnectionRecord | undefined;
  readonly user: UserRef | undefined;
  readonly exchange: ExchangeKind;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the rules found, and why some could not be asked. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly unread: readonly TvError[];
}

const everything = { only: [], skip: [] };

/** Judges every rule on the application, connection, user and tenant of an exchange; what cannot be read is told, not thrown. */
export async function examine(facts: Facts, parts: ExchangeParts): Promise<Examination> {
  const groups = await Promise.all(questionGroups(parts).map((questions) => judgeReadable(facts, questions)));
  return {
    findings: groups.flatMap(({ findings }) => findings),
    unread: groups.flatMap(({ unread }) => unread),
  };
}

/** Judges questions; when the tenant cannot be read there are no findings, and why is told. */
export async function judgeReadable(facts: Facts, questions: readonly Question[]): Promise<Examination> {
  try {
    const judged = await judge(facts, questions);
    return { findings: judged.map(({ finding }) => finding), unread: [] };
  } catch (error) {
    if (!(error instanceof TvError) || error.code.startsWith('cancelled.')) throw error;
    return { findings: [], unread: [error] };
  }
}

function questionGroups(parts: ExchangeParts): readonly (readonly Question[])[] {
  const run: RunOfCases = { tenant: parts.tenant, mode: 'exchange', now: parts.now };
  const { client, connection, user } = parts;
  const app = client === undefined ? {} : { app: { id: client.client_id, name: client.name } };
  const link = connection === undefined ? {} : { connection: { id: connection.id, name: connection.name } };
  const extras = { exchanges: [parts.exchange], ...app, ...link };
  return [
    ...(client === undefined ? [] : [appCase(run, client, extras)]),
    ...(connection === undefined ? [] : [connectionCase(run, connection, extras)]),
    ...(user === undefined ? [] : [userCase(run, user, extras)]),
    tenantCase(run, extras),
    localCase(run, extras),
  ].map((subject) => questionsFor(rules, subject, everything));
}
