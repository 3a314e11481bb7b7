import type { Redirect, RedirectListener } from '../../core/browser-port.ts';
import { TvError } from '../../core/errors.ts';
import type { ConnectionRecord, Tokenset } from '../../core/model.ts';
import type { MyAccountPort, Receipts, Written } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { type ConnectNames, explainCompletion, explainConsent, explainRequest } from './connect-refusal.ts';
import { assertExpectedUser, type ExpectedUser } from './expected-user.ts';
import { type LoginRequest, type LoginTools, type SignedIn, signIn } from './login.ts';
import { fetchMyAccountToken } from './my-account-token.ts';
import { createPkce, createState, type Pkce } from './pkce.ts';
import { connectedReceipt, failedReceipt } from './receipt.ts';
import { readAnswer } from './redirect-answer.ts';
import { describeScopes, planScopes, type ScopePlan } from './scopes.ts';

/** What the flow needs beside signing in. */
export interface ConnectTools extends LoginTools {
  /** Opens the My Account API with a user's token. */
  readonly openAccount: (token: Secret) => Promise<MyAccountPort>;
  readonly receipts: Receipts;
}

/** One connect flow. */
export interface ConnectRequest extends Omit<LoginRequest, 'ports'> {
  readonly connection: ConnectionRecord;
  /** Scopes of the provider that were asked for by name. */
  readonly asked: readonly string[];
  readonly expected: ExpectedUser | null;
}

/** An account that was connected. */
export interface ConnectedAccount {
  readonly userId: string;
  readonly account: Tokenset;
  readonly scopes: ScopePlan;
  /** Good for the exchange that may follow. */
  readonly refreshToken: Secret;
}

/** Signs a user in, sends the same window on to the provider, and completes the connection (facts 6.2). Throws `refused.*`, `access.*`. */
export async function connectAccount(
  tools: ConnectTools,
  listener: RedirectListener,
  request: ConnectRequest,
): Promise<ConnectedAccount> {
  const { app, connection } = request;
  const signedIn = await signIn(tools, listener, request);
  assertExpectedUser(signedIn, request.expected);
  const { token, refreshToken } = await fetchMyAccountToken(tools.oauth, app, signedIn.refreshToken, [
    'create:me:connected_accounts',
  ]);
  const account = await tools.openAccount(token);
  const scopes = planScopes(connection, await account.listAccounts(), request.asked);
  const difference = describeScopes(scopes, connection.name);
  if (difference !== null) tools.reporter.note(difference, 'connect.scopes');
  const connected = await authorizeAccount({ tools, listener, account, request, scopes, signedIn });
  const userId = signedIn.userId ?? account.subject ?? connected.user_id;
  return { userId, account: complete(connected, connection, userId), scopes, refreshToken };
}

interface Flow {
  readonly tools: ConnectTools;
  readonly listener: RedirectListener;
  readonly account: MyAccountPort;
  readonly request: ConnectRequest;
  readonly scopes: ScopePlan;
  readonly signedIn: SignedIn;
}

async function authorizeAccount(flow: Flow): Promise<Tokenset> {
  const { listener, request } = flow;
  const { name: app, profile } = request.app;
  const names = { app, connection: request.connection.name, profile };
  const pkce = createPkce();
  const state = createState();
  const session = await startSession(flow, pkce, state, names);
  const redirect = await throughConsent(flow, session, state);
  const answer = readAnswer(redirect, 'connect_code');
  if ('error' in answer) throw explainConsent(answer, names);
  const connected = await completeSession(flow, names, {
    authSession: session.authSession,
    connectCode: answer.value,
    redirectUri: listener.redirectUri,
    codeVerifier: pkce.verifier,
  });
  await redirect.answer({ kind: 'done', message: `Your ${names.connection} account is connected.` });
  return connected;
}

/** The one write of the flow; it goes into the receipts whatever comes of it. */
async function completeSession(
  { account, request, scopes, signedIn, tools }: Flow,
  names: ConnectNames,
  parts: Parameters<MyAccountPort['complete']>[0],
): Promise<Tokenset> {
  const completion = { connection: request.connection, userId: signedIn.userId ?? account.subject, scopes };
  let connected: Written<Tokenset>;
  try {
    connected = await account.complete(parts);
  } catch (error) {
    await tools.receipts.append(failedReceipt(completion, error));
    throw explainCompletion(error, names);
  }
  await tools.receipts.append(connectedReceipt(completion, connected));
  return connected.value;
}

type Session = Awaited<ReturnType<MyAccountPort['connect']>>;

async function startSession(
  { account, listener, scopes }: Flow,
  pkce: Pkce,
  state: string,
  names: ConnectNames,
): Promise<Session> {
  try {
    return await account.connect({
      connection: names.connection,
      redirectUri: listener.redirectUri,
      state,
      scopes: scopes.requested,
      codeChallenge: pkce.challenge,
    });
  } catch (error) {
    throw explainRequest(error, names);
  }
}

/** Sends the window that signed in on to the provider; the ticket goes nowhere else. */
async function throughConsent(flow: Flow, session: Session, state: string): Promise<Redirect> {
  const { listener, signedIn, tools } = flow;
  const url = new URL(tools.browser.reachable(session.connectUri));
  url.searchParams.set('ticket', session.ticket.reveal());
  try {
    return await listener.receive({
      state,
      withinMs: session.expiresIn * 1000,
      begin: () => signedIn.redirect.answer({ kind: 'continue', url: url.href }),
    });
  } catch (error) {
    if (!(error instanceof TvError) || error.code !== 'refused.not_finished') throw error;
    throw new TvError(
      'refused.connect_expired',
      `The consent was not given within the ${session.expiresIn} s that Auth0 allows`,
      {
        cause: 'The window was closed, or the provider showed an error instead of coming back',
      },
    );
  }
}

/** The My Account API leaves out what the connection tells. */
function complete(account: Tokenset, connection: ConnectionRecord, userId: string): Tokenset {
  return {
    ...account,
    user_id: userId,
    connection_id: account.connection_id ?? connection.id,
    strategy: account.strategy ?? connection.strategy,
  };
}
