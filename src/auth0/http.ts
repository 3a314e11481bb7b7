import { setMaxListeners } from 'node:events';
import { TvError } from '../core/errors.ts';
import { type ApiPath, type Query, queryString } from './api-path.ts';
import { Fault } from './faults.ts';
import { requireSecureOrigin } from './origin.ts';
import { serverTime } from './response-headers.ts';
import { judge, type Outcome, type Verdict } from './retry.ts';
import type { ConnectionSettings } from './settings.ts';
import { formatSeconds, traceLine } from './trace.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Method,
  type OpenResponse,
  Transport,
} from './transport.ts';

/** One request to the tenant and everything its retries need. */
export interface HttpCall {
  /** What it is for, as an infinitive: ``read user `auth0|ada` ``. */
  readonly asked: string;
  readonly method: Method;
  readonly path: ApiPath;
  readonly query?: Query | undefined;
  /** Built anew for every attempt, so that an assertion is never sent twice. */
  readonly build: () => Promise<{ readonly headers: Record<string, string>; readonly body?: string }>;
  /** Whether sending it twice does no harm; GET and DELETE by default. */
  readonly repeatable?: boolean;
  /** Waits for its turn when bulk work is on. */
  readonly lane?: Lane;
}

/** Where bulk requests queue. */
export interface Lane {
  /** Undefined when nothing is paced at the moment. */
  enter(route: string, again: boolean): Promise<Slot> | undefined;
}

/** The permission to send one request. */
export interface Slot {
  /** Tells how it went; a 429 pauses the lane for `pauseMs`. */
  done(outcome: Outcome, sentAt: number, receivedAt: number, pauseMs: number): void;
  /** Gives it back when nothing was learned. */
  abandon(): void;
}

/** How often server errors and network faults are tried again, alone (three attempts, facts 8.3) and among many. */
const faultRetries = { single: 2, bulk: 6 };

/** Sends calls to one tenant, with retries, traces and waits; throws `network.*`, `api.rate_limit` or the signal's reason. */
export class Http {
  readonly origin: string;
  readonly #settings: ConnectionSettings;
  readonly #transport: Transport;
  #progressAt = 0;
  #skew: number | null = null;

  constructor(settings: ConnectionSettings, baseUrl: string) {
    // Side by side, every wait listens to the one signal.
    setMaxListeners(0, settings.signal);
    this.origin = requireSecureOrigin(baseUrl);
    this.#settings = settings;
    this.#transport = new Transport(settings, this.origin);
  }

  /** Seconds this machine is ahead of the tenant, by the last answer; null before any. */
  get skew(): number | null {
    return this.#skew;
  }

