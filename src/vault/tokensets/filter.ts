import type { Tokenset } from '../../core/model.ts';

/** Which tokensets are meant; kinds are joined by and, values of one kind by or (product section 6). */
export interface TokensetFilter {
  readonly connections: readonly string[];
  /** Globs over single scopes: `https://www.googleapis.com/auth/calendar*`. */
  readonly scopes: readonly string[];
  readonly expired: boolean;
  /** Milliseconds since the later of last use and issue. */
  readonly unusedFor: number | undefined;
  /** Milliseconds since issue. */
  readonly olderThan: number | undefined;
}

/** A verdict of the filter; `unknown` when only an unknown time kept a record out. */
export type Match = 'yes' | 'no' | 'unknown';

/** Whether a filter names anything at all. */
export function isEmptyFilter(filter: TokensetFilter): boolean {
  return (
    filter.connections.length === 0 &&
    filter.scopes.length === 0 &&
    !filter.expired &&
    filter.unusedFor === undefined &&
    filter.olderThan === undefined
  );
}

/**
 * Whether a text is of the form of a glob, whose `*` stands for anything and `?` for one character. Only the last `*` is
 * ever tried again, so that no glob is too long or too slow, as a regular expression made from it would be.
 */
function matchesGlob(text: string, glob: string): boolean {
  let at = 0;
  let place = 0;
  let star: { readonly place: number; at: number } | undefined;
  while (at < text.length) {
    const sign = glob[place];
    if (sign === '*') {
      star = { place, at };
      place += 1;
    } else if (sign === '?' || sign === text[at]) {
      place += 1;
      at += 1;
    } else if (star !== undefined) {
      star.at += 1;
      at = star.at;
      place = star.place + 1;
    } else return false;
  }
  return /^\**$/.test(glob.slice(place));
}

/** Compiles a filter into a function of one tokenset; times are compared with `now` (milliseconds). */
export function compileFilter(filter: TokensetFilter, now: number): (tokenset: Tokenset) => Match {
  const globs = filter.scopes;
  return (tokenset) => {
    if (filter.connections.length > 0 && !filter.connections.includes(tokenset.connection)) return 'no';
    if (globs.length > 0 && !tokenset.scopes.some((scope) => globs.some((glob) => matchesGlob(scope, glob))))
      return 'no';
    const times = [
      filter.expired ? pastTime(tokenset.expires_at, 0, now) : 'yes',
      filter.unusedFor === undefined ? 'yes' : unused(tokenset, filter.unusedFor, now),
      filter.olderThan === undefined ? 'yes' : pastTime(tokenset.issued_at, filter.olderThan, now),
    ] as const;
    if (times.includes('no')) return 'no';
    return times.includes('unknown') ? 'unknown' : 'yes';
  };
}

function pastTime(iso: string | null, age: number, now: number): Match {
  if (iso === null) return 'unknown';
  return now - Date.parse(iso) >= age ? 'yes' : 'no';
}

/**
 * The API never tells the last use of a connected account, so its use is unknown (facts 1.5);
 * a tokenset that was never used counts from its issue.
 */
function unused(tokenset: Tokenset, age: number, now: number): Match {
  const times = [tokenset.last_used_at, tokenset.issued_at]
    .filter((time) => time !== null)
    .map((time) => Date.parse(time));
  if (times.length === 0) return 'unknown';
  if (now - Math.max(...times) < age) return 'no';
  return tokenset.source === 'connected_accounts' ? 'unknown' : 'yes';
}
