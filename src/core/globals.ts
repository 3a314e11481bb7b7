/** Output formats of `-o`. */
export const outputFormats = ['table', 'json', 'jsonl', 'csv', 'yaml', 'id'] as const;
/** Formats that only commands know whose spec names them. */
export const reportFormats = ['junit', 'sarif', 'markdown', 'html'] as const;
/** One output format. */
export type OutputFormat = (typeof outputFormats)[number] | (typeof reportFormats)[number];

/** Formats that a program reads; stderr is JSON lines then. */
export function isMachineFormat(format: OutputFormat): boolean {
  return format === 'json' || format === 'jsonl' || format === 'csv' || format === 'yaml';
}

/** The global options, flag before environment before profile default (product section 3). */
export interface Globals {
  readonly profile: string | undefined;
  readonly output: OutputFormat;
  /** True when a flag or the environment chose the format. */
  readonly outputChosen: boolean;
  readonly fields: readonly string[] | undefined;
  readonly header: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly input: boolean;
  readonly color: boolean | undefined;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** Seconds per request. */
  readonly timeout: number;
  /** Seconds without progress. */
  readonly maxWait: number;
  /** Percent. */
  readonly rateShare: number;
  readonly expectTenant: string | undefined;
  readonly receipt: string | undefined;
  readonly readOnly: boolean;
  readonly noReveal: boolean;
}
