import type { CommandSpec, GroupSpec } from '../../core/command.ts';
import { appOptions, resultOptions, subjectOptions, workerOptions } from './options.ts';

const docs = 'https://auth0.com/docs/secure/call-apis-on-users-behalf/token-vault';

/** The noun `exchange`. */
export const exchangeGroup: GroupSpec = {
  name: 'exchange',
  summary: 'Run a test token exchange and say why it fails',
};

/** Commands on token exchanges. */
export const exchangeCommands: readonly CommandSpec[] = [
  {
    path: ['exchange'],
    summary: 'Run a test token exchange',
    description:
      'Exchanges a token of a user, or the request of a privileged worker, for the provider token that the vault holds, with exactly the parameters an application would send. The provider token is shown masked, with the thumbprint by which the tenant log knows it. Nothing is stored.\n\nWhen Auth0 refuses, the likely causes are told, the surest first: what the rules find on this tenant for this application, connection and user, then what is known of the error. Without management credentials (`AUTH0_DOMAIN` alone is enough) the exchange still runs, and the causes are told from the catalogue.',
    options: [...appOptions, ...subjectOptions, ...workerOptions, ...resultOptions],
    needs: 'tenant',
    effect: 'reads',
    scopes: [
      { scope: 'read:clients', need: 'optional', purpose: 'an application by name, and the diagnosis' },
      {
        scope: 'read:client_credentials',
        need: 'optional',
        exposesSecrets: true,
        purpose: 'the key of an application or worker',
      },
      { scope: 'read:connections', need: 'optional', purpose: 'the diagnosis' },
      {
        scope: 'read:connections_options',
        need: 'optional',
        exposesSecrets: true,
        purpose: 'the diagnosis, offline access and own keys at the provider',
      },
      { scope: 'read:users', need: 'optional', purpose: 'a user by e-mail, and the diagnosis' },
      {
        scope: 'read:federated_connections_tokens',
        need: 'optional',
        purpose: 'the diagnosis, tokensets of the user',
      },
      {
        scope: 'read:resource_servers',
        need: 'optional',
        purpose: 'the diagnosis, the API of the application',
      },
      { scope: 'read:mfa_policies', need: 'optional', purpose: 'the diagnosis, the MFA policy' },
      { scope: 'read:logs', need: 'optional', purpose: 'the diagnosis, earlier exchanges of the user' },
    ],
    prints:
      '`{"ok":true,"connection","client_id","subject_token_type","issued_token_type","token_type","expires_in","expires_at","scopes","missing_scopes","access_token","token_thumbprint"}`; refused, an error with `oauth_error`, `oauth_description` and `diagnosis`: `[{"cause","fix"}]`',
    exits: ['ok', 'usage', 'findings', 'access', 'not_found', 'refused', 'unavailable', 'cancelled'],
    examples: [
      {
        line: 'tv sandbox token --user ada@example.com --app "Acme Web" | TV_APP_CLIENT_SECRET=$(tv sandbox secret "Acme Web") tv -p sandbox exchange --app "Acme Web" --connection google-oauth2 --subject-token-stdin',
        summary: 'Try it without an account: a refresh token of Ada for her Google token',
      },
      {
        line: 'tv sandbox token --user ada@example.com --app "Acme Assistant API" --type access_token | TV_APP_CLIENT_SECRET=$(tv sandbox secret "Acme Assistant API") tv -p sandbox exchange --app "Acme Assistant API" --connection github --subject access_token --subject-token-stdin --expect-scope repo --json',
        summary: 'An access token of an API, exit 3 when a scope is missing',
      },
      {
        line: 'umask 077; tv sandbox secret "Acme Nightly Worker" --worker-key > worker.pem; TV_APP_CLIENT_SECRET=$(tv sandbox secret "Acme Nightly Worker") tv -p sandbox exchange --app "Acme Nightly Worker" --connection google-oauth2 --user ada@example.com --worker-key-file worker.pem --audit-context "nightly report"',
        summary: 'As a privileged worker, which asks without a user at the keyboard',
      },
    ],
    docs,
    load: () => import('./exchange.ts'),
  },
  {
    path: ['exchange', 'explain'],
    summary: 'Say what an error of an exchange means and what mends it',
    description:
      'Answers offline, from the catalogue of refusals. Takes the OAuth `error`, the code that `tv` printed (`exchange.mfa_required`), or words of the `error_description` in quotes; without one it lists every code.',
    arguments: [
      {
        name: 'error-code',
        summary: 'OAuth error, or words of its description in quotes',
        required: false,
        completes: 'error_code',
      },
    ],
    needs: 'none',
    effect: 'reads',
    prints:
      '`{"code","cases":[{"description","status","meaning","causes":[{"cause","fix","rules"}],"docs"}]}`; without a code `[{"code","meaning"}]`',
    exits: ['ok', 'usage', 'not_found'],
    examples: [
      {
        line: 'tv exchange explain federated_connection_refresh_token_not_found',
        summary: 'Why there is nothing to give for a user who logged in',
      },
      {
        line: 'tv exchange explain "Rotating refresh token not supported"',
        summary: 'By the words of a description',
      },
      { line: 'tv exchange explain', summary: 'Every code' },
    ],
    docs,
    load: () => import('./explain.ts'),
  },
];
