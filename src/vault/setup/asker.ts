import { TvError } from '../../core/errors.ts';
import type { Prompter } from '../../core/terminal-ports.ts';
import { quotedList } from '../../core/text.ts';

/** Puts open questions to the person at the terminal, or collects the options that would answer them. */
export interface Asker {
  /** Whether anything was asked so far. */
  readonly asked: boolean;
  /** The answer; undefined where nobody can be asked, and then the options are remembered as missing. */
  ask<T>(flags: readonly string[], question: (prompter: Prompter) => Promise<T>): Promise<T | undefined>;
  /** Throws `usage.no_input` naming every option that is missing. */
  requireAnswers(): void;
}

/** Asks through the prompter of the run. */
export function createAsker(prompter: Prompter): Asker {
  const missing: string[] = [];
  let asked = false;
  return {
    get asked() {
      return asked;
    },
    async ask(flags, question) {
      if (!prompter.interactive) {
        missing.push(quotedList(flags, 'or'));
        return undefined;
      }
      asked = true;
      return question(prompter);
    },
    requireAnswers() {
      if (missing.length === 0) return;
      throw new TvError('usage.no_input', `Setting up needs ${missing.join(', and ')}`, {
        cause: 'There is nobody to ask',
        hint: 'Add what is missing, or run it on a terminal, where it asks',
        extra: { flags: missing.flatMap((part) => part.match(/--[a-z-]+/g) ?? []) },
      });
    },
  };
}
