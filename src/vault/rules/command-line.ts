import { shellQuote } from '../../core/text.ts';
import type { Case } from './case.ts';

/**
 * A command that can be pasted: quoted, and with the profile of this run, so that it meets the same tenant. The profile comes first: a
 * command that is cut short anywhere still meets that tenant.
 */
export function commandLine(subject: Pick<Case, 'profile'>, parts: readonly string[]): string {
  const profile = subject.profile === null ? [] : ['-p', subject.profile];
  return ['tv', ...profile, ...parts].map(shellQuote).join(' ');
}
