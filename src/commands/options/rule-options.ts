import type { OptionSpec } from '../../core/command.ts';
import { exchangeKinds } from '../../core/protocol.ts';

/** Which rules are judged, and which failures count. */
export const ruleOptions: readonly OptionSpec[] = [
  {
    name: 'only',
    kind: 'list',
    value: 'rule',
    summary: 'Judge only this rule; may be repeated',
    completes: 'rule',
  },
  {
    name: 'skip',
    kind: 'list',
    value: 'rule',
    summary: 'Leave this rule out; may be repeated',
    completes: 'rule',
  },
  {
    name: 'fail-on',
    kind: 'choice',
    value: 'severity',
    choices: ['error', 'warning'],
    fallback: 'error',
    summary: 'Lowest severity of a failed rule that ends in exit code 3',
  },
];

/** `--fix [rule…]`: what is safe to mend, or the rules that are named. */
export function fixOption(summary: string): OptionSpec {
  return {
    name: 'fix',
    kind: 'list',
    value: 'rule',
    valueOptional: true,
    variadic: true,
    summary,
    completes: 'rule',
  };
}

/** `--exchange <kind>`: whose rules are meant. */
export function exchangeOption(summary: string): OptionSpec {
  return { name: 'exchange', kind: 'choice', value: 'kind', choices: exchangeKinds, summary };
}
