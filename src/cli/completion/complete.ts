import type { Completion } from '../../core/command.ts';
import type { Candidate, CompletionNode, CompletionOption, CompletionTree, ValueSource } from './tree.ts';

/** What a shell should offer: our words, or its own file names. */
export type Offer =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'files' };

/** Names that are known on this machine, looked up only when they are asked for. */
export type Lookup = (what: 'profile' | 'connection' | 'app', typed: TypedLine) => readonly Candidate[];

/** What stands on the line before the word that is being completed. */
export interface TypedLine {
  readonly node: CompletionNode | undefined;
  /** Number of arguments given to the command. */
  readonly argumentCount: number;
  /** Option whose value comes next. */
  readonly pending: CompletionOption | undefined;
  /** Options given so far, with the last value of each. */
  readonly given: ReadonlyMap<string, string>;
  /** After `--` there are no options. */
  readonly ended: boolean;
  /** Words that are neither options nor their values. */
  readonly plain: readonly string[];
}

/** Completes the last of `words` (what was typed after the program's name). */
export function complete(tree: CompletionTree, words: readonly string[], lookup: Lookup): Offer {
  const partial = words.at(-1) ?? '';
  const typed = readLine(tree, words.slice(0, -1));
  const offer = offerFor(tree, typed, partial, lookup);
  if (offer.kind === 'files') return offer;
  return { kind: 'words', candidates: offer.candidates.filter(({ value }) => value.startsWith(partial)) };
}

function offerFor(tree: CompletionTree, typed: TypedLine, partial: string, lookup: Lookup): Offer {
  const { pending } = typed;
  if (pending !== undefined && (pending.takes === 'value' || !partial.startsWith('-'))) {
    return offerValues(tree, pending, typed, lookup);
  }
  const joined = /^--([a-z-]+)=/.exec(partial);
  if (joined !== null && !typed.ended) {
    const option = optionsOf(tree, typed).find(({ name }) => name === joined[1]);
    if (option === undefined) return words([]);
    const offer = offerValues(tree, option, typed, lookup);
    if (offer.kind === 'files') return offer;
    return words(offer.candidates.map((found) => ({ ...found, value: `--${option.name}=${found.value}` })));
  }
  if (partial.startsWith('-') && !typed.ended) return words(offerOptions(tree, typed));
  if (typed.plain[0] === 'help') return words(helpPages(tree, typed.plain.slice(1)));
  return offerPlain(tree, typed, lookup);
}

function offerPlain(tree: CompletionTree, typed: TypedLine, lookup: Lookup): Offer {
  const children = typed.argumentCount === 0 ? childrenOf(tree, typed.node?.path ?? []) : [];
  const argument =
    typed.node?.arguments[typed.argumentCount] ?? typed.node?.arguments.findLast(({ variadic }) => variadic);
  const values = argument === undefined ? words([]) : offerValues(tree, argument, typed, lookup);
  if (values.kind === 'files') return values;
  const help = typed.plain.length === 0 ? [{ value: 'help', summary: 'Help on a command or topic' }] : [];
  const found = [...children, ...help, ...values.candidates];
  // Nothing else can follow: show what could be added.
  return words(found.length === 0 && argument === undefined ? offerOptions(tree, typed) : found);
}

function words(candidates: readonly Candidate[]): Offer & { readonly kind: 'words' } {
  return { kind: 'words', candidates };
}

function offerValues(tree: CompletionTree, source: ValueSource, typed: TypedLine, lookup: Lookup): Offer {
  if (source.choices !== undefined) return words(source.choices.map((value) => ({ value, summary: '' })));
  const { completes } = source;
  if (completes === 'file') return { kind: 'files' };
  return words(completes === undefined ? [] : candidatesOf(tree, completes, typed, lookup));
}

