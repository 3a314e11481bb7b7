import { TvError } from '../core/errors.ts';
import type { Credentials, ManagementAuthentication } from '../core/profiles.ts';
import { Secret, secretOf } from '../core/secret.ts';
import { quotedList } from '../core/text.ts';
import { parseTenantDomain } from './domain.ts';
import { reasonOf } from './private-files.ts';
import { isPrivateKey, isSigningAlg, signingAlgs, withLineBreaks } from './secret-text.ts';

/** Environment variables; one that is empty counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives the text of a file that the environment names. */
export type ReadFile = (path: string) => Promise<string>;

const names = {
  domain: ['AUTH0_DOMAIN'],
  clientId: ['AUTH0_CLIENT_ID'],
  secret: ['AUTH0_CLIENT_SECRET', 'AUTH0_CLIENT_SECRET_FILE'],
  key: [
    'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY',
    'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY_FILE',
    'AUTH0_CLIENT_SIGNING_KEY_PATH',
  ],
  token: ['AUTH0_API_TOKEN', 'AUTH0_ACCESS_TOKEN'],
} as const;
const algorithmName = 'AUTH0_CLIENT_ASSERTION_SIGNING_ALG';
const ignoring = 'or use a profile, which ignores the environment: `--profile <name>`';

/** Whether the environment holds any part of a credential bundle. */
export function hasEnvironmentBundle(env: Environment): boolean {
  return Object.values(names)
    .flat()
    .some((name) => settingOf(env, name) !== undefined);
}

/**
 * The credential bundle of the `AUTH0_*` variables (product section 5), null when none of them is set.
 * Throws `config.incomplete_environment`, `config.conflict`, `config.invalid_domain` and `config.invalid_value`.
 */
export async function readEnvironmentBundle(
  env: Environment,
  readFile: ReadFile,
): Promise<Credentials | null> {
  if (!hasEnvironmentBundle(env)) return null;
  checkConflicts(env);
  const domain = settingOf(env, 'AUTH0_DOMAIN');
  const clientId = settingOf(env, 'AUTH0_CLIENT_ID')?.trim();
  const proof = present(env, [...names.token, ...names.secret, ...names.key])[0];
  const byToken = proof !== undefined && isTokenName(proof);
  if (domain === undefined || proof === undefined || (clientId === undefined && !byToken)) {
    throw incomplete(env);
  }
  const audience = settingOf(env, 'AUTH0_AUDIENCE')?.trim();
  const tenant = parseTenantDomain(domain, audience);
  return {
    source: 'environment',
    profile: null,
    tenant,
    clientId: byToken ? null : (clientId ?? null),
    authentication: await authentication(env, proof, readFile),
    protected: false,
    readOnly: false,
    defaults: {},
    origins: origins(env, proof, audience),
  };
}

function settingOf(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value.trim() === '' ? undefined : value;
}

function present(env: Environment, candidates: readonly string[]): readonly string[] {
  return candidates.filter((name) => settingOf(env, name) !== undefined);
}

function isTokenName(name: string): boolean {
  return names.token.some((token) => token === name);
}

function isSecretName(name: string): boolean {
  return names.secret.some((secret) => secret === name);
}

function checkConflicts(env: Environment): void {
  const conflict = (together: readonly string[], reason: string): void => {
    if (together.length < 2) return;
    throw new TvError('config.conflict', `${quotedList(together)} are set together`, {
      cause: reason,
      hint: `Unset all but one of them, ${ignoring}`,
    });
  };
  conflict(present(env, names.secret), 'The client secret would come from two places');
  conflict(present(env, names.key), 'The private key would come from two places');
  const tokens = present(env, names.token);
  const different = new Set(tokens.map((name) => settingOf(env, name)?.trim())).size > 1;
  if (different) conflict(tokens, 'They are two names of one setting and differ');
  if (tokens.length > 0) return;
  conflict(
    present(env, [...names.secret, ...names.key]),
    'They are two ways to authenticate one application',
  );
}

