import type { ClientRecord } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import { quotedList } from '../../core/text.ts';
import { formatSpan } from '../../core/time.ts';
import { audiencesOf, type ReadJwt, readJwt, textClaim, timeClaim } from './jwt.ts';
import type { SubjectKind } from './request.ts';

/** What a token of a user is judged by. */
export interface SubjectTokenScene {
  readonly kind: Exclude<SubjectKind, 'jwt'>;
  /** Origin of the tenant without a trailing slash. */
  readonly baseUrl: string;
  /** The application that exchanges; undefined where the tenant could not be read. */
  readonly client: ClientRecord | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Something about a subject token that Auth0 will hardly accept; `code` is stable. */
export interface SubjectTokenProblem {
  readonly code: `exchange.${string}`;
  readonly message: string;
}

/** What is off with a user's token, as far as the token itself tells; an opaque refresh token tells nothing. */
export function checkSubjectToken(token: Secret, scene: SubjectTokenScene): readonly SubjectTokenProblem[] {
  const jwt = readJwt(token);
  if (scene.kind === 'refresh_token') {
    return jwt === undefined
      ? []
      : [
          problem(
            'subject_token_kind',
            'The subject token is a JWT, and Auth0’s refresh tokens are opaque; if it is an access token, add `--subject access_token`',
          ),
        ];
  }
  if (jwt === undefined) {
    return [
      problem(
        'subject_token_kind',
        'The subject token is opaque, and only an access token for an API, which is a JWT, can be exchanged; ask for the API as `audience` at login',
      ),
    ];
  }
  return [...issuerProblems(jwt, scene), ...expiryProblems(jwt, scene), ...audienceProblems(jwt, scene)];
}

/** The user that a JWT speaks for; undefined for an opaque token. */
export function subjectOf(token: Secret): string | undefined {
  const jwt = readJwt(token);
  return jwt === undefined ? undefined : textClaim(jwt, 'sub');
}

function problem(code: string, message: string): SubjectTokenProblem {
  return { code: `exchange.${code}`, message };
}

function issuerProblems(jwt: ReadJwt, { baseUrl }: SubjectTokenScene): readonly SubjectTokenProblem[] {
  const issuer = textClaim(jwt, 'iss');
  if (issuer === `${baseUrl}/`) return [];
  const said = issuer === undefined ? 'names no issuer' : `was issued by \`${issuer}\``;
  return [problem('subject_token_issuer', `The subject token ${said}, and this tenant is \`${baseUrl}/\``)];
}

function expiryProblems(jwt: ReadJwt, { now }: SubjectTokenScene): readonly SubjectTokenProblem[] {
  const expiry = timeClaim(jwt, 'exp');
  if (expiry === undefined || expiry * 1000 > now) return [];
  const since = formatSpan(now - expiry * 1000);
  return [
    problem(
      'subject_token_expired',
      `The subject token expired ${since} ago; take a fresh one from the application`,
    ),
  ];
}

function audienceProblems(jwt: ReadJwt, { client }: SubjectTokenScene): readonly SubjectTokenProblem[] {
  if (client === undefined) return [];
  const api = client.resource_server_identifier;
  if (client.app_type !== 'resource_server' || api === undefined) {
    return [
      problem(
        'subject_token_audience',
        `\`${client.name}\` is not the client of an API, and only that can exchange access tokens; name it with \`--app\`, or make one with \`tv apps create-api-client\``,
      ),
    ];
  }
  const audiences = audiencesOf(jwt);
  if (audiences.includes(api)) return [];
  const said = audiences.length === 0 ? 'no audience' : quotedList(audiences);
  return [
    problem(
      'subject_token_audience',
      `The subject token is for ${said}, and \`${client.name}\` is the client of the API \`${api}\``,
    ),
  ];
}
