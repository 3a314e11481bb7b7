/** How an item ended. */
type Ended<Out> =
  | { readonly ok: true; readonly value: Out }
  | { readonly ok: false; readonly error: unknown };

/** An item that was begun; `ended` is set once it has. */
interface Begun<Out> {
  ended: Ended<Out> | undefined;
}

/** How items are worked on side by side. */
export interface MapOptions {
  /** Items begun and not yet taken, at most. */
  readonly width: number;
  /** Results as the items end, instead of in their order. */
  readonly asTheyEnd?: boolean;
  readonly signal: AbortSignal;
  /** Called once when the last item has begun. */
  readonly onExhausted: () => void;
  /** Called when an item has failed and nothing more is to be sent, before what is in flight is waited for. */
  readonly onFailed?: () => void;
}

/**
 * Runs `work` for the items side by side, results in the order of the items unless `asTheyEnd`. A failed item ends the iteration: in its
 * turn where the order counts, else once what is in flight has finished and given its results. So does an aborted signal in both cases.
 */
export async function* orderedMap<Item, Out>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Out>,
  options: MapOptions,
): AsyncGenerator<Out> {
  const { signal } = options;
  const line = new Line(items, work, options);
  signal.addEventListener('abort', line.stop);
  if (signal.aborted) line.stop();
  try {
    for (;;) {
      line.pull();
      const ended = line.take();
      if (ended === undefined) {
        if (line.empty) break;
        await line.change();
      } else if (ended.ok) yield ended.value;
      else if (!signal.aborted) line.fail(ended.error);
    }
    line.throwFailure();
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', line.stop);
    line.close();
  }
}

/** The items under way, and what wakes the one who waits for them. */
class Line<Item, Out> {
  readonly #source: AsyncIterator<Item> | Iterator<Item>;
  readonly #work: (item: Item) => Promise<Out>;
  readonly #options: MapOptions;
  /** In the order in which they were begun, or have ended. */
  readonly #begun: Begun<Out>[] = [];
  #running = 0;
  #pulling = false;
  #open = true;
  #finished = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(
    items: AsyncIterable<Item> | Iterable<Item>,
    work: (item: Item) => Promise<Out>,
    options: MapOptions,
  ) {
    this.#source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    this.#work = work;
    this.#options = options;
  }

  /** Whether nothing is left to wait for. */
  get empty(): boolean {
    return this.#begun.length === 0 && this.#running === 0 && !(this.#open && this.#pulling);
  }

  /** Begins nothing more. */
  readonly stop = (): void => {
    this.#open = false;
    this.#changed();
  };

  /** Ends the line with an error of one item; throws it where nobody waits for the others. */
  fail(error: unknown): void {
    if (this.#options.asTheyEnd !== true) throw error;
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.stop();
    this.#options.onFailed?.();
  }

  /** Asks for the next item when there is room for it. */
  pull(): void {
    const { width, asTheyEnd } = this.#options;
    const held = asTheyEnd === true ? this.#running + this.#begun.length : this.#begun.length;
    if (!this.#open || this.#pulling || held >= width) return;
    this.#pulling = true;
    this.#next().then(
      (step) => this.#pulled(step),
      (error: unknown) => {
        this.#pulling = false;
        this.#failure ??= { error };
        this.#finished = true;
        this.stop();
      },
    );
  }

  /** The next result that is there. */
  take(): Ended<Out> | undefined {
    const ended = this.#begun[0]?.ended;
    if (ended !== undefined) this.#begun.shift();
    return ended;
  }

  /** Resolves when something was pulled, ended or stopped. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Throws what kept the source from giving its items. */
  throwFailure(): void {
    if (this.#failure !== undefined && !this.#options.signal.aborted) throw this.#failure.error;
  }

  /** Tells the source that nothing more is wanted. */
  close(): void {
    this.#open = false;
    if (this.#finished) return;
    void Promise.resolve(this.#source.return?.()).catch(() => {});
  }

  async #next(): Promise<IteratorResult<Item>> {
    return this.#source.next();
  }

  #pulled(step: IteratorResult<Item>): void {
    this.#pulling = false;
    if (step.done === true) {
      this.#finished = true;
      this.#open = false;
      this.#options.onExhausted();
    } else if (this.#open) {
      this.#begin(step.value);
      this.pull();
    }
    this.#changed();
  }

  #begin(item: Item): void {
    const begun: Begun<Out> = { ended: undefined };
    const late = this.#options.asTheyEnd === true;
    this.#running += 1;
    if (!late) this.#begun.push(begun);
    const end = (ended: Ended<Out>): void => {
      this.#running -= 1;
      begun.ended = ended;
      if (late) this.#begun.push(begun);
      this.#changed();
    };
    this.#run(item).then(
      (value) => end({ ok: true, value }),
      (error: unknown) => end({ ok: false, error }),
    );
  }

  async #run(item: Item): Promise<Out> {
    return this.#work(item);
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
