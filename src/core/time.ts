/** Milliseconds per unit of a duration such as `90d`. */
const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `90d`, `12h`, `30m`, `45s`, `2w`; undefined when it is not of that form. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})\s*([smhdw])$/.exec(text.trim());
  const unit = match?.[2] === undefined ? undefined : units[match[2]];
  return match?.[1] === undefined || unit === undefined ? undefined : Number(match[1]) * unit;
}

/**
 * A time as the API may send it: ISO string, epoch seconds (number or digits), epoch milliseconds, or missing (facts 1.3).
 * Returns ISO 8601 UTC, null when missing or empty, undefined when it is something else.
 */
export function parseApiTime(value: unknown): string | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  if (/^\d{9,14}(\.\d+)?$/.test(value)) return fromEpoch(Number(value));
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function fromEpoch(value: number): string | undefined {
  const date = new Date(value > 1e11 ? value : value * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const steps: readonly (readonly [string, number])[] = [
  ['y', 365 * 86_400_000],
  ['mo', 30 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** A span for people in its largest unit: `3d`, `2h`, `0s`. */
export function formatSpan(ms: number): string {
  const size = Math.abs(ms);
  const step = steps.find(([, length]) => size >= length);
  return step === undefined ? '0s' : `${Math.floor(size / step[1])}${step[0]}`;
}

/** A time for people, relative to now: `3d ago`, `in 2h`; `-` when unknown. */
export function formatRelative(iso: string | null, now: number): string {
  if (iso === null) return '-';
  const distance = now - Date.parse(iso);
  return distance >= 0 ? `${formatSpan(distance)} ago` : `in ${formatSpan(distance)}`;
}

/** How long something will still take, as precise as an estimate can be: `45 s`, `12 min`, `2 h 5 min`. */
export function formatEstimate(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  if (seconds <= 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}
