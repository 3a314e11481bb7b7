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
  /** Milliseconds. */
  readonly time: number;
}

type Step = IteratorResult<unknown, unknown>;

/** Reads until there are enough rows, or until the time is up and there is at least one. An error after the first row is thrown by `rest`. */
export async function readFirstBatch(source: AsyncIterable<unknown>, limits: BatchLimits): Promise<Batch> {
  const iterator = source[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  const rows: unknown[] = [];
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  const timeUp = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve('late');
    }, limits.time);
  });
  try {
    while (rows.length < limits.rows && !(late && rows.length > 0)) {
      const next = iterator.next();
      const step = rows.length === 0 ? await next : await settled(next, timeUp);
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
