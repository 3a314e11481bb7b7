import type { Finding } from '../../core/model.ts';
import { plural } from '../../core/text.ts';
import { verdictOf, verdicts } from '../finding-list.ts';
import { escapeMarkup } from '../markup.ts';
import { countVerdicts, groupBySubject, type SubjectGroup, subjectTitle, worstFirst } from '../subjects.ts';
import type { ReportInput } from './report.ts';

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #8886; }
td p { margin: 0 0 0.3rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.fail { color: light-dark(#b00020, #ff8a80); font-weight: 600; }
.warn, .unknown { color: light-dark(#8a5a00, #ffcc66); font-weight: 600; }
`.trim();

/** Findings as one HTML page that needs nothing else: no script, no font, no request. */
export function htmlReport({ findings, tenant, title, time }: ReportInput): string {
  const heading = tenant === null ? title : `${title}: ${tenant}`;
  const counts = countVerdicts(findings).map(([verdict, count]) => `${count} ${verdicts[verdict].word}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(heading)}</title>
<style>
${style}
</style>
</head>
<body>
<h1>${escapeMarkup(heading)}</h1>
<p><time datetime="${time}">${time}</time>. ${counts.length === 0 ? 'No rule was judged' : counts.join(', ')}</p>
${groupBySubject(worstFirst(findings)).map(section).join('\n')}
</body>
</html>
`;
}

function section({ subject, findings }: SubjectGroup): string {
  const open = findings.filter(({ status }) => status !== 'pass');
  const passed = findings.length - open.length;
  return [
    `<h2>${escapeMarkup(subjectTitle(subject))}</h2>`,
    ...(open.length === 0 ? [] : [table(open)]),
    ...(passed === 0 ? [] : [`<p>${plural(passed, 'rule')} passed</p>`]),
  ].join('\n');
}

function table(findings: readonly Finding[]): string {
  const head = '<tr><th scope="col">Status</th><th scope="col">Rule</th><th scope="col">Finding</th></tr>';
  return `<table>\n<thead>${head}</thead>\n<tbody>\n${findings.map(row).join('\n')}\n</tbody>\n</table>`;
}

function row(finding: Finding): string {
  const { id, title, message, missing_scopes, fix, docs } = finding;
  const { word } = verdicts[verdictOf(finding)];
  const name = `<code>${escapeMarkup(id)}</code>`;
  const rule = docs?.startsWith('https://') === true ? `<a href="${escapeMarkup(docs)}">${name}</a>` : name;
  const parts = [
    `<p><strong>${escapeMarkup(title)}</strong></p>`,
    ...(message === '' ? [] : [`<p>${escapeMarkup(message)}</p>`]),
    ...(missing_scopes.length === 0
      ? []
      : [`<p>Missing scopes: <code>${escapeMarkup(missing_scopes.join(' '))}</code></p>`]),
    ...(fix === null ? [] : [`<p>Fix: <code>${escapeMarkup(fix)}</code></p>`]),
  ];
  return `<tr><td class="${word}">${word}</td><td>${rule}</td><td>${parts.join('')}</td></tr>`;
}
