import type { Finding } from '../../core/model.ts';
import { verdictOf } from '../finding-list.ts';
import { escapeMarkup } from '../markup.ts';
import { findingDetails, groupBySubject, type SubjectGroup, subjectTitle } from '../subjects.ts';
import type { ReportInput } from './report.ts';

/**
 * Findings as JUnit XML (https://github.com/testmoapp/junitxml): a suite for each subject, a case for each rule. It fails when the exit code does:
 * failed errors are failures, and with `--fail-on warning` failed warnings too; what could not be told is an error, what does not apply is skipped.
 */
export function junitReport(input: ReportInput): string {
  const { findings, title, time } = input;
  const suites = groupBySubject(findings).map((group) => suite(group, input));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: title, ...counts(findings, input), time: '0', timestamp: time.slice(0, 19) })}>`,
    ...suites,
    '</testsuites>\n',
  ].join('\n');
}

function suite({ subject, findings }: SubjectGroup, input: ReportInput): string {
  const { tenant, time } = input;
  const name = subjectTitle(subject);
  const head = {
    name,
    ...counts(findings, input),
    time: '0',
    timestamp: time.slice(0, 19),
    hostname: tenant ?? 'local',
  };
  const cases = findings.map((finding) => testCase(finding, name, input));
  return [`  <testsuite ${attributes(head)}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase(finding: Finding, classname: string, input: ReportInput): string {
  const head = `    <testcase ${attributes({ name: `${finding.id}: ${finding.title}`, classname, time: '0' })}`;
  const outcome = outcomeElement(finding, input);
  return outcome === undefined ? `${head}/>` : `${head}>\n      ${outcome}\n    </testcase>`;
}

function elementOf(finding: Finding, { failOn }: ReportInput): string | undefined {
  switch (verdictOf(finding)) {
    case 'fail':
      return 'failure';
    case 'warn':
      return failOn === 'warning' ? 'failure' : 'system-out';
    case 'unknown':
      return finding.severity === 'info' ? 'skipped' : 'error';
    case 'info':
      return 'system-out';
    case 'skip':
      return 'skipped';
    case 'pass':
      return undefined;
  }
}

function outcomeElement(finding: Finding, input: ReportInput): string | undefined {
  const element = elementOf(finding, input);
  if (element === undefined) return undefined;
  const details = findingDetails(finding).map(escapeMarkup).join('\n');
  if (element === 'system-out') {
    return `<system-out>${finding.severity === 'warning' ? 'warning: ' : ''}${details}</system-out>`;
  }
  const message = finding.message === '' ? finding.title : finding.message;
  if (element === 'skipped') return `<skipped ${attributes({ message })}/>`;
  const type = element === 'error' ? 'unknown' : finding.severity;
  return `<${element} ${attributes({ message, type })}>${details}</${element}>`;
}

function counts(findings: readonly Finding[], input: ReportInput): Readonly<Record<string, string>> {
  const count = (element: string): string =>
    String(findings.filter((finding) => elementOf(finding, input) === element).length);
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
