/** Keys that `--fields` may name in what a command prints. */
export interface PrintedKeys {
  /** In json, jsonl and yaml; each stands for its parts too. */
  readonly document: readonly string[];
  /** Columns of table and csv. */
  readonly rows: readonly string[];
}

const changeRows = [
  'resource',
  'id',
  'name',
  'field',
  'before',
  'after',
  'impact',
  'status',
  'warning',
  'error',
] as const;

/** Columns of findings. */
export const findingRows = [
  'subject_type',
  'subject_id',
  'subject_name',
  'id',
  'severity',
  'status',
  'title',
  'message',
  'missing_scopes',
  'fix',
  'docs',
] as const;

/** What every command that makes changes prints. */
export const changeKeys: PrintedKeys = { document: ['dry_run', 'changes'], rows: changeRows };

/** The same keys in every format. */
export function sameKeys(...keys: readonly string[]): PrintedKeys {
  return { document: keys, rows: keys };
}
