import { TvError } from '../../core/errors.ts';
import type { reportFormats } from '../../core/globals.ts';
import { isObject } from '../../core/json.ts';
import type { Finding } from '../../core/model.ts';
import type { Result } from '../../core/result.ts';
import { findingsIn } from '../finding-list.ts';
import type { RenderOptions } from '../render-options.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly findings: readonly Finding[];
  /** Domain of the tenant, when it is known. */
  readonly tenant: string | null;
  readonly title: string;
  /** When the report was made, ISO 8601 UTC. */
  readonly time: string;
  /** From which severity on a failed rule fails the run. */
  readonly failOn: 'error' | 'warning';
}

/** Writes findings as a report that a CI system reads, or a dashboard as a page; throws `usage.invalid_value` for any other result. */
export async function writeReport(
  { data, view }: Result,
  format: (typeof reportFormats)[number],
  options: RenderOptions,
): Promise<undefined> {
  const drawsPage = view.kind === 'dashboard' && format === 'html';
  if (view.kind !== 'findings' && !drawsPage) {
    throw new TvError('usage.invalid_value', `This result cannot be written as \`${format}\``, {
      hint: 'Use `-o json`, or run `tv doctor` for a report',
    });
  }
  if (options.fields !== undefined) {
    throw new TvError('usage.conflict', `\`--fields\` cannot be used with \`-o ${format}\``, {
      hint: 'Use `-o json` or `-o csv` with `--fields`',
    });
  }
  const time = new Date(options.now).toISOString();
  if (view.kind === 'dashboard') {
    const { dashboardPage } = await import('../dashboards/page.ts');
    await options.stdout.write(dashboardPage(view, { time }));
    return;
  }
  const tenant = isObject(data) && typeof data.tenant === 'string' ? data.tenant : (options.tenant ?? null);
  const write = await loadReport(format);
  const input = {
    findings: findingsIn(data),
    tenant,
    title: (view.kind === 'findings' ? view.title : undefined) ?? 'Token Vault findings',
    time,
    failOn: (view.kind === 'findings' ? view.failOn : undefined) ?? 'error',
  };
  await options.stdout.write(write(input));
}

async function loadReport(format: (typeof reportFormats)[number]): Promise<(input: ReportInput) => string> {
  switch (format) {
    case 'junit':
      return (await import('./junit.ts')).junitReport;
    case 'sarif':
      return (await import('./sarif.ts')).sarifReport;
    case 'markdown':
      return (await import('./markdown.ts')).markdownReport;
    case 'html':
      return (await import('./html.ts')).htmlReport;
  }
}
