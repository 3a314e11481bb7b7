import type { TableCode } from '../core/error-codes.ts';
import { type JsonObject, parseJson } from '../core/json.ts';
import type { Written } from '../core/ports.ts';
import { withoutSecrets } from '../core/secret.ts';
import type { ApiPath, Query } from './api-path.ts';
import { readRefusal } from './envelope.ts';
import { lacksScope, managementError } from './failure.ts';
import { type Http, isRepeatable, type Lane } from './http.ts';
import { ShapeError } from './narrow.ts';
import { requestIdOf } from './response-headers.ts';
import { unusable } from './token-endpoint.ts';
import type { ManagementToken, TokenSource } from './token-source.ts';
import type { HttpResponse, Method } from './transport.ts';

/** One call of the Management API: what to send, and how to read the answer. */
export interface ManagementCall<T> {
  /** What it is for, as an infinitive: ``read user `auth0|ada` ``. */
  readonly asked: string;
  readonly method?: Method;
  /** Below `/api/v2`. */
  readonly path: ApiPath;
  readonly query?: Query;
  readonly body?: JsonObject | readonly JsonObject[];
  /** What was named, for a 404. */
  readonly subject?: string;
  /** The code for a subject whose id does not fit into the path, and so names nothing. */
  readonly named?: TableCode;
  /** The feature whose route may be gone. */
  readonly feature?: string;
  /** Whether a 404 that says what is not there is as good as done, as for a deletion. */
  readonly gone?: boolean;
  /** Turns the parsed body into a value; throws `ShapeError`. */
  readonly read: (body: unknown) => T;
}

/** The Management API of one tenant; throws `access.*`, `not_found.*`, `refused.*`, `api.*`, `network.*`. */
export class Management {
  readonly #http: Http;
  readonly #tokens: TokenSource;
  readonly #lane: Lane;
  readonly #maxWaitSeconds: number;

  constructor(parts: { http: Http; tokens: TokenSource; lane: Lane; maxWaitSeconds: number }) {
    this.#http = parts.http;
    this.#tokens = parts.tokens;
    this.#lane = parts.lane;
    this.#maxWaitSeconds = parts.maxWaitSeconds;
  }

  /** The value of a call that reads. */
  async read<T>(call: ManagementCall<T>): Promise<T> {
    return (await this.write(call)).value;
  }

  /** The value of a call and Auth0's id of the request. */
  async write<T>(call: ManagementCall<T>): Promise<Written<T>> {
    let token = await this.#tokens.current();
    let response = await this.#send(call, token);
    if (worthNewToken(response, token)) {
      const renewed = await this.#tokens.renew(token);
      if (renewed !== null) {
        token = renewed;
        response = await this.#send(call, token);
      }
    }
    return this.#process(response, call, token);
  }

  #send<T>(call: ManagementCall<T>, token: ManagementToken): Promise<HttpResponse> {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token.token.reveal()}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return this.#http.send({
      asked: call.asked,
      method: call.method ?? 'GET',
      path: { path: `/api/v2${call.path.path}`, route: call.path.route },
      query: call.query,
      lane: this.#lane,
      build: async () => ({ headers, ...(body === undefined ? {} : { body }) }),
    });
  }

  #process<T>(response: HttpResponse, call: ManagementCall<T>, token: ManagementToken): Written<T> {
    const { status, text } = response;
    const requestId = requestIdOf(response.headers) ?? null;
    const done = status >= 200 && status < 300;
    if (!done) {
      const error = managementError(
        { ...response, text: withoutSecrets(text, [token.token]) },
        {
          asked: call.asked,
          repeatable: isRepeatable({ method: call.method ?? 'GET' }),
          feature: call.feature,
          subject: call.subject,
          named: call.named,
          held: token.scopes,
          maxWaitSeconds: this.#maxWaitSeconds,
        },
      );
      if (call.gone === true && error.code.startsWith('not_found.')) {
        return { value: call.read(undefined), requestId };
      }
      throw error;
    }
    try {
      const body = text === '' ? undefined : parseJson(text);
      if (body === undefined && text !== '') throw new ShapeError('The body is not JSON');
      return { value: call.read(body), requestId };
    } catch (error) {
      throw error instanceof ShapeError ? unusable(response, call.asked, error) : error;
    }
  }
}

/** A token that a dashboard change has overtaken, or that has died early, is worth one more try. */
function worthNewToken(response: HttpResponse, token: ManagementToken): boolean {
  if (response.status === 401) return true;
  return response.status === 403 && token.cached && lacksScope(readRefusal(response));
}
