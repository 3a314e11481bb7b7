/** A parsed query: the subset of Lucene that Auth0's user and log search understand. */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'term'; readonly field: string; readonly pattern: Pattern }
  | { readonly kind: 'range'; readonly field: string; readonly range: Range }
  | { readonly kind: 'exists'; readonly field: string };

/** A value to compare with; wildcards are `*` and `?`. */
export interface Pattern {
  readonly text: string;
  readonly wildcard: boolean;
  readonly phrase: boolean;
}

/** A range; `*` is open. */
export interface Range {
  readonly from: string;
  readonly to: string;
  readonly includeFrom: boolean;
  readonly includeTo: boolean;
}

/** The query text is not valid. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
}

type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { readonly kind: 'field'; readonly text: string }
  | { readonly kind: 'word' | 'phrase' | 'range'; readonly text: string };

const operators: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['AND', 'and'],
  ['&&', 'and'],
  ['OR', 'or'],
  ['||', 'or'],
  ['NOT', 'not'],
  ['!', 'not'],
]);

/** Parses a query. Throws `QuerySyntaxError`. */
export function parseQuery(text: string): Query {
  const tokens = tokenize(text);
  if (tokens.length === 0) return { kind: 'all' };
  const parser = new Parser(tokens);
  const query = parser.expression('');
  parser.end();
  return query;
}

const tokenPattern =
  /\s*(?:([()])|("(?:[^"\\]|\\.)*")|([[{][^\]}]*[\]}])|(-|\+|!)(?=[^\s])|((?:[^\s()"[\]{}:\\]|\\.)+:(?=\S))|((?:[^\s()"[\]{}\\]|\\.)+))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  tokenPattern.lastIndex = 0;
  let at = 0;
  while (at < source.length) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(source);
    if (match === null) throw new QuerySyntaxError(`cannot read the query at position ${at}`);
    at = tokenPattern.lastIndex;
    const token = tokenOf(match);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenOf(match: RegExpExecArray): Token | undefined {
  const [, paren, phrase, range, sign, field, word] = match;
  if (paren !== undefined) return { kind: paren === '(' ? 'open' : 'close' };
  if (phrase !== undefined) return { kind: 'phrase', text: unescaped(phrase.slice(1, -1)) };
  if (range !== undefined) return { kind: 'range', text: range };
  if (sign !== undefined) return sign === '+' ? undefined : { kind: 'not' };
  if (field !== undefined) return { kind: 'field', text: unescaped(field.slice(0, -1)) };
  const operator = operators.get(word ?? '');
  return operator === undefined ? { kind: 'word', text: word ?? '' } : { kind: operator };
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** OR binds weakest; words side by side are OR-ed inside parentheses of one field and AND-ed otherwise. */
  expression(field: string): Query {
    const parts = [this.#conjunction(field)];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next?.kind === 'or') this.#at++;
      else if (next === undefined || next.kind === 'close' || field === '') break;
      parts.push(this.#conjunction(field));
    }
    return combine('or', parts);
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new QuerySyntaxError('unbalanced parenthesis');
  }

  #conjunction(field: string): Query {
    const parts = [this.#factor(field)];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined || next.kind === 'or' || next.kind === 'close') break;
      if (next.kind === 'and') this.#at++;
      else if (field !== '') break;
      parts.push(this.#factor(field));
    }
    return combine('and', parts);
  }

  #factor(field: string): Query {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new QuerySyntaxError('the query ends too early');
    switch (token.kind) {
      case 'not':
        return { kind: 'not', part: this.#factor(field) };
      case 'open': {
        const inner = this.expression(field);
        if (this.#tokens[this.#at++]?.kind !== 'close')
          throw new QuerySyntaxError('a parenthesis is not closed');
        return inner;
      }
      case 'field':
        return this.#factor(token.text);
      case 'word':
      case 'phrase':
      case 'range':
        return leaf(field, token.kind, token.text);
      default:
        throw new QuerySyntaxError(`unexpected ${token.kind}`);
    }
  }
}

function combine(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function leaf(field: string, kind: 'word' | 'phrase' | 'range', text: string): Query {
  if (kind === 'range') return { kind: 'range', field, range: rangeOf(text) };
  if (field === '_exists_') return { kind: 'exists', field: unescaped(text) };
  if (kind === 'phrase') return { kind: 'term', field, pattern: { text, wildcard: false, phrase: true } };
  if (text === '*') return field === '' ? { kind: 'all' } : { kind: 'exists', field };
  const compared = /^([<>]=?)(.+)$/.exec(text);
  if (compared !== null)
    return { kind: 'range', field, range: comparison(compared[1] ?? '', compared[2] ?? '') };
  const wildcard = /(^|[^\\])[*?]/.test(text);
  return {
    kind: 'term',
    field,
    pattern: { text: wildcard ? text : unescaped(text), wildcard, phrase: false },
  };
}

function comparison(operator: string, value: string): Range {
  const inclusive = operator.endsWith('=');
  return operator.startsWith('>')
    ? { from: value, to: '*', includeFrom: inclusive, includeTo: true }
    : { from: '*', to: value, includeFrom: true, includeTo: inclusive };
}

function rangeOf(text: string): Range {
  const match = /^([[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])$/.exec(text);
  if (match === null) throw new QuerySyntaxError(`\`${text}\` is not a range`);
  const [, open, from = '', to = '', close] = match;
  return { from: unquote(from), to: unquote(to), includeFrom: open === '[', includeTo: close === ']' };
}

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
