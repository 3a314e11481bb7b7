import type { BrowserPort, Redirect, RedirectListener } from '../../core/browser-port.ts';
import { TvError } from '../../core/errors.ts';
import type { ClientAuthentication, OAuthPort, TokenResponse } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import type { Reporter } from '../../core/terminal-ports.ts';
import { readJwt, textClaim } from '../exchange/jwt.ts';
import { commandLine } from '../rules/command-line.ts';
import { authorizeUrl } from './authorize-url.ts';
import { explainCode, explainSignIn } from './login-refusal.ts';
import { createPkce, createState } from './pkce.ts';
import { readAnswer } from './redirect-answer.ts';

/** The application a user signs in to, and how it proves itself. */
export interface LoginApp {
  readonly clientId: string;
  readonly name: string;
  readonly authentication: ClientAuthentication;
  /** Profile of this run, which commands that are told must name; null with environment credentials. */
  readonly profile: string | null;
}

/** One sign-in. */
export interface LoginRequest {
  readonly app: LoginApp;
  /** Ports of 127.0.0.1 to try; their callbacks must be among those of the application. */
  readonly ports: readonly number[];
  /** False only prints the address. */
  readonly openBrowser: boolean;
  /** E-mail of the user who is expected. */
  readonly loginHint?: string | undefined;
  /** API that the access token is for. */
  readonly audience?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** What signing in needs. */
export interface LoginTools {
  readonly oauth: OAuthPort;
  readonly browser: BrowserPort;
  readonly reporter: Reporter;
}

/** A user who signed in. */
export interface LoggedIn {
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** User id; null when the tenant gave no ID token. */
  readonly userId: string | null;
  readonly email: string | null;
}

/** A user who signed in, while the browser still waits for what comes next. */
export interface SignedIn extends LoggedIn {
  readonly redirect: Redirect;
}

/** Milliseconds for somebody to sign in, with a second factor and a password manager. */
const patienceMs = 5 * 60_000;

/**
 * Lets a user sign in once in the browser and gives the tokens; nothing is stored. Throws `usage.port`, `refused.*`,
 * `access.app_credentials` and `cancelled.interrupted`.
 */
export async function login(tools: LoginTools, request: LoginRequest): Promise<LoggedIn> {
  const listener = await tools.browser.listen(request.ports);
  try {
    const { redirect, ...loggedIn } = await signIn(tools, listener, request);
    await redirect.answer({ kind: 'done', message: `You signed in to ${request.app.name}.` });
    return loggedIn;
  } finally {
    await listener.close();
  }
}

/** The same with a listener of the caller, who answers the browser. */
export async function signIn(
  tools: LoginTools,
  listener: RedirectListener,
  request: Omit<LoginRequest, 'ports'>,
): Promise<SignedIn> {
  const { oauth, browser } = tools;
  const { app, audience, scopes, loginHint } = request;
  const { redirectUri } = listener;
  const pkce = createPkce();
  const state = createState();
  const page = { baseUrl: oauth.baseUrl, clientId: app.clientId, redirectUri, state };
  const url = browser.reachable(
    authorizeUrl({ ...page, codeChallenge: pkce.challenge, audience, scopes, loginHint }),
  );
  const redirect = await listener.receive({
    state,
    withinMs: patienceMs,
    begin: () => show(tools, url, request),
  });
  const answer = readAnswer(redirect, 'code');
  if ('error' in answer) throw explainSignIn(answer, app);
  const tokens = await redeem(oauth, app, {
    grant_type: 'authorization_code',
    code: answer.value.reveal(),
    redirect_uri: redirectUri,
    code_verifier: pkce.verifier.reveal(),
  });
  return { ...loggedIn(tokens, app), redirect };
}

/** The address is always told, since a browser may open on a screen nobody sees; this block stays with `--quiet`. */
async function show(
  { browser, reporter }: LoginTools,
  url: string,
  { openBrowser }: Pick<LoginRequest, 'openBrowser'>,
): Promise<void> {
  if (openBrowser && (await browser.open(url))) {
    reporter.note(`Waiting for the browser; if none opened, go to ${url}`, 'browser.opened');
    return;
  }
  if (openBrowser) reporter.warn('browser.not_opened', 'No browser could be opened');
  reporter.show(`Open this address in a browser on this machine:\n${url}`);
}

async function redeem(
  oauth: OAuthPort,
  app: LoginApp,
  parameters: Readonly<Record<string, string>>,
): Promise<TokenResponse> {
  try {
    return await oauth.requestToken(app.clientId, app.authentication, parameters);
  } catch (error) {
    throw explainCode(error, app);
  }
}

function loggedIn(tokens: TokenResponse, app: LoginApp): LoggedIn {
  const { accessToken, refreshToken, idToken } = tokens;
  if (refreshToken === null) {
    throw new TvError('refused.no_refresh_token', `Signing in to \`${app.name}\` gave no refresh token`, {
      cause:
        'The application lacks the `refresh_token` grant, the API does not allow offline access, or it is a public application without rotation',
      hint: `Run \`${commandLine(app, ['apps', 'check', app.name, '--exchange', 'refresh_token'])}\` to see which`,
    });
  }
  // It came from the token endpoint itself, so it needs no signature check (OpenID Connect Core 3.1.3.7).
  const jwt = idToken === null ? undefined : readJwt(idToken);
  return {
    accessToken,
    refreshToken,
    userId: (jwt && textClaim(jwt, 'sub')) ?? null,
    email: (jwt && textClaim(jwt, 'email')) ?? null,
  };
}
