import type { Finding } from '../core/model.ts';
import { plural, stripControls } from '../core/text.ts';
import type { Palette } from './colour.ts';
import { type Verdict, verdictOf, verdicts } from './finding-list.ts';
import { healthyLines } from './healthy.ts';
import { countVerdicts, groupBySubject, type SubjectGroup, subjectTitle, worstFirst } from './subjects.ts';
import { wrapText } from './wrap.ts';

/** How findings are drawn on a terminal. */
export interface FindingStyle {
  readonly width: number;
  readonly palette: Palette;
  readonly title?: string;
  /** Paragraphs under the findings. */
  readonly footer?: readonly string[];
  /** Said when there are none. */
  readonly empty?: string;
}

/** More passed rules of one subject than this are told as a number. */
const fewPasses = 2;
/** From so many on, subjects without a fault are told together. */
const fewHealthy = 2;

/** Findings for people: grouped by subject, worst first, with totals and, last, the scopes that are missing; ends with a line end. */
export function formatFindings(findings: readonly Finding[], style: FindingStyle): string {
  const { width, palette, title, footer = [], empty = 'No rule was judged' } = style;
  const groups = groupBySubject(worstFirst(findings));
  const passed = groups.filter(({ findings: judged }) => judged.every(({ status }) => status === 'pass'));
  const healthy = passed.length >= fewHealthy ? passed : [];
  const blocks = [
    ...(title === undefined ? [] : [paragraph(title, width).map(palette.strong)]),
    ...groups.filter((group) => !healthy.includes(group)).map((group) => subjectLines(group, style)),
    ...(healthy.length === 0 ? [] : [healthyLines(healthy, style)]),
    ...(findings.length === 0 ? [paragraph(empty, width)] : [totals(findings, style)]),
    ...footer.map((line) => paragraph(line, width)),
    ...missingScopeLines(findings, style),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function subjectLines({ subject, findings }: SubjectGroup, style: FindingStyle): readonly string[] {
  const heading = wrapText(stripControls(subjectTitle(subject)), {
    width: style.width,
    rest: '  ',
  });
  const passed = findings.filter(({ status }) => status === 'pass');
  const told = passed.length > fewPasses ? findings.filter(({ status }) => status !== 'pass') : findings;
  const labels = told.map((finding) => labelOf(verdictOf(finding)).length);
  const column = 2 + Math.max(0, ...labels) + 2;
  return [
    ...heading.map(style.palette.strong),
    ...told.flatMap((finding) => findingLines(finding, column, style)),
    ...(told === findings ? [] : [style.palette.good(`  ✓ ${plural(passed.length, 'rule')} pass`)]),
  ];
}

function labelOf(verdict: Verdict): string {
  return `${verdicts[verdict].symbol} ${verdicts[verdict].word}`;
}

function findingLines(finding: Finding, column: number, style: FindingStyle): readonly string[] {
  const { width, palette } = style;
  const verdict = verdictOf(finding);
  const label = labelOf(verdict);
  const first = `  ${label}`.padEnd(column);
  const rest = ' '.repeat(column);
  const tag = `(${stripControls(finding.id)})`;
  const head = wrapText(`${stripControls(finding.title)} ${tag}`, { width, first, rest });
  const painted = head.map((line, index) => {
    const text = line.replace(tag, () => palette.muted(tag));
    return index === 0 ? `  ${palette[verdicts[verdict].tone](label)}${text.slice(2 + label.length)}` : text;
  });
  return verdict === 'pass' ? painted : [...painted, ...detailLines(finding, rest, style)];
}

function detailLines(finding: Finding, indent: string, { width, palette }: FindingStyle): readonly string[] {
  const { message, title, missing_scopes, fix, docs, status } = finding;
  const part = (label: string, text: string): readonly string[] =>
    wrapText(stripControls(text), {
      width,
      first: `${indent}${label}`,
      rest: label === '' ? indent : `${indent}  `,
    });
  return [
    ...(message === '' || message === title ? [] : part('', message)),
    ...(missing_scopes.length === 0 ? [] : part('missing scopes: ', missing_scopes.join(' '))),
    ...(fix === null ? [] : part('fix: ', fix)),
    // One way to mend it is enough: the page is for what no command mends.
    ...(docs === null || fix !== null || status !== 'fail' ? [] : part('docs: ', docs).map(palette.muted)),
  ];
}

const counted: Readonly<Record<Verdict, readonly [string, string]>> = {
  fail: ['failed', 'failed'],
  warn: ['warning', 'warnings'],
  unknown: ['unknown', 'unknown'],
  info: ['for information', 'for information'],
  skip: ['skipped', 'skipped'],
  pass: ['passed', 'passed'],
};

function totals(findings: readonly Finding[], { width, palette }: FindingStyle): readonly string[] {
  const present = countVerdicts(findings);
  const text = present.map(([verdict, count]) => plural(count, ...counted[verdict])).join(', ');
  const worst = present[0]?.[0] ?? 'pass';
  return wrapText(text, { width }).map(palette[verdicts[worst].tone]);
}

/** All missing scopes on one line, to paste into the dashboard. */
function missingScopeLines(
  findings: readonly Finding[],
  { width, palette }: FindingStyle,
): readonly (readonly string[])[] {
  const scopes = [...new Set(findings.flatMap(({ missing_scopes }) => missing_scopes))].map(stripControls);
  if (scopes.length === 0) return [];
  return [[palette.strong('Missing scopes:'), ...wrapText(scopes.join(' '), { width })]];
}

function paragraph(text: string, width: number): readonly string[] {
  return wrapText(stripControls(text), { width });
}
