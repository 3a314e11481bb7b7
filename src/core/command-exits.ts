import type { CommandSpec } from './command.ts';
import { type ExitName, exitCodes } from './exit-codes.ts';

/** What credentials, the chosen profile, `--expect-tenant`, the network and Ctrl-C add to every command on a tenant. */
const onTenants: readonly ExitName[] = ['access', 'not_found', 'refused', 'unavailable', 'cancelled'];

/** Every exit code a command can end with but `internal`, in numeric order: its own, and those of what it needs. */
export function exitsOf({ needs, exits }: Pick<CommandSpec, 'needs' | 'exits'>): readonly ExitName[] {
  const all = new Set<ExitName>([...exits, ...(needs === 'tenant' ? onTenants : [])]);
  return [...all].sort((left, right) => exitCodes[left] - exitCodes[right]);
}
