import { columns, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

/** `tv help rules` */
export const rulesTopic: Topic = {
  name: 'rules',
  summary: 'Rules that `check`, `doctor`, `setup` and `enable` judge by',
  render: async () => {
    const { rules } = await import('../../vault/rules/registry.ts');
    return topicPage(
      'Rules',
      columns(
        rules.map(({ id, title, severity }) => [
          id,
          `${typeof severity === 'string' ? severity : 'depends'}: ${title}`,
        ]),
      ),
      wrapText(
        'A finding passes, fails, is skipped (no API can tell) or unknown (a scope is missing). A failed error ends with exit 3, a failed warning with `--fail-on warning`; else an unknown one ends with exit 4. `--only <rule>` and `--skip <rule>` choose.',
        0,
      ),
      wrapText(
        '`--fix` plans what is safe to change, `--fix <rule>` what is named, and shows it before anything is sent.',
        0,
      ),
    );
  },
};
