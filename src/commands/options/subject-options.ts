import type { OptionSpec } from '../../core/command.ts';

/** How an option names an application, a connection or a user. */
export interface Naming {
  readonly summary: string;
  /** `list` when it may be repeated. */
  readonly kind?: 'text' | 'list';
  /** What the value is called in help, when not as usual. */
  readonly value?: string;
}

/** `--app <app>`: client id or exact name. */
export function appOption({ summary, kind = 'text', value = 'app' }: Naming): OptionSpec {
  return { name: 'app', kind, value, summary, completes: 'app' };
}

/** `--login-app <app>`, beside an `--app` that exchanges access tokens. */
export const loginAppOption: OptionSpec = {
  name: 'login-app',
  kind: 'text',
  value: 'app',
  summary: 'In the access-token exchange: the application that users sign in to and connect through',
  completes: 'app',
};

/** `--connection <name>`: name or id. */
export function connectionOption({ summary, kind = 'text', value = 'name' }: Naming): OptionSpec {
  return { name: 'connection', kind, value, summary, completes: 'connection' };
}

/** `--user <id|email>` */
export function userOption({ summary, kind = 'text', value = 'id|email' }: Naming): OptionSpec {
  return { name: 'user', kind, value, summary };
}
