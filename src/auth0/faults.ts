import type { TableCode } from '../core/error-codes.ts';
import { TvError } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import { scrub } from '../core/secret.ts';

/** A request that got no whole answer: what to tell, and what a retry may assume. */
export class Fault extends Error {
  readonly error: TvError;
  /** False when the request cannot have reached the server. */
  readonly mayHaveArrived: boolean;
  /** False for what the next attempt would meet again, such as a wrong certificate. */
  readonly passing: boolean;
  /** Short technical name for `--debug`: `ECONNRESET`. */
  readonly reason: string;

  constructor(error: TvError, reason: string, traits: { mayHaveArrived: boolean; passing: boolean }) {
    super(error.message);
    this.name = 'Fault';
    this.error = error;
    this.reason = reason;
    this.mayHaveArrived = traits.mayHaveArrived;
    this.passing = traits.passing;
  }
}

/** Where the request went, for messages. */
export interface FaultPlace {
  readonly host: string;
  readonly timeoutSeconds: number;
  readonly proxied: boolean;
}

const dnsCodes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'];
const connectCodes = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
];
const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|UND_ERR_PRX_TLS)/;

/** Translates what undici, DNS, TLS or a proxy threw (`network.*`). */
export function translateFault(error: unknown, place: FaultPlace): Fault {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (/Proxy response \(|Proxy Authentication/.test(text)) return proxyFault(text, place);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return connectTimeout(code, place);
  if (code === 'UND_ERR_INVALID_ARG' && /authorization/i.test(text)) return unsendableFault(code);
  if (dnsCodes.includes(code)) return dnsFault(code, place);
  if (tlsCode.test(code)) return tlsFault(code, text, place);
  if (connectCodes.includes(code)) return connectFault(code, place);
  return new Fault(
    new TvError(
      'network.interrupted',
      `The connection to \`${place.host}\` broke before the answer was complete`,
      {
        cause: code === '' ? scrub(text) : `${code}: ${scrub(text)}`,
      },
    ),
    code === '' ? 'broken' : code,
    { mayHaveArrived: true, passing: true },
  );
}

/** No whole answer within `--timeout`. */
export function timeoutFault(place: FaultPlace): Fault {
  return new Fault(
    new TvError('network.timeout', `\`${place.host}\` did not answer within ${place.timeoutSeconds} s`, {
      hint: 'Raise `--timeout` when the network is slow',
    }),
    'timeout',
    { mayHaveArrived: true, passing: true },
  );
}

function codeOf(error: unknown): string {
  if (!isObject(error)) return '';
  if (typeof error.code === 'string' && !/^(UND_ERR|UND_ERR_SOCKET)$/.test(error.code)) return error.code;
  const inner = error.cause ?? (Array.isArray(error.errors) ? error.errors[0] : undefined);
  const deeper = codeOf(inner);
  return deeper !== '' || typeof error.code !== 'string' ? deeper : error.code;
}

function unsent(
  code: TableCode,
  message: string,
  more: { reason: string; passing: boolean; hint: string; cause?: string },
): Fault {
  const { reason, passing, hint, cause } = more;
  const error = new TvError(code, message, { hint, ...(cause === undefined ? {} : { cause }) });
  return new Fault(error, reason, { mayHaveArrived: false, passing });
}

function unsendableFault(reason: string): Fault {
  return unsent('access.credentials', 'The token cannot be sent: it holds characters that no token has', {
    reason,
    passing: false,
    hint: 'Look for a blank or a line break inside it',
  });
}

function proxyFault(text: string, place: FaultPlace): Fault {
  const status = /\((\d{3})\)/.exec(text)?.[1];
  return unsent('network.proxy', `The proxy refused the connection to \`${place.host}\``, {
    reason: status === undefined ? 'proxy' : `proxy ${status}`,
    passing: false,
    ...(status === undefined ? {} : { cause: `It answered ${status}` }),
    hint:
      status === '407'
        ? 'Put user name and password in `HTTPS_PROXY`: `http://user:password@host:port`'
        : 'Look at `HTTPS_PROXY`, or name the host in `NO_PROXY`',
  });
}

function connectTimeout(reason: string, place: FaultPlace): Fault {
  return unsent('network.timeout', `\`${place.host}\` did not accept a connection in time`, {
    reason,
    passing: true,
    hint: 'Look at the network or a firewall on the way, or raise `--timeout`',
  });
}

function dnsFault(reason: string, place: FaultPlace): Fault {
  const host = place.proxied ? 'The proxy’s host name' : `The host name \`${place.host}\``;
  return unsent(place.proxied ? 'network.proxy' : 'network.dns', `${host} could not be resolved`, {
    reason,
    passing: reason === 'EAI_AGAIN',
    cause: reason,
    hint: place.proxied
      ? 'Look at `HTTPS_PROXY`'
      : 'Look at the spelling of the tenant domain and at the network',
  });
}

function tlsFault(reason: string, text: string, place: FaultPlace): Fault {
  return unsent('network.tls', `The TLS connection to \`${place.host}\` failed`, {
    reason,
    passing: false,
    cause: `${reason}: ${scrub(text.split('\n')[0] ?? '').slice(0, 200)}`,
    hint: 'Behind a company proxy, name its certificate in `NODE_EXTRA_CA_CERTS`',
  });
}

function connectFault(reason: string, place: FaultPlace): Fault {
  return place.proxied
    ? unsent('network.proxy', 'The proxy could not be reached', {
        reason,
        passing: true,
        cause: reason,
        hint: 'Look at `HTTPS_PROXY`, or name the host in `NO_PROXY`',
      })
    : unsent('network.unreachable', `\`${place.host}\` could not be reached`, {
        reason,
        passing: true,
        cause: reason,
        hint: 'Look at the tenant domain, the network and `HTTPS_PROXY`',
      });
}
