import type { CommandSpec } from './command.ts';
import { type ExitName, exitCodes } from './exit-codes.ts';

/** What credentials, the chosen profile, `--expect-tenant`, the network and Ctrl-C add to every command on a tenant. */
const onTenants: readonly ExitName[] = ['access', 'not_found', 'refused', 'unavailable', 'cancelled'];

/**
 * Every exit code a command can end with but `internal`, in numeric order: its own, those of what it needs, and what any
 * command line can be, wrong; what Ctrl-C ends, SIGTERM ends too.
 */
export function exitsOf({ needs, exits }: Pick<CommandSpec, 'needs' | 'exits'>): readonly ExitName[] {
  const all = new Set<ExitName>(['usage', ...exits, ...(needs === 'tenant' ? onTenants : [])]);
  if (all.has('cancelled')) all.add('terminated');
  return [...all].sort((left, right) => exitCodes[left] - exitCodes[right]);
}