function incomplete(env: Environment): TvError {
  const found = present(env, Object.values(names).flat());
  const hasToken = present(env, names.token).length > 0;
  const hasProof = present(env, [...names.secret, ...names.key]).length > 0;
  const missing = [
    ...(settingOf(env, 'AUTH0_DOMAIN') === undefined ? ['`AUTH0_DOMAIN`'] : []),
    ...(settingOf(env, 'AUTH0_CLIENT_ID') === undefined && !hasToken ? ['`AUTH0_CLIENT_ID`'] : []),
    ...(hasProof || hasToken
      ? []
      : [
          `one of ${quotedList(['AUTH0_CLIENT_SECRET', 'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY', 'AUTH0_API_TOKEN'], 'or')}`,
        ]),
  ];
  const verb = found.length === 1 ? 'is' : 'are';
  return new TvError(
    'config.incomplete_environment',
    `Half a credential bundle in the environment: ${quotedList(found)} ${verb} set, missing: ${missing.join(', ')}`,
    {
      cause:
        'Looked in the environment variables and their `_FILE` forms only; a bundle is never completed from a profile',
      hint: `Set what is missing, ${ignoring}`,
      extra: { missing: missing.map((name) => name.replaceAll('`', '')) },
    },
  );
}

async function authentication(
  env: Environment,
  proof: string,
  readFile: ReadFile,
): Promise<ManagementAuthentication> {
  const text = await proofText(env, proof, readFile);
  if (isTokenName(proof)) return { method: 'token', token: new Secret(text.trim()) };
  if (isSecretName(proof)) {
    return { method: 'client_secret_post', secret: new Secret(text) };
  }
  const alg = settingOf(env, algorithmName)?.trim() ?? 'RS256';
  if (!isSigningAlg(alg)) {
    throw unusable(`\`${algorithmName}\` is none of ${quotedList(signingAlgs, 'or')}`, algorithmName);
  }
  const key = withLineBreaks(text);
  if (!isPrivateKey(key)) throw unusable(`\`${proof}\` is not a private key in PEM form`, proof);
  return { method: 'private_key_jwt', key: new Secret(key), alg };
}

function isFileName(proof: string): boolean {
  return proof.endsWith('_FILE') || proof.endsWith('_PATH');
}

async function proofText(env: Environment, proof: string, readFile: ReadFile): Promise<string> {
  const value = settingOf(env, proof) ?? '';
  if (!isFileName(proof)) return secretOf(value);
  const text = await readFile(value).catch((error: unknown) => {
    const why = error instanceof TvError ? (error.details.cause ?? error.message) : reasonOf(error);
    throw unusable(`The file \`${value}\` that \`${proof}\` names could not be read: ${why}`, proof);
  });
  if (text.trim() === '') throw unusable(`The file \`${value}\` that \`${proof}\` names is empty`, proof);
  return secretOf(text);
}

function unusable(message: string, variable: string): TvError {
  return new TvError('config.invalid_value', message, { hint: `Correct \`${variable}\`, ${ignoring}` });
}

function origins(
  env: Environment,
  proof: string,
  audience: string | undefined,
): Readonly<Record<string, string>> {
  const kind = isTokenName(proof) ? 'token' : isSecretName(proof) ? 'client_secret' : 'private_key';
  const from = (name: string): string => `environment variable ${name}`;
  return {
    domain: from('AUTH0_DOMAIN'),
    ...(kind === 'token' ? {} : { client_id: from('AUTH0_CLIENT_ID') }),
    [kind]: isFileName(proof) ? `file ${settingOf(env, proof)} (${from(proof)})` : from(proof),
    ...(kind === 'private_key' && settingOf(env, algorithmName) ? { signing_alg: from(algorithmName) } : {}),
    ...(audience === undefined ? {} : { audience: `${audience} (${from('AUTH0_AUDIENCE')})` }),
  };
}
