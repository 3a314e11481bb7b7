import type { CommandSpec } from '../core/command.ts';
import { shellQuote } from '../core/text.ts';

/**
 * Gives the commands that a text suggests between backticks the profile that this run was told by `--profile`, so that what is pasted
 * meets the same tenant. Commands that are about no tenant, and those that name a profile already, stay as they are.
 */
export function withProfile(
  text: string,
  profile: string | undefined,
  commands: readonly CommandSpec[],
): string {
  if (profile === undefined) return text;
  return text.replace(/`tv ([^`]+)`/g, (whole, rest: string) => {
    const words = rest.split(/\s+/);
    const named = commands.find(({ path }) => path.every((word, at) => words[at] === word));
    const settled = words.some((word) => word === '-p' || word === '--profile' || word === '--help');
    if (named?.needs !== 'tenant' || settled) return whole;
    const name = named.path.join(' ');
    return `\`tv ${name} -p ${shellQuote(profile)}${rest.slice(name.length)}\``;
  });
}