function candidatesOf(
  tree: CompletionTree,
  completes: Exclude<Completion, 'file'>,
  typed: TypedLine,
  lookup: Lookup,
): readonly Candidate[] {
  switch (completes) {
    case 'rule':
      return tree.rules;
    case 'error_code':
      return tree.errorCodes;
    case 'command':
      return childrenOf(tree, typed.plain.slice(typed.node?.path.length ?? 0));
    default:
      return lookup(completes, typed);
  }
}

function childrenOf(tree: CompletionTree, path: readonly string[]): readonly Candidate[] {
  const children = tree.nodes
    .filter(
      (node) => node.path.length === path.length + 1 && path.every((word, at) => node.path[at] === word),
    )
    .map((node) => ({ value: node.path.at(-1) ?? '', summary: node.summary }));
  return path.length === 0
    ? [...children, { value: 'help', summary: 'Help on a command or topic' }]
    : children;
}

function helpPages(tree: CompletionTree, after: readonly string[]): readonly Candidate[] {
  const pages = childrenOf(tree, after).filter(({ value }) => value !== 'help');
  const topics = tree.topics.filter(({ value }) => !pages.some((page) => page.value === value));
  return after.length === 0 ? [...pages, ...topics] : pages;
}

function optionsOf(tree: CompletionTree, { node }: Pick<TypedLine, 'node'>): readonly CompletionOption[] {
  const own = node?.options ?? [];
  return [...own, ...tree.globals.filter((global) => !own.some(({ name }) => name === global.name))];
}

function offerOptions(tree: CompletionTree, typed: TypedLine): readonly Candidate[] {
  return optionsOf(tree, typed)
    .filter(({ name, repeats }) => repeats || !typed.given.has(name))
    .map(({ name, summary }) => ({ value: `--${name}`, summary }));
}

/** Walks what was typed, the way the program will read it. */
export function readLine(tree: CompletionTree, before: readonly string[]): TypedLine {
  const given = new Map<string, string>();
  const plain: string[] = [];
  let node: CompletionNode | undefined;
  let argumentCount = 0;
  let pending: CompletionOption | undefined;
  let ended = false;
  for (const word of before) {
    if (pending !== undefined && (pending.takes === 'value' || !word.startsWith('-'))) {
      given.set(pending.name, word);
      if (pending.takes !== 'values') pending = undefined;
      continue;
    }
    pending = undefined;
    if (ended || !word.startsWith('-') || word === '-') {
      const child = argumentCount === 0 ? findNode(tree, [...(node?.path ?? []), word]) : undefined;
      node = child ?? node;
      if (child === undefined) argumentCount += 1;
      plain.push(word);
    } else if (word === '--') ended = true;
    else {
      const { option, value } = readOption(optionsOf(tree, { node }), word);
      if (option === undefined) continue;
      given.set(option.name, value ?? '');
      if (value === undefined && option.takes !== 'none') pending = option;
    }
  }
  return { node, argumentCount, pending, given, ended, plain };
}

function findNode(tree: CompletionTree, path: readonly string[]): CompletionNode | undefined {
  return tree.nodes.find((node) => node.path.join(' ') === path.join(' '));
}

/** The option a word gives: `--name`, `--name=value`, `-n`, `-nvalue` or flags together as in `-qy`. */
function readOption(
  options: readonly CompletionOption[],
  word: string,
): { readonly option: CompletionOption | undefined; readonly value?: string } {
  const long = /^--([^=]+)(?:=(.*))?$/s.exec(word);
  if (long !== null) {
    const option = options.find(({ name }) => name === long[1]);
    return { option, ...(long[2] === undefined ? {} : { value: long[2] }) };
  }
  for (let at = 1; at < word.length; at += 1) {
    const option = options.find(({ short }) => short === word[at]);
    if (option === undefined) return { option };
    const rest = word.slice(at + 1);
    if (option.takes !== 'none') return { option, ...(rest === '' ? {} : { value: rest }) };
    if (rest === '') return { option };
  }
  return { option: undefined };
}
