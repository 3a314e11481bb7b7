import { TvError } from '../../core/errors.ts';
import { nearest, words } from '../../core/text.ts';
import type { Case } from './case.ts';
import type { Question } from './evaluate.ts';
import type { FailOn } from './exit.ts';
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
    hint: near === undefined ? 'Run `tv help rules` to see them all' : `Did you mean \`${near}\`?`,
  });
}

/** Checks the ids of `--only` and `--skip`, before any request; `--only` must name rules that are judged here. */
export function parseSelection(
  only: readonly string[],
  skip: readonly string[],
  judgeable: readonly Rule[] = rules,
): Selection {
  const selection = { only: only.flatMap(words), skip: skip.flatMap(words) };
  for (const id of selection.skip) findRule(id, '--skip');
  for (const id of selection.only) {
    const rule = findRule(id, '--only');
    if (!judgeable.includes(rule)) {
      throw new TvError('usage.invalid_value', `\`${id}\` is not judged here`, {
        hint: `Here are judged ${judgeable.map((other) => other.id).join(', ')}`,
      });
    }
    if (selection.skip.includes(id)) {
      throw new TvError('usage.conflict', `\`${id}\` is in \`--only\` and in \`--skip\``);
    }
  }
  return selection;
}

/** The value of `--fail-on`, `error` by default. */
export function parseFailOn(text: string | undefined): FailOn {
  return text === 'warning' ? 'warning' : 'error';
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
