import { TvError } from '../core/errors.ts';
import { exitCodes } from '../core/exit-codes.ts';

/**
 * Does the work for every item side by side; when some fail, throws the error of the first of them in the order of the items, whatever
 * the order in which they failed. A usage error goes before all others (product section 4).
 */
export async function allInOrder<Item, Out>(
  items: readonly Item[],
  work: (item: Item) => Promise<Out>,
): Promise<readonly Out[]> {
  const settled = await Promise.allSettled(items.map(work));
  const reasons = settled.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (reasons.length > 0) throw reasons.find(isUsage) ?? reasons[0];
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function isUsage(error: unknown): boolean {
  return error instanceof TvError && error.exit === exitCodes.usage;
}
