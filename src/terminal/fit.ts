/** A column before its width is settled. */
export interface Span {
  /** Width of its widest cell, header included. */
  readonly natural: number;
  /** Width of its header, which is not cut. */
  readonly header: number;
  /** Lower gives way first; 9 never does. */
  readonly weight: number;
}

/** Spaces between two columns. */
export const gap = 2;
const narrowest = 6;

/**
 * Widths that make the columns fit the terminal: the columns of the lowest weight give way first, the widest of them before the others.
 * Undefined when they do not fit even then.
 */
export function fitWidths(spans: readonly Span[], width: number): readonly number[] | undefined {
  const room = width - gap * Math.max(0, spans.length - 1);
  const widths = spans.map(({ natural }) => natural);
  let excess = sum(widths) - room;
  const weights = [...new Set(spans.map(({ weight }) => weight))].filter((weight) => weight < 9);
  for (const weight of weights.sort((left, right) => left - right)) {
    const group = spans.flatMap((span, index) => (span.weight === weight ? [index] : []));
    while (excess > 0 && narrowWidest(group, widths, spans)) excess -= 1;
  }
  return excess > 0 ? undefined : widths;
}

function narrowWidest(group: readonly number[], widths: number[], spans: readonly Span[]): boolean {
  const slack = (index: number): number => (widths[index] ?? 0) - floor(spans[index]);
  const candidates = group.filter((index) => slack(index) > 0);
  const widest = candidates.sort((left, right) => (widths[right] ?? 0) - (widths[left] ?? 0))[0];
  if (widest === undefined) return false;
  widths[widest] = (widths[widest] ?? 0) - 1;
  return true;
}

function floor(span: Span | undefined): number {
  return span === undefined ? 0 : Math.min(span.natural, Math.max(span.header, narrowest));
}

/** Gives the room that is left to the columns that may be cut, evenly, for rows that are still to come. */
export function spread(widths: readonly number[], spans: readonly Span[], width: number): readonly number[] {
  const spare = width - gap * Math.max(0, widths.length - 1) - sum(widths);
  const growing = spans.flatMap(({ weight }, index) => (weight < 9 ? [index] : []));
  const share = growing.length === 0 ? 0 : Math.max(0, Math.floor(spare / growing.length));
  return widths.map((value, index) => (growing.includes(index) ? value + share : value));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
