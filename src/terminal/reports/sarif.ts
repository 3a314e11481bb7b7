import { createHash } from 'node:crypto';
import type { Finding } from '../../core/model.ts';
import { scrub } from '../../core/secret.ts';
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
  const rules = [...new Map(findings.map((finding) => [finding.id, finding])).values()];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tv',
            informationUri: 'https://www.npmjs.com/package/tokenvault-cli',
            rules: rules.map(describeRule),
          },
        },
        invocations: [{ executionSuccessful: true, endTimeUtc: time }],
        results: reported.map((finding) => ({
          ruleId: finding.id,
          ruleIndex: rules.findIndex(({ id }) => id === finding.id),
          ...outcome(finding),
          message: { text: messageText(finding) },
          locations: [location(finding, tenant)],
          partialFingerprints: { 'subjectAndRule/v1': fingerprint(finding, tenant) },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule({ id, title, severity, docs }: Finding): Readonly<Record<string, unknown>> {
  return {
    id,
    shortDescription: { text: clean(title) },
    ...(docs === null ? {} : { helpUri: docs }),
    defaultConfiguration: { level: levels[severity] },
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
      artifactLocation: { uri: path.map(encodeURIComponent).join('/') },
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

function fingerprint({ id, subject }: Finding, tenant: string | null): string {
  const parts = JSON.stringify([tenant, id, subject.type, subject.id]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}

function clean(text: string): string {
  return stripControls(scrub(text));
}
