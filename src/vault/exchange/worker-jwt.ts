import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import type { Diagnosis } from './diagnosis.ts';
import { audiencesOf, type ReadJwt, textClaim, timeClaim } from './jwt.ts';
import { keyAlgorithms } from './signing-key.ts';

/** `typ` of a privileged worker's JWT (facts 4.4). */
export const workerTokenType = 'token-vault-req+jwt';
/** Longest `audit_context`, in characters. */
export const longestAuditContext = 256;
/** Seconds after `iat` that Auth0 takes the JWT, whatever `exp` says. */
const longestAge = 60;

/** What a worker's JWT says. */
export interface WorkerClaims {
  readonly clientId: string;
  /** Origin of the tenant without a trailing slash. */
  readonly baseUrl: string;
  readonly userId: string;
  readonly auditContext: string;
  readonly organization?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The claims of a worker's JWT, good for a minute and one use (facts 4.4).
 * https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault/privileged-worker-token-exchange-with-token-vault
 */
export function workerClaims(request: WorkerClaims): JsonObject {
  const iat = Math.floor(request.now / 1000);
  return {
    iss: request.clientId,
    sub: request.userId,
    aud: `${request.baseUrl}/`,
    iat,
    exp: iat + longestAge,
    jti: randomUUID(),
    audit_context: request.auditContext,
    ...(request.organization === undefined ? {} : { org_id: request.organization }),
  };
}

/** What a worker's JWT is judged by. */
export interface WorkerJwtScene {
  readonly clientId: string;
  /** Origin of the tenant without a trailing slash. */
  readonly baseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Seconds this machine is ahead of the tenant; null when it cannot be told. */
  readonly clockSkew: number | null;
}

/** Everything about a worker's JWT that Auth0 would refuse (facts 4.4). */
export function checkWorkerJwt(jwt: ReadJwt, scene: WorkerJwtScene): readonly Diagnosis[] {
  return [...headerProblems(jwt), ...claimProblems(jwt, scene), ...timeProblems(jwt, scene)];
}

function headerProblems({ header }: ReadJwt): readonly Diagnosis[] {
  const { typ, alg } = header;
  return [
    ...(typ === workerTokenType
      ? []
      : [
          {
            cause: `The header \`typ\` is ${shown(typ)}`,
            fix: `Set it to \`${workerTokenType}\``,
          },
        ]),
    ...(keyAlgorithms.some((name) => name === alg)
      ? []
      : [{ cause: `The JWT is signed with ${shown(alg)}`, fix: `Sign it with ${keyAlgorithms.join(', ')}` }]),
  ];
}

function claimProblems(jwt: ReadJwt, { clientId, baseUrl }: WorkerJwtScene): readonly Diagnosis[] {
  const { claims } = jwt;
  const subject = textClaim(jwt, 'sub');
  const [audience, ...more] = audiencesOf(jwt);
  const context = claims.audit_context;
  const contextFits =
    typeof context === 'string' && context !== '' && [...context].length <= longestAuditContext;
  const checks: readonly (readonly [boolean, string, string])[] = [
    [claims.iss === clientId, `\`iss\` is ${shown(claims.iss)}`, `Set it to the client id \`${clientId}\``],
    [
      subject?.includes('|') === true,
      `\`sub\` is ${shown(claims.sub)}`,
      'Set it to the id of the user, such as `auth0|…`; an e-mail is none',
    ],
    [
      audience === `${baseUrl}/` && more.length === 0 && !Array.isArray(claims.aud),
      `\`aud\` is ${shown(claims.aud)}`,
      `Set it to \`${baseUrl}/\`, one string with the slash at its end`,
    ],
    [
      textClaim(jwt, 'jti') !== undefined,
      '`jti` is missing',
      'Set it to a new UUID for every request, since one is good for one use',
    ],
    [
      contextFits,
      typeof context === 'string'
        ? `\`audit_context\` has ${[...context].length} characters`
        : `\`audit_context\` is ${shown(context)}`,
      `Say in 1 to ${longestAuditContext} characters why the worker asks; it is copied to the tenant log`,
    ],
  ];
  return checks.flatMap(([holds, cause, fix]) => (holds ? [] : [{ cause, fix }]));
}

function timeProblems(jwt: ReadJwt, { now, clockSkew }: WorkerJwtScene): readonly Diagnosis[] {
  const tenantNow = now / 1000 - (clockSkew ?? 0);
  const [issued, expiry, start] = ['iat', 'exp', 'nbf'].map((name) => timeClaim(jwt, name));
  if (issued === undefined) {
    return [{ cause: '`iat` is missing', fix: 'Set it to the time of now, in seconds since 1970' }];
  }
  const off = clockSkew !== null && Math.abs(clockSkew) > longestAge;
  const clock = off
    ? `Set the clock of this machine, which is ${Math.abs(clockSkew)} s ${clockSkew > 0 ? 'ahead of' : 'behind'} the tenant`
    : undefined;
  const age = Math.round(tenantNow - issued);
  const fresh = 'Sign a new JWT right before it is sent';
  return [
    ...(age > longestAge
      ? [{ cause: `The JWT is ${age} s old, and Auth0 takes it for ${longestAge} s`, fix: clock ?? fresh }]
      : []),
    ...(age < -longestAge
      ? [{ cause: `\`iat\` is ${-age} s in the future`, fix: clock ?? 'Set the clock of the worker' }]
      : []),
    ...(expiry !== undefined && expiry < tenantNow ? [{ cause: '`exp` is past', fix: clock ?? fresh }] : []),
    ...(start !== undefined && start > tenantNow + longestAge
      ? [{ cause: '`nbf` is in the future', fix: clock ?? 'Leave `nbf` out' }]
      : []),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${text.length > 80 ? `${text.slice(0, 79)}…` : text}\``;
}
