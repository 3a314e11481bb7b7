/** Whether a strategy can hold provider tokens: by the API's schemas, by the documentation only, not known, or never (facts 2.6). */
export type Support = 'supported' | 'documented' | 'unknown' | 'unsupported';

/** Where a connection says that it wants a refresh token of the provider (facts 2.7). */
export type OfflineAccess =
  /** `options.offline_access`, a boolean. */
  | { readonly kind: 'flag' }
  /** Entries of `options.scope`, all of which are needed. */
  | { readonly kind: 'scope'; readonly scopes: readonly string[]; readonly advice?: string }
  /** Not a setting of the connection; the advice says where it is. */
  | { readonly kind: 'elsewhere'; readonly advice: string };

/** What is known about one strategy. */
export interface Strategy {
  readonly support: Support;
  /** What people call the provider. */
  readonly provider: string;
  readonly offline: OfflineAccess;
  /** Page where the owner of an account takes back what it granted; null when there is none that fits everybody. */
  readonly revocation: string | null;
  /** What surprises people, a sentence each. */
  readonly gotchas: readonly string[];
}

const flag: OfflineAccess = { kind: 'flag' };

function elsewhere(advice: string): OfflineAccess {
  return { kind: 'elsewhere', advice };
}

function scope(...scopes: readonly string[]): OfflineAccess {
  return { kind: 'scope', scopes };
}

const unknownOffline = elsewhere(
  'Where this provider is asked for refresh tokens is not known; look for an offline access switch in the connection settings of the Auth0 dashboard',
);

const salesforce: Strategy = {
  support: 'documented',
  provider: 'Salesforce',
  offline: scope('refresh_token', 'offline_access'),
  revocation: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm',
  gotchas: [
    'Access tokens are opaque and may live for minutes only, so offline access matters from the start',
  ],
};

const slack: Strategy = {
  support: 'supported',
  provider: 'Slack',
  offline: elsewhere(
    'Slack gives refresh tokens only when token rotation is turned on in the settings of the Slack app; without it tokens do not expire',
  ),
  revocation:
    'https://slack.com/help/articles/360003125231-Remove-apps-and-customized-integrations-from-your-workspace',
  gotchas: [
    'A Slack app that is not distributed refuses other workspaces with `invalid_team_for_non_distributed_app`',
  ],
};

function never(provider: string): Strategy {
  return {
    support: 'unsupported',
    provider,
    offline: elsewhere('There are no provider tokens to keep'),
    revocation: null,
    gotchas: [],
  };
}

function documented(provider: string, offline: OfflineAccess, revocation: string | null = null): Strategy {
  return { support: 'documented', provider, offline, revocation, gotchas: [] };
}

