import { TvError } from '../../core/errors.ts';
import { type Planned, uniteChanges } from '../changes/change.ts';
import { rules } from './registry.ts';
import type { Judged, Rule } from './rule.ts';
import { findRule } from './select.ts';

/** What `--fix` allows: nothing, what is safe to plan, or the rules that were named (product section 9). */
export type FixScope = 'none' | 'safe' | readonly string[];

/** What may be changed: the scope of `--fix`, or what is safe and these rules beside it. */
export type Permission = FixScope | { readonly also: readonly string[] };

/** Checks the rule ids of `--fix`; throws `usage.invalid_value` for one that does not exist, is not judged here, or that no change can mend. */
export function parseFix(asked: boolean, ids: readonly string[], here: readonly Rule[] = rules): FixScope {
  for (const id of ids) {
    const rule = findRule(id, '--fix');
    if (!here.includes(rule)) {
      throw new TvError('usage.invalid_value', `\`${id}\` is not mended here`, {
        hint: 'Run `tv doctor --fix` for rules on everything',
      });
    }
    if (rule.fix === undefined) {
      throw new TvError('usage.invalid_value', `\`${id}\` is not mended by \`--fix\``, {
        ...(rule.advice === undefined ? {} : { cause: rule.advice }),
        hint: 'Leave the rule out of `--fix`, and follow what the finding says',
      });
    }
  }
  if (ids.length > 0) return ids;
  return asked ? 'safe' : 'none';
}

/** What can be mended and what cannot, of rules that failed. */
export interface FixPlan {
  readonly planned: readonly Planned[];
  /** Failures that these changes mend. */
  readonly mended: readonly Judged[];
  /** Failures that stay, for want of a fix or of permission. */
  readonly left: readonly Judged[];
}

/** Plans the fixes of failed rules, changes of one field united. */
export function planFixes(judged: readonly Judged[], scope: Permission): FixPlan {
  const failed = judged.filter(({ finding }) => finding.status === 'fail');
  const fixes = failed.map((item) => ({
    item,
    planned: mayFix(item, scope) ? (item.rule.fix?.(item.facts, item.case) ?? []) : [],
  }));
  return {
    planned: uniteChanges(fixes.flatMap(({ planned }) => planned)),
    mended: fixes.filter(({ planned }) => planned.length > 0).map(({ item }) => item),
    left: fixes.filter(({ planned }) => planned.length === 0).map(({ item }) => item),
  };
}

/** Whether a failure may be mended without asking further: it has a fix and was named, or is safe to plan. */
function mayFix({ rule, facts, case: subject }: Judged, scope: Permission): boolean {
  if (rule.fix === undefined || scope === 'none') return false;
  const named = typeof scope === 'string' ? [] : 'also' in scope ? scope.also : scope;
  if (named.includes(rule.id)) return true;
  const safe = scope === 'safe' || 'also' in Object(scope);
  return safe && (rule.fixPolicy?.(facts, subject) ?? 'planned') === 'planned';
}
