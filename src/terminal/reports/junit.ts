import type { Finding } from '../../core/model.ts';
import { type Verdict, verdictOf } from '../finding-list.ts';
import { escapeMarkup } from '../markup.ts';
import { findingDetails, groupBySubject, type SubjectGroup, subjectTitle } from '../subjects.ts';
import type { ReportInput } from './report.ts';

/**
 * Findings as JUnit XML (https://github.com/testmoapp/junitxml): a suite for each subject, a case for each rule. Failed errors and warnings are
 * failures of that type, what could not be told is an error, what does not apply is skipped.
 */
export function junitReport({ findings, tenant, title, time }: ReportInput): string {
  const suites = groupBySubject(findings).map((group) => suite(group, tenant, time));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: title, ...counts(findings), time: '0', timestamp: time.slice(0, 19) })}>`,
    ...suites,
    '</testsuites>\n',
  ].join('\n');
}

function suite({ subject, findings }: SubjectGroup, tenant: string | null, time: string): string {
  const name = subjectTitle(subject);
  const head = {
    name,
    ...counts(findings),
    time: '0',
    timestamp: time.slice(0, 19),
    hostname: tenant ?? 'local',
  };
  const cases = findings.map((finding) => testCase(finding, name));
  return [`  <testsuite ${attributes(head)}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase(finding: Finding, classname: string): string {
  const head = `    <testcase ${attributes({ name: `${finding.id}: ${finding.title}`, classname, time: '0' })}`;
  const outcome = outcomeElement(finding);
  return outcome === undefined ? `${head}/>` : `${head}>\n      ${outcome}\n    </testcase>`;
}

const elements: Readonly<Record<Verdict, string | undefined>> = {
  fail: 'failure',
  warn: 'failure',
  unknown: 'error',
  info: 'system-out',
  skip: 'skipped',
  pass: undefined,
};

function outcomeElement(finding: Finding): string | undefined {
  const element = elements[verdictOf(finding)];
  if (element === undefined) return undefined;
  const details = findingDetails(finding).map(escapeMarkup).join('\n');
  if (element === 'system-out') return `<system-out>${details}</system-out>`;
  const message = finding.message === '' ? finding.title : finding.message;
  if (element === 'skipped') return `<skipped ${attributes({ message })}/>`;
  const type = element === 'error' ? 'unknown' : finding.severity;
  return `<${element} ${attributes({ message, type })}>${details}</${element}>`;
}

function counts(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const count = (element: string): string =>
    String(findings.filter((finding) => elements[verdictOf(finding)] === element).length);
  return {
    tests: String(findings.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeMarkup(value)}"`)
    .join(' ');
}
