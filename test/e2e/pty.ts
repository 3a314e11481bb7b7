import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { binary, type Desk } from './tv.ts';

/** Keys as a terminal sends them. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  space: ' ',
  interrupt: '\u0003',
  escape: '\u001b',
} as const;

/** What is waited for, and what is typed then. */
export type Step = readonly [shown: string, typed: string];

/** What a conversation left behind. */
export interface Conversation {
  readonly exit: number;
  /** What was shown, without control sequences. */
  readonly text: string;
  readonly raw: string;
}

/** How a conversation differs from the usual. */
export interface PtyOptions {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Is told everything shown so far, each time there is more. */
  readonly onText?: (text: string) => void;
}

/** Runs the binary on a pseudo-terminal and answers each text once it is shown; line breaks of narrow terminals do not count. */
export function onTerminal(
  desk: Desk,
  args: readonly string[],
  steps: readonly Step[],
  { columns = 80, env = {}, onText }: PtyOptions = {},
): Promise<Conversation> {
  return new Promise((resolve, reject) => {
    const terminal = spawn(process.execPath, [binary, ...args], {
      cols: columns,
      rows: 40,
      cwd: desk.home,
      env: { ...desk.env, TERM: 'xterm-256color', ...env },
    });
    const left = [...steps];
    let raw = '';
    let seen = 0;
    const timer = setTimeout(() => {
      terminal.kill();
      reject(new Error(`never shown: ${left[0]?.[0]}\n${stripVTControlCharacters(raw)}`));
    }, 25_000);
    terminal.onData((data) => {
      raw += data;
      onText?.(stripVTControlCharacters(raw));
      const next = left[0];
      if (next === undefined) return;
      const at = flat(raw).indexOf(flat(next[0]), seen);
      if (at === -1) return;
      left.shift();
      seen = at + flat(next[0]).length;
      // A prompt listens once it has been drawn.
      setTimeout(() => terminal.write(next[1]), 80);
    });
    terminal.onExit(({ exitCode }) => {
      clearTimeout(timer);
      if (left[0] !== undefined)
        reject(new Error(`never shown: ${left[0][0]}\n${stripVTControlCharacters(raw)}`));
      else resolve({ exit: exitCode, text: stripVTControlCharacters(raw), raw });
    });
  });
}

/** Text without control sequences and white space, which a narrow terminal breaks anywhere. */
export function flat(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, '');
}