  /** The answer to a call, whatever its status, once no retry would help. */
  async send(call: HttpCall): Promise<HttpResponse> {
    let failingSince: number | undefined;
    for (let attempt = 0; ; attempt += 1) {
      const request = await this.#build(call);
      const slot = await call.lane?.enter(call.path.route, attempt > 0);
      const sentAt = this.#settings.clock.now();
      const { result, outcome } = await this.#attempt(request, slot);
      const now = this.#settings.clock.now();
      failingSince ??= sentAt;
      const verdict = this.#judge(call, outcome, attempt, slot !== undefined);
      const since =
        verdict.again && verdict.limited ? Math.max(failingSince, this.#progressAt) : failingSince;
      const patient = verdict.again && now + verdict.waitMs - since <= this.#settings.maxWaitSeconds * 1000;
      slot?.done(outcome, sentAt, now, verdict.again ? verdict.waitMs : 0);
      this.#trace(request, outcome, now - sentAt, patient ? verdict : undefined);
      if (patient) await this.#wait(verdict, slot !== undefined);
      else if (result instanceof Fault) throw this.#lost(result, call, isRepeatable(call));
      else return this.#settled(result);
    }
  }

  /** Opens a stream somewhere else, without credentials and without retries. */
  async download(url: URL): Promise<OpenResponse> {
    const request: HttpRequest = {
      method: 'GET',
      origin: url.origin,
      path: url.pathname + url.search,
      headers: {},
    };
    const sentAt = this.#settings.clock.now();
    try {
      const answer = await this.#transport.open(request);
      const outcome: Outcome = { kind: 'answer', status: answer.status, headers: answer.headers };
      this.#trace(request, outcome, this.#settings.clock.now() - sentAt, undefined);
      return answer;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#trace(request, { kind: 'fault', fault: error }, this.#settings.clock.now() - sentAt, undefined);
      throw error.error;
    }
  }

  /** Closes every socket. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #build(call: HttpCall): Promise<HttpRequest> {
    const { headers, body } = await call.build();
    const path = call.path.path + queryString(call.query);
    return {
      method: call.method,
      origin: this.origin,
      path,
      headers,
      ...(body === undefined ? {} : { body }),
    };
  }

  async #attempt(
    request: HttpRequest,
    slot: Slot | undefined,
  ): Promise<{ result: HttpResponse | Fault; outcome: Outcome }> {
    try {
      const result = await this.#transport.send(request);
      return { result, outcome: { kind: 'answer', status: result.status, headers: result.headers } };
    } catch (error) {
      if (error instanceof Fault) return { result: error, outcome: { kind: 'fault', fault: error } };
      slot?.abandon();
      throw error;
    }
  }

  #judge(call: HttpCall, outcome: Outcome, attempt: number, paced: boolean): Verdict {
    return judge(outcome, {
      attempt,
      repeatable: isRepeatable(call),
      faultRetries: paced ? faultRetries.bulk : faultRetries.single,
      now: this.#settings.clock.now(),
      random: Math.random(),
    });
  }

  async #wait(verdict: Verdict & { again: true }, paced: boolean): Promise<void> {
    const { reporter, clock, signal } = this.#settings;
    const why = verdict.limited ? 'for the rate limit' : 'to try again';
    reporter.progress({
      label: 'Waiting',
      done: 0,
      waiting: `waiting ${formatSeconds(verdict.waitMs)} ${why}`,
    });
    // Under pacing a 429 has already paused the lane, which the next attempt enters.
    if (paced && verdict.limited) return;
    await clock.sleep(verdict.waitMs, signal);
    if (!paced) reporter.progress(null);
  }

  #trace(request: HttpRequest, outcome: Outcome, took: number, verdict: Verdict | undefined): void {
    const answer = outcome.kind === 'answer' ? outcome : undefined;
    this.#settings.reporter.debug(() =>
      traceLine({
        request,
        foreign: request.origin !== this.origin,
        result: outcome.kind === 'answer' ? String(outcome.status) : outcome.fault.reason,
        headers: answer?.headers ?? {},
        took,
        ...(verdict?.again ? { retry: verdict } : {}),
      }),
    );
  }

  #settled(response: HttpResponse): HttpResponse {
    if (response.status !== 429 && response.status < 500) this.#progressAt = response.receivedAt;
    const date = serverTime(response.headers);
    // `Date` is cut to whole seconds, so the tenant's clock is half a second further on average.
    if (date !== undefined) {
      this.#skew = Math.round(((response.sentAt + response.receivedAt) / 2 - date - 500) / 1000);
    }
    return response;
  }

  #lost(fault: Fault, call: HttpCall, repeatable: boolean): TvError {
    if (repeatable || !fault.mayHaveArrived) return fault.error;
    return new TvError('network.interrupted', `No answer came when Auth0 was asked to ${call.asked}`, {
      cause: fault.error.message,
      hint: 'It may or may not have been done: read it again before repeating it',
      extra: { may_have_arrived: true },
    });
  }
}

/** Whether a call may be sent twice. */
export function isRepeatable(call: Pick<HttpCall, 'method' | 'repeatable'>): boolean {
  return call.repeatable ?? (call.method === 'GET' || call.method === 'DELETE');
}
