/** A column before its width is settled. */
export interface Span {
  /** Width of its widest cell, header included. */
  readonly natural: number;
  /** Width of its header, which is not cut. */
  readonly header: number;
  /** Lower gives way first; 9 never does. */
  readonly weight: number;
  /** What it is not narrowed below. */
  readonly least?: number | undefined;
  /** Whether it may be left out. */
  readonly optional?: boolean | undefined;
}

/** Spaces between two columns. */
export const gap = 2;
const narrowest = 6;

/**
 * Widths that make the columns fit the terminal, undefined for those left out. The columns of the lowest weight give way first: they are
 * narrowed, the widest of them before the others, and the optional ones among them left out when that is not enough. Undefined when they
 * do not fit even then.
 */
export function fitWidths(
  spans: readonly Span[],
  width: number,
): readonly (number | undefined)[] | undefined {
  const out = new Set<number>();
  for (;;) {
    const kept = spans.filter((_, index) => !out.has(index));
    const widths = narrow(kept, width);
    if (widths !== undefined) {
      const fitted = widths.values();
      return spans.map((_, index) => (out.has(index) ? undefined : fitted.next().value));
    }
    const next = lightest(spans, out);
    if (next === undefined) return undefined;
    out.add(next);
  }
}

/** Widths that fit, of columns that all stay; no column is narrowed as long as a lighter optional one could be left out instead. */
function narrow(spans: readonly Span[], width: number): readonly number[] | undefined {
  const widths = spans.map(({ natural }) => natural);
  let excess = roomTaken(widths) - width;
  const light = Math.min(...spans.filter(({ optional }) => optional === true).map(({ weight }) => weight));
  const weights = [...new Set(spans.map(({ weight }) => weight))].filter((weight) => weight < 9);
  for (const weight of weights.sort((left, right) => left - right)) {
    if (weight > light) break;
    const group = spans.flatMap((span, index) => (span.weight === weight ? [index] : []));
    while (excess > 0 && narrowWidest(group, widths, spans)) excess -= 1;
  }
  return excess > 0 ? undefined : widths;
}

/** The optional column that goes next, the last of those that weigh the least. */
function lightest(spans: readonly Span[], out: ReadonlySet<number>): number | undefined {
  return spans
    .flatMap(({ optional, weight }, index) =>
      optional === true && !out.has(index) ? [{ index, weight }] : [],
    )
    .sort((left, right) => left.weight - right.weight || right.index - left.index)[0]?.index;
}

function narrowWidest(group: readonly number[], widths: number[], spans: readonly Span[]): boolean {
  const slack = (index: number): number => (widths[index] ?? 0) - floor(spans[index]);
  const candidates = group.filter((index) => slack(index) > 0);
  const widest = candidates.sort((left, right) => (widths[right] ?? 0) - (widths[left] ?? 0))[0];
  if (widest === undefined) return false;
  widths[widest] = (widths[widest] ?? 0) - 1;
  return true;
}

/** What may be left out is not cut before, unless it says how far. */
function floor(span: Span | undefined): number {
  if (span === undefined) return 0;
  const { natural, header, optional, least = optional === true ? natural : narrowest } = span;
  return Math.min(natural, Math.max(header, least));
}

/** Gives the room that is left to the columns that may be cut, evenly, for rows that are still to come. */
export function spread(widths: readonly number[], spans: readonly Span[], width: number): readonly number[] {
  const spare = width - roomTaken(widths);
  const growing = spans.flatMap(({ weight }, index) => (weight < 9 ? [index] : []));
  const share = growing.length === 0 ? 0 : Math.max(0, Math.floor(spare / growing.length));
  return widths.map((value, index) => (growing.includes(index) ? value + share : value));
}

/** What columns of these widths take side by side. */
export function roomTaken(widths: readonly number[]): number {
  return widths.reduce((total, value) => total + gap + value, -gap);
}
