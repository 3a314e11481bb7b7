import type { Candidate } from './tree.ts';

/** A bash command line up to the cursor, split the way bash would. */
export interface BashLine {
  readonly words: readonly string[];
  /** The quote that is still open at the cursor. */
  readonly quote: '' | "'" | '"';
  /** How much of the last word readline keeps: it replaces only what follows its last break. */
  readonly kept: number;
}

/**
 * Splits a line at blanks outside quotes and undoes quoting. `breaks` is `COMP_WORDBREAKS`: readline replaces only
 * what follows the last of these in a word. https://www.gnu.org/software/bash/manual/bash.html#Bash-Variables
 */
export function splitBashLine(line: string, breaks: string): BashLine {
  const words: string[] = [];
  let word: string | undefined;
  let quote: BashLine['quote'] = '';
  let kept = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote !== '') {
      const escapes = quote === '"' && character === '\\' && /["\\$`]/.test(line[at + 1] ?? '');
      if (character === quote) quote = '';
      else word = (word ?? '') + (escapes ? line[++at] : character);
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
      kept = 0;
    } else if (character === '\\') {
      word = (word ?? '') + (line[++at] ?? '');
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
      kept = word.length;
    } else {
      word = (word ?? '') + character;
      if (breaks.includes(character)) kept = word.length;
    }
  }
  return { words: [...words, word ?? ''], quote, kept };
}

/** What bash puts in place of the replaced part of the word: escaped, unless a quote is open. */
export function bashReply({ quote, kept }: BashLine, { value }: Candidate): string {
  const rest = value.slice(kept);
  if (quote === "'") return rest.replaceAll("'", "'\\''");
  if (quote === '"') return rest.replace(/["\\$`]/g, '\\$&');
  return rest.replace(/[^A-Za-z0-9_@%+=:,./-]/g, '\\$&');
}
