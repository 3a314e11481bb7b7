import type { Loaded } from '../../facts/catalogue.ts';
import type { Case } from '../case.ts';
import { commandLine } from '../command-line.ts';
import { confidential } from './confidential.ts';
import { firstParty } from './first-party.ts';
import { notGlobal } from './not-global.ts';
import { oidcConformant } from './oidc-conformant.ts';

/** `tv apps enable` for the application of the case; null while it is not eligible, when the command would be refused. */
export function enableCommand(
  subject: Case,
  facts: Pick<Loaded, 'client' | 'heldScopes'>,
  options: readonly string[] = [],
): string | null {
  const verdicts = [
    firstParty.evaluate(facts, subject),
    confidential.evaluate(facts, subject),
    oidcConformant.evaluate(facts, subject),
    notGlobal.evaluate(facts, subject),
  ];
  if (verdicts.some(({ status }) => status === 'fail')) return null;
  return commandLine(subject, ['apps', 'enable', subject.app?.id ?? '', ...options]);
}
