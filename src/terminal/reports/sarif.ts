import { createHash } from 'node:crypto';
import type { Finding } from '../../core/model.ts';
import { stripControls } from '../../core/text.ts';
import { subjectTitle } from '../subjects.ts';
import type { ReportInput } from './report.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): failed rules and those that could not be told. A tenant has no source
 * file, so each result points to a pseudo artifact named after its subject, and to the subject as a logical location.
 */
export function sarifReport({ findings, tenant, time }: ReportInput): string {
  const reported = findings.filter(({ status }) => status === 'fail' || status === 'unknown');
  const ids = [...new Set(findings.map(({ id }) => id))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tv',
            informationUri: 'https://www.npmjs.com/package/tokenvault-cli',
            rules: ids.map((id) => describeRule(findings.filter((finding) => finding.id === id))),
          },
        },
        invocations: [{ executionSuccessful: true, endTimeUtc: time }],
        results: reported.map((finding, index) => ({
          ruleId: finding.id,
          ruleIndex: ids.indexOf(finding.id),
          ...outcome(finding),
          message: { text: messageText(finding) },
          locations: [location(finding, tenant)],
          partialFingerprints: {
            'subjectAndRule/v1': fingerprint(finding, tenant, earlier(reported, index)),
          },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A rule from all that was found by it: the first page that explains it counts for all. */
function describeRule(findings: readonly Finding[]): Readonly<Record<string, unknown>> {
  const docs = findings.find((finding) => finding.docs !== null)?.docs;
  return {
    id: findings[0]?.id,
    shortDescription: { text: clean(findings[0]?.title ?? '') },
    ...(docs === null || docs === undefined ? {} : { helpUri: docs }),
    defaultConfiguration: { level: levels[findings[0]?.severity ?? 'error'] },
  };
}

/** What could not be told is open, and only what failed has a level (SARIF 3.27.9, 3.27.10). */
function outcome({ status, severity }: Finding): { readonly kind: string; readonly level: string } {
  return status === 'fail' ? { kind: 'fail', level: levels[severity] } : { kind: 'open', level: 'none' };
}

function messageText(finding: Finding): string {
  const { title, message, missing_scopes, fix } = finding;
  return [
    `${subjectTitle(finding.subject)}: ${message === '' ? title : message}`,
    ...(missing_scopes.length === 0 ? [] : [`Missing scopes: ${missing_scopes.join(' ')}`]),
    ...(fix === null ? [] : [`Fix: ${fix}`]),
  ]
    .map(clean)
    .join('\n');
}

function location({ subject }: Finding, tenant: string | null): Readonly<Record<string, unknown>> {
  const path = [tenant ?? 'tenant', subject.type, subject.id];
  return {
    physicalLocation: {
      artifactLocation: { uri: path.map(uriPart).join('/') },
      region: { startLine: 1 },
    },
    logicalLocations: [
      {
        name: clean(subject.name === '' ? subject.id : subject.name),
        fullyQualifiedName: clean(path.join('/')),
        kind: 'resource',
      },
    ],
  };
}

/** Half of a surrogate pair, which JSON may hold, has no place in a URI. */
function uriPart(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}

/** How many results before this one are about the same rule and subject, as with several connections of one application. */
function earlier(findings: readonly Finding[], index: number): number {
  const one = findings[index];
  return findings
    .slice(0, index)
    .filter(
      ({ id, subject }) =>
        id === one?.id && subject.id === one.subject.id && subject.type === one.subject.type,
    ).length;
}

function fingerprint({ id, subject }: Finding, tenant: string | null, nth: number): string {
  const parts = JSON.stringify([tenant, id, subject.type, subject.id, ...(nth === 0 ? [] : [nth])]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}

function clean(text: string): string {
  return stripControls(text);
}
