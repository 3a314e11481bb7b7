import type { ReceiptEntry, Receipts } from '../../../src/core/ports.ts';

/** Receipts that are kept in memory. */
export function memoryReceipts(): Receipts & {
  readonly entries: readonly ReceiptEntry[];
  readonly prepared: () => number;
} {
  const entries: ReceiptEntry[] = [];
  let prepared = 0;
  return {
    entries,
    prepared: () => prepared,
    prepare: async () => {
      prepared += 1;
    },
    append: async (entry) => {
      entries.push(entry);
    },
  };
}
