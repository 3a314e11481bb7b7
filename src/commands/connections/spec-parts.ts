import type { ScopeSpec } from '../../core/command.ts';

/** Shows `options`, and secrets with them (facts 2.1). */
export const readOptions: ScopeSpec = {
  scope: 'read:connections_options',
  need: 'optional',
  exposesSecrets: true,
  purpose: 'the early-access switch, offline access, keys and scopes, which are in `options`',
};
/** What every command needs. */
export const read: ScopeSpec = { scope: 'read:connections', need: 'required' };
/** Names of applications. */
export const readClients: ScopeSpec = {
  scope: 'read:clients',
  need: 'optional',
  purpose: 'applications named with `--app`',
};
/** What changing a connection may need. */
export const write: readonly ScopeSpec[] = [
  read,
  { scope: 'update:connections', need: 'required' },
  {
    scope: 'update:connections_options',
    need: 'optional',
    purpose: 'the early-access switch and `--offline-access`, together with `read:connections_options`',
  },
  readOptions,
  readClients,
];

/** A connection as an argument. */
export const named = {
  name: 'connection',
  summary: 'Name or `con_…` id',
  completes: 'connection',
} as const;
