import { TvError } from '../core/errors.ts';

/** What inquirer is told beside the question: its streams, and what ends it. */
export interface Ask {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Streams of the terminal and the signal of the run. */
export interface SessionOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/**
 * Runs one question. Esc, Ctrl-C, Ctrl-D and the end of input throw `cancelled.interrupted`; an aborted signal throws its own reason.
 * inquirer itself knows only Ctrl-C: without this the others would leave the question unanswered for ever.
 */
export async function askOnce<T>(options: SessionOptions, show: (ask: Ask) => Promise<T>): Promise<T> {
  const { stdin, output, signal } = options;
  signal.throwIfAborted();
  const ended = new AbortController();
  const cancel = (): void => ended.abort();
  const onKey = (_text: string | undefined, key: Key | undefined): void => {
    if (key?.name === 'escape' || (key?.ctrl === true && key.name === 'd')) cancel();
  };
  stdin.on('keypress', onKey);
  stdin.once('end', cancel);
  stdin.once('close', cancel);
  try {
    return await show({ input: stdin, output, signal: AbortSignal.any([signal, ended.signal]) });
  } catch (error) {
    throw translate(error, signal);
  } finally {
    stdin.off('keypress', onKey);
    stdin.off('end', cancel);
    stdin.off('close', cancel);
  }
}

const cancellations = ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'];

function translate(error: unknown, signal: AbortSignal): unknown {
  if (!(error instanceof Error) || !cancellations.includes(error.name)) return error;
  if (signal.aborted && signal.reason instanceof TvError) return signal.reason;
  return new TvError('cancelled.interrupted', 'Cancelled at a question');
}
