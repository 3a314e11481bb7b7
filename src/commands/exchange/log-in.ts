import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { ClientRecord } from '../../core/model.ts';
import { quotedList } from '../../core/text.ts';
import { assertExpectedUser } from '../../vault/connect/expected-user.ts';
import { login } from '../../vault/connect/login.ts';
import { callbackAt, defaultPorts, portsFor } from '../../vault/connect/ports.ts';
import { commandLine } from '../../vault/rules/command-line.ts';
import type { ReadySubject, SubjectScene } from './subject-token.ts';

/** Lets a user sign in to the application in a browser, and takes the refresh token of that (product section 11). */
export async function logIn(
  context: Context,
  { order, oauth, participants, proof }: SubjectScene,
): Promise<ReadySubject> {
  const { app, client, user } = participants;
  const profile = participants.tenant?.profile ?? null;
  if (client !== undefined) assertCallback(client, { profile, connection: participants.connectionName });
  const loggedIn = await login(
    { oauth, browser: await context.browser(), reporter: context.reporter },
    {
      app: { clientId: app.id, name: app.name, authentication: proof, profile },
      ports: portsFor(undefined, client?.callbacks),
      openBrowser: order.openBrowser,
      loginHint: user?.email ?? undefined,
    },
  );
  if (user !== undefined) {
    assertExpectedUser(loggedIn, { word: user.user_id, ids: [user.user_id], email: user.email });
  }
  const { userId, email, refreshToken } = loggedIn;
  return {
    token: refreshToken,
    participants: userId === null ? participants : { ...participants, user: { user_id: userId, email } },
  };
}

/** Auth0 shows an error in the browser for a callback it does not know, and nothing ever comes back. */
function assertCallback(
  { name, callbacks }: ClientRecord,
  { profile, connection }: { readonly profile: string | null; readonly connection: string },
): void {
  const expected = defaultPorts.map(callbackAt);
  if (callbacks === undefined || expected.some((callback) => callbacks.includes(callback))) return;
  const mend = commandLine({ profile }, ['connect', '--app', name, '--connection', connection, '--fix']);
  throw new TvError('refused.precondition', `\`${name}\` has no callback on this machine to come back to`, {
    hint: `Add one of ${quotedList(expected, 'or')} to its allowed callbacks; \`${mend}\` does that too`,
  });
}
