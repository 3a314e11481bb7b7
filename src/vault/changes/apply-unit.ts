import { asTvError, TvError } from '../../core/errors.ts';
import { type Json, sameJson } from '../../core/json.ts';
import type { Change } from '../../core/model.ts';
import type { ReceiptEntry, Receipts } from '../../core/ports.ts';
import { maskSecrets } from '../../core/secret.ts';
import { quotedList } from '../../core/text.ts';
import type { Planned } from './change.ts';
import type { Unit } from './unit.ts';

/** What became of one planned change. */
export interface Made {
  readonly planned: Planned;
  readonly change: Change;
  readonly error: TvError | undefined;
}

/** Makes the changes of one resource with one request; never throws for what Auth0 answers. */
export async function applyUnit<State>(
  unit: Unit<State>,
  batch: readonly Planned[],
  receipts: Receipts,
): Promise<readonly Made[]> {
  let state: State;
  try {
    state = await unit.read();
  } catch (error) {
    return failAll(batch, error);
  }
  const already = batch.filter((planned) => sameJson(unit.value(state, planned), planned.change.after));
  const pending = batch.filter((planned) => !already.includes(planned));
  const stale = pending.filter((planned) => !sameJson(unit.value(state, planned), planned.change.before));
  const done = already.map((planned) => made(planned, 'unchanged'));
  if (stale.length > 0) return [...done, ...failAll(pending, staleError(stale))];
  if (pending.length === 0) return done;
  return [...done, ...(await write(unit, state, pending, receipts))];
}

async function write<State>(
  unit: Unit<State>,
  before: State,
  pending: readonly Planned[],
  receipts: Receipts,
): Promise<readonly Made[]> {
  let send: Awaited<ReturnType<Unit<State>['prepare']>>;
  try {
    send = await unit.prepare(before, pending);
    await receipts.prepare();
  } catch (error) {
    return failAll(pending, error);
  }
  const sent = await attemptSend(send);
  if (sent.error !== undefined && !mayHaveArrived(sent.error)) {
    const cancelled = sent.error.code.startsWith('cancelled.');
    const outcome = cancelled ? 'unknown' : 'failed';
    for (const { change } of pending) await receipts.append(receipt(change, sent.requestId, outcome));
    return failAll(pending, cancelled ? interruptedError(sent.error) : sent.error);
  }
  const results = await readBack(unit, before, pending, sent.error);
  for (const { change, outcome } of results) {
    await receipts.append(receipt(change, sent.requestId, outcome));
  }
  return results;
}

interface Sent {
  readonly requestId: string | null;
  readonly error: TvError | undefined;
}

async function attemptSend(send: () => Promise<{ readonly requestId: string | null }>): Promise<Sent> {
  try {
    const { requestId } = await send();
    return { requestId, error: undefined };
  } catch (error) {
    const failure = asTvError(error);
    return { requestId: failure.details.requestId ?? null, error: failure };
  }
}

/** Whether the request may have been carried out though no good answer came: then only reading can tell. */
function mayHaveArrived(error: TvError): boolean {
  const lost: readonly string[] = [
    'network.timeout',
    'network.interrupted',
    'api.server',
    'api.unexpected_response',
  ];
  return lost.includes(error.code) || error.details.extra?.may_have_arrived === true;
}

type Settled = Made & { readonly outcome: ReceiptEntry['outcome'] };

async function readBack<State>(
  unit: Unit<State>,
  before: State,
  pending: readonly Planned[],
  lost: TvError | undefined,
): Promise<readonly Settled[]> {
  let after: State;
  try {
    after = await unit.read();
  } catch (error) {
    return pending.map((planned) => unread(planned, lost, asTvError(error)));
  }
  const settled = pending.map((planned) => settle(planned, unit.value(after, planned), lost));
  const note = movedNote(unit.moved(before, after, pending));
  return note === null ? settled : settled.map((result) => withNote(result, note));
}

/** What Auth0 accepted before an interrupt kept it from being read back was made; else nobody knows. */
function unread(planned: Planned, lost: TvError | undefined, reading: TvError): Settled {
  if (lost === undefined && reading.code.startsWith('cancelled.')) {
    return withNote({ ...made(planned, 'applied'), outcome: 'applied' }, 'It was not read back');
  }
  return { ...made(planned, 'failed', unsettled(lost, reading)), outcome: 'unknown' };
}

function settle(planned: Planned, now: Json, lost: TvError | undefined): Settled {
  if (sameJson(now, planned.change.after)) return { ...made(planned, 'applied'), outcome: 'applied' };
  const { change } = planned;
  const untouched = sameJson(now, change.before);
  const error =
    lost !== undefined && untouched
      ? lost
      : new TvError(
          'refused.not_applied',
          `\`${change.field}\` of \`${change.name}\` is not what was written`,
          {
            cause: untouched
              ? 'Auth0 took the change and kept the old value'
              : 'It has another value than before and after: somebody else may have changed it in the meantime',
            hint: 'Look at it again, then run the command again',
          },
        );
  return { ...made(planned, 'failed', error), outcome: 'failed' };
}

function unsettled(lost: TvError | undefined, reading: TvError): TvError {
  if (lost === undefined) return reading;
  return new TvError(lost.code, `${lost.message}; whether the change was made is not known`, {
    ...lost.details,
    cause: `Reading it back failed too: ${reading.message}`,
    hint: 'Run the command again: it reads first, and does only what is left',
  });
}

function movedNote(fields: readonly string[]): string | null {
  return fields.length === 0
    ? null
    : `${quotedList(fields)} changed too: Auth0 derived it, or somebody else wrote at the same time`;
}

function withNote(result: Settled, note: string): Settled {
  const warning = result.change.warning === null ? note : `${result.change.warning}; ${note}`;
  return { ...result, change: { ...result.change, warning } };
}

function made(planned: Planned, status: Change['status'], error?: TvError): Made {
  return {
    planned,
    error,
    change: { ...planned.change, status, error: error === undefined ? null : error.toJSON() },
  };
}

function failAll(batch: readonly Planned[], error: unknown): readonly Made[] {
  const failure = asTvError(error);
  return batch.map((planned) => made(planned, 'failed', failure));
}

/** The request was on its way, and a run that was told to end does not wait for what became of it. */
function interruptedError({ code, message, details }: TvError): TvError {
  return new TvError(code, `${message}; whether the change was made is not known`, {
    ...details,
    hint: 'Run the command again: it reads first, and does only what is left',
    extra: { ...details.extra, may_have_arrived: true },
  });
}

function staleError(stale: readonly Planned[]): TvError {
  const name = stale[0]?.change.name ?? '';
  const fields = quotedList(stale.map(({ change }) => change.field));
  return new TvError(
    'refused.stale',
    `${fields} of \`${name}\` changed after the plan was made, so nothing of it was written`,
  );
}

function receipt(change: Change, requestId: string | null, outcome: ReceiptEntry['outcome']): ReceiptEntry {
  return {
    resource: change.resource,
    id: change.id,
    name: change.name,
    field: change.field,
    before: maskedValue(change.field, change.before),
    after: maskedValue(change.field, change.after),
    requestId,
    outcome,
  };
}

/** Masked under its own key, so that the value of a secret field is masked too. */
function maskedValue(field: string, value: Json): Json {
  const key = field.split('.').at(-1) ?? field;
  const masked = maskSecrets({ [key]: value }) as { readonly [key: string]: Json };
  return masked[key] ?? null;
}
