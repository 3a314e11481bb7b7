/** What an authorization request says (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface AuthorizationRequest {
  /** Origin of the tenant without a trailing slash. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly codeChallenge: string;
  /** Beside those of the profile and `offline_access`. */
  readonly scopes?: readonly string[] | undefined;
  /** API that the access token is for. */
  readonly audience?: string | undefined;
  /** E-mail of the user who is expected to sign in. */
  readonly loginHint?: string | undefined;
}

const standardScopes = ['openid', 'profile', 'email', 'offline_access'];

/** The page where the user signs in; asks for a refresh token, and for a sign-in even where a session exists, so that it is clear who it is. */
export function authorizeUrl(request: AuthorizationRequest): string {
  const url = new URL('/authorize', request.baseUrl);
  const parameters: Readonly<Record<string, string | undefined>> = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: [...standardScopes, ...(request.scopes ?? [])].join(' '),
    audience: request.audience,
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    prompt: 'login',
    login_hint: request.loginHint,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
