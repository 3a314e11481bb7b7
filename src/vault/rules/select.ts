import { TvError } from '../../core/errors.ts';
import { nearest } from '../../core/text.ts';
import type { Case } from './case.ts';
import type { Question } from './evaluate.ts';
import { rules } from './registry.ts';
import type { Rule } from './rule.ts';

/** Which rules were asked for by id. */
export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** A rule by its id; throws `usage.invalid_value` with the nearest one. */
export function findRule(id: string, option: string): Rule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule !== undefined) return rule;
  const near = nearest(
    id,
    rules.map((candidate) => candidate.id),
  );
  throw new TvError('usage.invalid_value', `\`${option}\` names no rule: \`${id}\``, {
    hint: near === undefined ? 'Run `tv help rules` to see them all' : `Did you mean \`${near}\``,
  });
}

/** Checks the ids of `--only` and `--skip`, before any request. */
export function parseSelection(only: readonly string[], skip: readonly string[]): Selection {
  for (const id of only) findRule(id, '--only');
  for (const id of skip) findRule(id, '--skip');
  const both = only.find((id) => skip.includes(id));
  if (both !== undefined) {
    throw new TvError('usage.conflict', `\`${both}\` is in \`--only\` and in \`--skip\``);
  }
  return { only, skip };
}

/** The rules for one case: those that belong to it, or those that were asked for, minus those to skip. */
export function questionsFor(
  candidates: readonly Rule[],
  subject: Case,
  selection: Selection,
): readonly Question[] {
  return candidates
    .filter(({ subject: type }) => type === subject.subject.type)
    .filter(({ id }) => !selection.skip.includes(id))
    .filter((rule) =>
      selection.only.length > 0 ? selection.only.includes(rule.id) : (rule.applies?.(subject) ?? true),
    )
    .map((rule) => ({ rule, case: subject }));
}
