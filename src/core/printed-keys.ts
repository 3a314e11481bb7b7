/** Keys that `--fields` may name in what a command prints. */
export interface PrintedKeys {
  /** In json, jsonl and yaml; what an object among them holds is in `partsOf`. */
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

/** What the objects in printed documents hold; `any` where the keys are data or the API's own. */
const parts: Readonly<Record<string, readonly string[] | 'any'>> = {
  changes: changeRows,
  before: 'any',
  after: 'any',
  error: 'any',
  findings: ['id', 'severity', 'status', 'subject', 'title', 'message', 'missing_scopes', 'fix', 'docs'],
  subject: ['type', 'id', 'name'],
  summary: ['pass', 'warn', 'fail', 'unknown', 'skip'],
  origins: 'any',
  missing_scopes: 'any',
  exchange: 'any',
  account: 'any',
};

/** Whether a dotted path leads to something among these keys of a document. */
export function isPrinted(document: readonly string[], path: string): boolean {
  if (document.includes(path)) return true;
  const [head = '', ...rest] = path.split('.');
  if (!document.includes(head)) return false;
  const below = parts[head];
  if (rest.length === 0 || below === undefined) return rest.length === 0;
  return rest.every((part) => part !== '') && (below === 'any' || isPrinted(below, rest.join('.')));
}

/** What every command that makes changes prints. */
export const changeKeys: PrintedKeys = { document: ['dry_run', 'changes'], rows: changeRows };

/** The same keys in every format. */
export function sameKeys(...keys: readonly string[]): PrintedKeys {
  return { document: keys, rows: keys };
}
