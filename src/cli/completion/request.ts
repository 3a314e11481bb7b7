import type { Host } from '../../core/host.ts';
import { bashReply, splitBashLine } from './bash-line.ts';
import { complete, type Offer } from './complete.ts';
import type { Candidate, CompletionTree } from './tree.ts';

/** What a completion request may look at. */
export type Scene = Pick<Host, 'env' | 'home' | 'platform' | 'cwd'>;

/**
 * Answers `tv __complete <shell> …`, which the scripts of `tv completion` ask: first line `files` or `words`, then a
 * candidate a line in the form that shell wants. Never fails: a shell has no place for an error.
 */
export async function answerCompletion(
  [shell = '', ...rest]: readonly string[],
  scene: Scene,
  loadTree: () => CompletionTree,
): Promise<string> {
  try {
    const tree = loadTree();
    if (shell === 'bash') {
      const line = splitBashLine(rest[0] ?? '', rest[1] ?? '');
      return answer(await offerFor(tree, line.words.slice(1), scene), (found) => bashReply(line, found));
    }
    const { read, format } = dialects[shell] ?? dialects.plain;
    return answer(await offerFor(tree, rest.map(read), scene), format);
  } catch {
    return 'words\n';
  }
}

/** Looks at the machine only when the line asks for a name that is there. */
async function offerFor(tree: CompletionTree, words: readonly string[], scene: Scene): Promise<Offer> {
  let asked = false;
  const offer = complete(tree, words, () => {
    asked = true;
    return [];
  });
  if (!asked) return offer;
  const { lookupOn } = await import('./machine.ts');
  return complete(tree, words, await lookupOn(scene));
}

function answer(offer: Offer, format: (candidate: Candidate) => string): string {
  if (offer.kind === 'files') return 'files\n';
  return `${['words', ...offer.candidates.map(format)].join('\n')}\n`;
}

function plain({ value, summary }: Candidate): string {
  return summary === '' ? value : `${value}\t${summary.replace(/\s+/g, ' ')}`;
}

/** `_describe` splits at the first colon that is not escaped. */
function zsh({ value, summary }: Candidate): string {
  const escaped = value.replace(/[\\:]/g, '\\$&');
  return summary === '' ? escaped : `${escaped}:${summary.replace(/\s+/g, ' ')}`;
}

interface Dialect {
  /** Undoes what the shell did to a word it hands over. */
  readonly read: (word: string) => string;
  readonly format: (candidate: Candidate) => string;
}

const dialects: Readonly<Record<string, Dialect>> & { readonly plain: Dialect } = {
  plain: { read: (word) => word, format: plain },
  zsh: { read: (word) => word, format: zsh },
  // fish hands words over as they were typed, quotes and all; an empty one stays empty.
  fish: { read: (word) => splitBashLine(word, '').words.join(' '), format: plain },
  // PowerShell would lose an empty word, so each comes with a `=` before it.
  powershell: { read: (word) => word.replace(/^=/, ''), format: plain },
};
