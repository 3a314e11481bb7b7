/** How one piece of bulk work differs from the usual. */
export interface BulkOptions {
  /** Items begun and not yet taken, at most; by default enough to use the whole limit. */
  readonly width?: number;
  /** Results as the items end, instead of in the order of the items. */
  readonly asTheyEnd?: boolean;
}

/** Paces work over many users under the tenant's rate limit (performance.md). */
export interface BulkPort {
  /**
   * Runs `work` for each item side by side, results in the order of the items; at most `share` percent of the limit is taken.
   * Back-pressure holds: items are pulled only as results are taken. Work that waits when the reader stops is not sent any more.
   */
  map<Item, Out>(
    items: AsyncIterable<Item> | Iterable<Item>,
    work: (item: Item) => Promise<Out>,
    options?: BulkOptions,
  ): AsyncIterable<Out>;
  /** What the pacer knows of the limit: requests per second it allows itself, null before it has learned it. */
  rate(): number | null;
}
