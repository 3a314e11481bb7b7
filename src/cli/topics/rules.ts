import type { Rule } from '../../vault/rules/rule.ts';
import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

const subjects: readonly (readonly [Rule['subject'], string])[] = [
  ['tenant', 'Tenant'],
  ['connection', 'Connections'],
  ['app', 'Applications'],
  ['user', 'One user'],
  ['local', 'This machine'],
];

/** `tv help rules` */
export const rulesTopic: Topic = {
  name: 'rules',
  summary: 'Rules that `check`, `doctor`, `setup` and `enable` judge by',
  render: async () => {
    const { rules } = await import('../../vault/rules/registry.ts');
    return topicPage(
      'Rules',
      wrapText('What holds when a rule passes, and in brackets how severe it is when it does not.', 0),
      ...subjects.map(([subject, title]) => [
        title,
        ...columns(rules.filter((rule) => rule.subject === subject).map((rule) => [rule.id, told(rule)])),
      ]),
      wrapText(
        'A finding passes, fails, is skipped (no API can tell) or unknown (a scope is missing). A failed error ends with exit 3, and so does a failed warning with `--fail-on warning`; an info never does. When none fails, an unknown one ends with exit 4. `--only <rule>` and `--skip <rule>` choose.',
        0,
      ),
      wrapText(
        '`--fix` plans what is safe to change, `--fix <rule>` what is named, and shows it before anything is sent.',
        0,
      ),
    );
  },
};

function told({ severity, severities, passes }: Rule): string {
  return `${passes} (${severities ?? String(severity)})`;
}
