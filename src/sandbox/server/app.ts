import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import type { Tenant } from '../tenant.ts';
import { faultAnswer, sendTruncated } from './fault-answers.ts';
import type { Fault, Faults } from './faults.ts';
import { readCall } from './read-call.ts';
import { managementError, Refusal, type Reply } from './reply.ts';
import type { RequestLog } from './request-log.ts';
import type { Call } from './router.ts';
import { writeReply } from './write-reply.ts';

/** One of the parts of the tenant that answer calls. */
export interface Area {
  answer(call: Call): Promise<Reply>;
}

/** What the server hands calls to. */
export interface AppParts {
  readonly tenant: Tenant;
  readonly clock: Clock;
  readonly management: Area;
  readonly myAccount: Area;
  readonly authentication: Area;
  readonly control: Area;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Milliseconds each answer is held back. */
  readonly latency: number;
  /** Called before a call is answered. */
  readonly before: () => void;
  /** Called after a call was answered. */
  readonly after: () => void;
}

/** Answers HTTP requests: control surface apart, everything else with latency, faults and the request log. */
export class App {
  readonly #parts: AppParts;
  readonly #idPrefix = randomBytes(5).toString('hex');
  #handled = 0;

  constructor(parts: AppParts) {
    this.#parts = parts;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#handled += 1;
    const requestId = this.#idPrefix + this.#handled.toString(16).padStart(10, '0');
    const headers = {
      date: new Date(this.#parts.clock.now()).toUTCString(),
      'x-auth0-requestid': requestId,
      'cache-control': 'no-store',
    };
    const call = await this.#read(request);
    if (call instanceof Refusal) return this.#write(response, call.reply, headers);
    this.#parts.before();
    if (call.path.startsWith('/sandbox/')) {
      const reply = await this.#safely(this.#parts.control, call);
      this.#parts.after();
      return this.#write(response, reply, headers);
    }
    await this.#answer(call, response, headers, requestId);
  }

  async #answer(
    call: Call,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    requestId: string,
  ): Promise<void> {
    const { clock, latency, faults, requests } = this.#parts;
    if (latency > 0) await clock.sleep(latency);
    const fault = faults.next(call.method, call.path);
    const wantsReal = fault === undefined || fault.after === true || fault.kind === 'malformed';
    const real = wantsReal ? await this.#safely(this.#areaOf(call.path), call) : undefined;
    this.#parts.after();
    if (fault === undefined) {
      const reply = real ?? { status: 500 };
      requests.add(call, reply.status, requestId, null);
      return this.#write(response, reply, headers);
    }
    const status = await this.#inflict(fault, real, call, response, headers);
    requests.add(call, status, requestId, fault.kind);
  }

  async #inflict(
    fault: Fault,
    real: Reply | undefined,
    call: Call,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
  ): Promise<number | null> {
    if (fault.delay !== undefined) await this.#parts.clock.sleep(fault.delay);
    const answer = faultAnswer(fault, real, !call.path.startsWith('/api/v2/'));
    if (answer.kind === 'hang') return null;
    if (answer.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return null;
    }
    if (answer.kind === 'truncated') {
      sendTruncated(response);
      return 200;
    }
    const rate = answer.withoutRateHeaders ? {} : this.#rateHeaders();
    await this.#write(response, { ...answer.reply, headers: { ...rate, ...answer.reply.headers } }, headers);
    return answer.reply.status;
  }

  #rateHeaders(): Record<string, string> {
    const reset = Math.ceil(this.#parts.clock.now() / 1000) + 1;
    return { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': String(reset) };
  }

  #areaOf(path: string): Area {
    if (path.startsWith('/api/v2/')) return this.#parts.management;
    if (path.startsWith('/me/')) return this.#parts.myAccount;
    return this.#parts.authentication;
  }

  async #safely(area: Area, call: Call): Promise<Reply> {
    try {
      return await area.answer(call);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { status: 500, body: { ...managementError(500, 'The sandbox failed'), sandbox_error: message } };
    }
  }

  async #read(request: IncomingMessage): Promise<Call | Refusal> {
    try {
      return await readCall(request);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #write(response: ServerResponse, reply: Reply, headers: Readonly<Record<string, string>>): Promise<void> {
    const { base } = this.#parts.tenant;
    return writeReply(response, reply, headers, (text) => text.replaceAll('{base}', base));
  }
}
