import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** A terminal for a prompt: keys typed by the test, and what was drawn. */
export class Keyboard {
  readonly stdin: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  #drawn = '';

  constructor(options: { readonly input?: boolean; readonly screen?: boolean } = {}) {
    const stdin = Object.assign(new PassThrough(), { isTTY: options.input ?? true, setRawMode: () => stdin });
    const output = Object.assign(new PassThrough(), { isTTY: options.screen ?? true, columns: 60, rows: 24 });
    output.on('data', (chunk: Buffer) => {
      this.#drawn += chunk.toString('utf8');
    });
    this.stdin = stdin as unknown as NodeJS.ReadStream;
    this.output = output as unknown as NodeJS.WriteStream;
  }

  /** Everything drawn so far, control sequences too. */
  get raw(): string {
    return this.#drawn;
  }

  /** Everything drawn so far, as text. */
  get text(): string {
    return stripVTControlCharacters(this.#drawn);
  }

  /** Waits until the text has been drawn, then types the keys one by one. */
  async type(shown: string, ...keys: readonly string[]): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!this.text.includes(shown)) {
      if (Date.now() > deadline) throw new Error(`never drawn: ${shown}\n${this.text}`);
      await pause(5);
    }
    for (const key of keys) {
      (this.stdin as unknown as PassThrough).write(key);
      await pause(10);
    }
  }

  /** Ends the input, as a closed terminal does. */
  hangUp(): void {
    (this.stdin as unknown as PassThrough).end();
  }
}

/** Keys by name. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  escape: '\u001b',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
} as const;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
