import { columns, wrapCommand, wrapText } from '../help-layout.ts';
import { type Topic, topicPage } from './topic.ts';

/** Jobs for CI, with the lines that do the work; the README has each as a workflow. */
export const recipes: readonly {
  readonly title: string;
  readonly lines: readonly string[];
  readonly meaning: string;
}[] = [
  {
    title: 'Fail a pull request when Token Vault would break',
    lines: ['tv doctor -o sarif > token-vault.sarif'],
    meaning:
      'Exit 3: a rule failed, such as an application that is no longer eligible. Exit 4: a scope is missing, so a rule could not be told. `-o junit`, `-o markdown` and `-o html` are there too.',
  },
  {
    title: 'Offboard a user',
    lines: [
      'tv tokensets list --user "$LEAVER" -o jsonl > before.jsonl',
      'tv tokensets delete --user "$LEAVER" --all --max 50 --yes --receipt receipt.jsonl',
    ],
    meaning:
      'Exit 8: connected accounts are left, which only their user can delete. The provider’s own tokens are not revoked; the output says where to do that.',
  },
  {
    title: 'Take stock every night',
    lines: [
      'tv tokensets report --all-users --json > report.json',
      'tv tokensets list --all-users --unused-for 90d -o jsonl > stale.jsonl',
      'tv connections list --json > connections.json',
      'tv apps list --json > apps.json',
    ],
    meaning: 'Later, `tv tokensets delete --from stale.jsonl` deletes exactly those rows.',
  },
];

/** `tv help ci` */
export const ciTopic: Topic = {
  name: 'ci',
  summary: 'Credentials, gates and guards for pipelines',
  render: () =>
    topicPage(
      'Pipelines',
      wrapText(
        'Credentials come from the environment: AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET (or a key, see `tv help environment`). No profile, home or writable directory is needed.',
        0,
      ),
      [
        'Gates',
        ...columns([
          ['tv apps check --enabled', 'Every application that has the grant may have it'],
          ['tv connections check --enabled', 'Every connection with Token Vault is set up for it'],
          ['tv doctor -o junit', 'Everything, as a test report; also `-o sarif`, `-o markdown`, `-o html`'],
          ['tv exchange --expect-scope <s>', 'A real exchange, and the scopes it must give'],
        ]),
      ],
      wrapText(
        'Exit 0 passes, 3 is no, 4 cannot be told for lack of a scope. `--fail-on warning` is stricter, `--only` and `--skip` choose rules.',
        0,
      ),
      [
        'Guards',
        ...columns([
          ['TV_READ_ONLY=1', 'Refuses every write; no flag undoes it'],
          ['TV_NO_REVEAL=1', 'Prints no token; no flag undoes it'],
          ['--expect-tenant <domain>', 'Refuses to run on another tenant, before any request'],
          ['--dry-run', 'Plans changes and sends only reads'],
          ['--receipt <file>', 'Keeps a line of every write that was sent'],
        ]),
      ],
      ['Jobs', ...recipes.flatMap(job)],
      wrapText(
        'Nothing is asked where there is no terminal or CI is set: a missing answer is exit 2 and names its flag, and what is not additive needs `--yes`. With `-o json` stderr is JSON lines, the error last. `--timeout` and `--max-wait` bound the time a job may take. The README has the jobs as GitHub Actions workflows.',
        0,
      ),
    ),
};

function job({ title, lines, meaning }: (typeof recipes)[number]): readonly string[] {
  return [`  ${title}`, ...lines.flatMap((line) => wrapCommand(line, 4)), ...wrapText(meaning, 4)];
}