const table: Readonly<Record<string, Strategy>> = {
  'google-oauth2': {
    support: 'supported',
    provider: 'Google',
    offline: flag,
    revocation: 'https://myaccount.google.com/connections',
    gotchas: [
      'While the OAuth consent screen of the Google project is in testing, refresh tokens end after 7 days',
      'Google One Tap sign-ins do not fill the vault',
    ],
  },
  'google-apps': documented('Google Workspace', unknownOffline, 'https://myaccount.google.com/connections'),
  windowslive: {
    support: 'supported',
    provider: 'Microsoft',
    offline: flag,
    revocation: 'https://account.live.com/consent/Manage',
    gotchas: ['Scopes are computed from permission flags in the options'],
  },
  waad: documented('Microsoft Entra ID', scope('offline_access'), 'https://myapps.microsoft.com'),
  github: {
    support: 'supported',
    provider: 'GitHub',
    offline: elsewhere(
      'Refresh tokens come only from a GitHub App whose user tokens expire (GitHub, app settings, Optional features); a classic OAuth App never gives one',
    ),
    revocation: 'https://github.com/settings/applications',
    gotchas: ['Permissions are set on the GitHub App, and the scopes of the connection stay empty'],
  },
  oauth2: {
    support: 'supported',
    provider: 'the provider',
    offline: {
      kind: 'scope',
      scopes: ['offline_access'],
      advice:
        'What a custom provider calls offline access, if it has such a scope at all, is in its own documentation',
    },
    revocation: null,
    gotchas: ['Some providers want scopes separated by commas'],
  },
  oidc: {
    support: 'supported',
    provider: 'the OpenID provider',
    offline: scope('offline_access'),
    revocation: null,
    gotchas: ['A connection that uses DPoP cannot be used with Token Vault'],
  },
  okta: documented('Okta', scope('offline_access')),
  box: {
    support: 'supported',
    provider: 'Box',
    offline: unknownOffline,
    revocation: 'https://app.box.com/account/security',
    gotchas: [],
  },
  amazon: documented('Amazon', unknownOffline, 'https://www.amazon.com/ap/adam'),
  thirtysevensignals: documented('Basecamp', unknownOffline),
  bitbucket: documented(
    'Bitbucket',
    unknownOffline,
    'https://bitbucket.org/account/settings/app-authorizations/',
  ),
  dropbox: documented(
    'Dropbox',
    elsewhere('Turn on offline access in the settings of the Dropbox connection in the Auth0 dashboard'),
    'https://www.dropbox.com/account/connected_apps',
  ),
  fitbit: documented('Fitbit', unknownOffline, 'https://www.fitbit.com/settings/applications'),
  paypal: documented('PayPal', unknownOffline, 'https://www.paypal.com/myaccount/settings/apps'),
  salesforce,
  'salesforce-community': { ...salesforce, support: 'unknown' },
  'salesforce-sandbox': { ...salesforce, support: 'unknown' },
  twitter: documented('X', flag, 'https://x.com/settings/connected_apps'),
  auth0: never('an Auth0 database'),
  'auth0-adldap': never('an AD/LDAP connector'),
  ad: never('an AD/LDAP connector'),
  adfs: never('AD FS'),
  email: never('passwordless e-mail'),
  sms: never('passwordless SMS'),
  samlp: never('SAML'),
  pingfederate: never('PingFederate'),
  ip: never('an IP address connection'),
};

const unheardOf: Strategy = {
  support: 'unknown',
  provider: 'the provider',
  offline: unknownOffline,
  revocation: null,
  gotchas: [],
};

/** What is known about the strategy of a connection; some providers are told by the name of the connection (facts 2.6). */
export function describeStrategy(strategy: string, connectionName = ''): Strategy {
  if (strategy === 'slack' || (strategy === 'oauth2' && /slack/i.test(connectionName))) return slack;
  return Object.hasOwn(table, strategy) ? (table[strategy] ?? unheardOf) : unheardOf;
}

/** Whether a connection can never hold provider tokens. */
export function isUnsupported({
  strategy,
  name,
}: {
  readonly strategy: string;
  readonly name: string;
}): boolean {
  return describeStrategy(strategy, name).support === 'unsupported';
}

/**
 * Where the owner of an account takes back what it granted, by strategy or by the name of a connection, which is often the
 * strategy's own; undefined when no such page is known.
 */
export function revocationPage(strategyOrConnection: string): string | undefined {
  const name = strategyOrConnection.toLowerCase();
  const exact = describeStrategy(name, name).revocation ?? undefined;
  if (exact !== undefined) return exact;
  const hint = nameHints.find(([word]) => name.includes(word));
  return hint === undefined ? undefined : (describeStrategy(hint[1], hint[1]).revocation ?? undefined);
}

/** Words in names of connections that tell the provider. */
const nameHints: readonly (readonly [string, string])[] = [
  ['google', 'google-oauth2'],
  ['github', 'github'],
  ['microsoft', 'windowslive'],
  ['windows', 'windowslive'],
  ['slack', 'slack'],
  ['salesforce', 'salesforce'],
  ['dropbox', 'dropbox'],
  ['bitbucket', 'bitbucket'],
  ['twitter', 'twitter'],
];
