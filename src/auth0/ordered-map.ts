/** How an item ended. */
type Ended<Out> =
  | { readonly ok: true; readonly value: Out }
  | { readonly ok: false; readonly error: unknown };

type Event<Item> = { readonly pulled: IteratorResult<Item> } | 'head';

/**
 * Runs `work` for the items side by side, at most `width` begun and not yet taken, results in the order of the items.
 * A failed item ends the iteration; an aborted signal lets what is in flight finish, gives its results, then throws the reason.
 */
export async function* orderedMap<Item, Out>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Out>,
  options: { readonly width: number; readonly signal: AbortSignal; readonly onExhausted: () => void },
): AsyncGenerator<Out> {
  const { width, signal, onExhausted } = options;
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const begun: Promise<Ended<Out>>[] = [];
  let pulling: Promise<Event<Item>> | undefined;
  let open = true;
  try {
    for (;;) {
      if (signal.aborted) open = false;
      if (open && pulling === undefined && begun.length < width) pulling = pull(source);
      const [head] = begun;
      if (head === undefined && (pulling === undefined || !open)) break;
      const event = await Promise.race(waitFor(open ? pulling : undefined, head));
      if (event !== 'head') {
        pulling = undefined;
        if (event.pulled.done !== true) begun.push(run(work, event.pulled.value));
        else {
          open = false;
          onExhausted();
        }
        continue;
      }
      const ended = await begun.shift();
      if (ended?.ok === true) yield ended.value;
      else if (ended !== undefined && !signal.aborted) throw ended.error;
    }
    signal.throwIfAborted();
  } finally {
    pulling?.catch(() => {});
    if (open || signal.aborted) void Promise.resolve(source.return?.()).catch(() => {});
  }
}

async function pull<Item>(source: AsyncIterator<Item> | Iterator<Item>): Promise<Event<Item>> {
  return { pulled: await source.next() };
}

async function run<Item, Out>(work: (item: Item) => Promise<Out>, item: Item): Promise<Ended<Out>> {
  try {
    return { ok: true, value: await work(item) };
  } catch (error) {
    return { ok: false, error };
  }
}

// The pull comes first, so that a reader who always finds a result ready does not starve the work that follows.
function waitFor<Item>(
  pulling: Promise<Event<Item>> | undefined,
  head: Promise<unknown> | undefined,
): readonly Promise<Event<Item>>[] {
  return [
    ...(pulling === undefined ? [] : [pulling]),
    ...(head === undefined ? [] : [head.then((): Event<Item> => 'head')]),
  ];
}
