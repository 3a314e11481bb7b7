/** The beginning of a list that arrives over time, from which the widths of a table are taken. */
export interface Batch {
  readonly rows: readonly unknown[];
  /** What follows, or what fails; undefined when the list has ended. */
  readonly rest: AsyncIterable<unknown> | undefined;
  /** Tells the source that nothing more will be read. */
  close(): Promise<void>;
}

/** How much is waited for before the widths are settled. */
export interface BatchLimits {
  readonly rows: number;
  /** Milliseconds since the first row; before it there may be a long wait that says nothing of how fast rows come. */
  readonly time: number;
}

type Step = IteratorResult<unknown, unknown>;

/** Reads the first row, then until there are enough or the time is up. An error after the first row is thrown by `rest`. */
export async function readFirstBatch(source: AsyncIterable<unknown>, limits: BatchLimits): Promise<Batch> {
  const iterator = source[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  const first = await iterator.next();
  if (first.done === true) return { rows: [], rest: undefined, close };
  const rows: unknown[] = [first.value];
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limits.time);
  });
  try {
    while (rows.length < limits.rows) {
      const next = iterator.next();
      const step = await settled(next, timeUp);
      if (step === 'late' || step === 'failed') return { rows, rest: follow(next, iterator), close };
      if (step.done === true) return { rows, rest: undefined, close };
      rows.push(step.value);
    }
  } finally {
    clearTimeout(timer);
  }
  return { rows, rest: follow(undefined, iterator), close };
}

function settled(next: Promise<Step>, timeUp: Promise<'late'>): Promise<Step | 'late' | 'failed'> {
  return Promise.race([next.catch(() => 'failed' as const), timeUp]);
}

async function* follow(
  pending: Promise<Step> | undefined,
  iterator: AsyncIterator<unknown>,
): AsyncGenerator<unknown> {
  try {
    let step = await (pending ?? iterator.next());
    while (step.done !== true) {
      yield step.value;
      step = await iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}
