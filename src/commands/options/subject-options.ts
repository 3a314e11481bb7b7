import type { OptionSpec } from '../../core/command.ts';

/** How an option names an application, a connection or a user. */
export interface Naming {
  readonly summary: string;
  /** `list` when it may be repeated. */
  readonly kind?: 'text' | 'list';
  /** What the value is called in help, when not as usual. */
  readonly value?: string;
  readonly required?: NonNullable<OptionSpec['required']>;
}

/** `--app <app>`: client id or exact name. */
export function appOption({ kind = 'text', value = 'app', ...naming }: Naming): OptionSpec {
  return { name: 'app', kind, value, ...naming, completes: 'app' };
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
export function connectionOption({ kind = 'text', value = 'name', ...naming }: Naming): OptionSpec {
  return { name: 'connection', kind, value, ...naming, completes: 'connection' };
}

/** `--user <id|email>` */
export function userOption({ kind = 'text', value = 'id|email', ...naming }: Naming): OptionSpec {
  return { name: 'user', kind, value, ...naming };
}
