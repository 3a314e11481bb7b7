import { shellQuote } from '../../core/text.ts';
import type { Case } from './case.ts';

/** Nouns whose verb is a word of its own. */
const nouns = ['apps', 'connections', 'profiles', 'sandbox', 'tokensets'];

/**
 * A command that can be pasted: quoted, and with the profile of this run, so that it meets the same tenant. The profile follows the
 * name of the command: one that is cut short anywhere behind still meets that tenant.
 */
export function commandLine(subject: Pick<Case, 'profile'>, parts: readonly string[]): string {
  return ['tv', ...withProfileAfterName(parts.map(shellQuote), subject.profile)].join(' ');
}

/** The words of a command with `-p` behind its name, quoted already. */
export function withProfileAfterName(words: readonly string[], profile: string | null): readonly string[] {
  if (profile === null) return words;
  const named = nouns.includes(words[0] ?? '') ? 2 : 1;
  return [...words.slice(0, named), '-p', shellQuote(profile), ...words.slice(named)];
}
