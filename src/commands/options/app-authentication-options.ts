import type { OptionSpec } from '../../core/command.ts';

/** How the application under test proves itself; `vault/apps/app-authentication.ts` reads them. */
export const appAuthenticationOptions: readonly OptionSpec[] = [
  {
    name: 'client-auth',
    kind: 'choice',
    value: 'method',
    choices: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    summary: 'How the application authenticates; by default in its own way, else by what is given',
  },
  { name: 'app-secret-stdin', kind: 'flag', summary: 'Read the client secret of the application from stdin' },
  {
    name: 'app-secret-file',
    kind: 'text',
    value: 'file',
    summary:
      'Read that secret from a file; also TV_APP_CLIENT_SECRET or TV_APP_CLIENT_SECRET_FILE, else it is asked for',
    completes: 'file',
  },
  keyFileOption('app-key-file', 'Private key of the application, for private_key_jwt'),
  keyAlgorithmOption('app-key-alg'),
];

/** The path of a private key in PEM. */
export function keyFileOption(name: string, summary: string): OptionSpec {
  return { name, kind: 'text', value: 'pem', summary, completes: 'file' };
}

/** The algorithm of the key in the option before it. */
export function keyAlgorithmOption(name: string): OptionSpec {
  return {
    name,
    kind: 'choice',
    value: 'alg',
    choices: ['RS256', 'RS384', 'PS256'],
    summary: 'Algorithm of that key; by default that of the registered one, else RS256',
  };
}
