import type { Finding } from '../../core/model.ts';
import { plural, stripControls } from '../../core/text.ts';
import { verdictOf, verdicts } from '../finding-list.ts';
import { countVerdicts, groupBySubject, type SubjectGroup, subjectTitle, worstFirst } from '../subjects.ts';
import type { ReportInput } from './report.ts';

/** Findings as Markdown for a job summary or an issue: totals, then a table of what did not pass for each subject. */
export function markdownReport({ findings, tenant, title, time }: ReportInput): string {
  const scopes = [...new Set(findings.flatMap(({ missing_scopes }) => missing_scopes))];
  const blocks = [
    `# ${escapeMarkdown(title)}`,
    [tenant === null ? undefined : `Tenant ${code(tenant)}`, time]
      .filter((part) => part !== undefined)
      .join(', '),
    findings.length === 0 ? 'No rule was judged' : totals(findings),
    ...groupBySubject(worstFirst(findings)).map(section),
    ...(scopes.length === 0 ? [] : [`Missing scopes: ${code(scopes.join(' '))}`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function totals(findings: readonly Finding[]): string {
  const rows = countVerdicts(findings).map(([verdict, count]) => `| ${verdicts[verdict].word} | ${count} |`);
  return ['| status | rules |', '| --- | ---: |', ...rows].join('\n');
}

function section({ subject, findings }: SubjectGroup): string {
  const open = findings.filter(({ status }) => status !== 'pass');
  const passed = findings.length - open.length;
  return [
    `## ${escapeMarkdown(subjectTitle(subject))}`,
    ...(open.length === 0 ? [] : [table(open)]),
    ...(passed === 0 ? [] : [`${plural(passed, 'rule')} passed`]),
  ].join('\n\n');
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const word = verdicts[verdictOf(finding)].word;
    const rule = finding.docs === null ? code(finding.id) : `[${code(finding.id)}](${link(finding.docs)})`;
    const scopes = finding.missing_scopes.map(code).join(' ');
    const says = [`**${escapeMarkdown(finding.title)}**`, escapeMarkdown(finding.message)].filter(
      (part) => part !== '',
    );
    const mends = [
      ...(finding.fix === null ? [] : [code(finding.fix)]),
      ...(scopes === '' ? [] : [`add ${scopes}`]),
    ];
    return `| ${word} | ${rule} | ${says.join('<br>')} | ${mends.join('<br>')} |`;
  });
  return ['| status | rule | finding | fix |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function escapeMarkdown(text: string): string {
  return stripControls(text)
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** A code span; a pipe would end the cell even there, and a backtick the span. */
function code(text: string): string {
  const clean = stripControls(text).replaceAll('|', '\\|');
  return clean.includes('`') ? `\`\` ${clean} \`\`` : `\`${clean}\``;
}

function link(url: string): string {
  return stripControls(url).replace(/[\s()<>|]/g, (character) =>
    encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
  );
}
