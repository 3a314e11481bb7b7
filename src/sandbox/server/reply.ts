import type { JsonObject } from '../../core/json.ts';

/** An answer before it is written to the wire. */
export interface Reply {
  readonly status: number;
  /** JSON when an object, array or similar; text as it is; nothing for an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes or text to send as they are, instead of `body`. */
  readonly raw?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** A refusal, thrown by a handler and written as the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`answers ${reply.status}`);
    this.reply = reply;
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  414: 'Request-URI Too Long',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** The reason phrase of a status. */
export function reasonOf(status: number): string {
  return reasons[status] ?? 'Error';
}

/** A Management API error body: `statusCode`, `error`, `message` and, mostly, `errorCode`. */
export function managementError(status: number, message: string, errorCode?: string): JsonObject {
  return {
    statusCode: status,
    error: reasonOf(status),
    message,
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

/** A refusal of the Management API. */
export function refuse(status: number, message: string, errorCode?: string): Refusal {
  return new Refusal({ status, body: managementError(status, message, errorCode) });
}

/** A refusal of the Authentication API: `{error, error_description}`. */
export function refuseOAuth(
  status: number,
  error: string,
  description: string,
  more: JsonObject = {},
): Refusal {
  return new Refusal({ status, body: { error, error_description: description, ...more } });
}

/** A refusal of the My Account API, shaped like RFC 7807. */
export function refuseProblem(
  status: number,
  title: string,
  detail: string,
  validationErrors?: readonly JsonObject[],
): Refusal {
  const type = `https://auth0.com/api-errors#A0E-${status}-0001`;
  const more = validationErrors === undefined ? {} : { validation_errors: validationErrors };
  return new Refusal({
    status,
    body: { type, status, title, detail, ...more },
    headers: { 'content-type': 'application/problem+json' },
  });
}

/** 200 with a JSON body. */
export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** 204 without a body. */
export const noContent: Reply = { status: 204 };
