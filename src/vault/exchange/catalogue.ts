import { TvError } from '../../core/errors.ts';
import { nearest } from '../../core/text.ts';
import { applicationRefusals } from './refusals/application.ts';
import { policyRefusals } from './refusals/policy.ts';
import type { Refusal } from './refusals/refusal.ts';
import { requestRefusals } from './refusals/request.ts';
import { storedTokenRefusals } from './refusals/stored-token.ts';
import { workerRefusals } from './refusals/worker.ts';

/** Every refusal that is known, the most specific of a code before the general one (facts 4.3, 12). */
export const refusals: readonly Refusal[] = [
  ...storedTokenRefusals,
  ...applicationRefusals,
  ...workerRefusals,
  ...requestRefusals,
  ...policyRefusals,
];

/** Every OAuth `error` that `tv exchange explain` knows, once each. */
export const refusalCodes: readonly string[] = [...new Set(refusals.flatMap(({ codes }) => codes))];

/** What Auth0 said when it refused. */
export interface Told {
  readonly error: string;
  readonly description: string | null;
}

/**
 * The refusals that fit what Auth0 said: by its description, which says most and comes with more than one code; else the general
 * one of the code; else all of the code. Empty when neither is known.
 */
export function findRefusals({ error, description }: Told): readonly Refusal[] {
  const code = error.toLowerCase();
  const described = refusals.filter(({ pattern }) => pattern?.test(description ?? '') || pattern?.test(code));
  const exact = described.filter(({ codes }) => codes.includes(code));
  if (exact.length > 0) return exact.slice(0, 1);
  if (described.length > 0) return described.slice(0, 1);
  const coded = refusals.filter(({ codes }) => codes.includes(code));
  const general = coded.filter(({ pattern }) => pattern === null);
  return general.length > 0 ? general : coded;
}

/** Everything the catalogue has on one code, or on one description. */
export interface Explanation {
  readonly code: string;
  readonly cases: readonly Refusal[];
}

/**
 * Explains an OAuth `error` (with or without `exchange.`), `access.app_credentials`, or a piece of a description. Throws
 * `not_found.error_code` with the nearest code.
 */
export function explain(words: string): Explanation {
  const typed = words
    .trim()
    .toLowerCase()
    .replace(/^exchange\./, '')
    .replace(/^access\.app_credentials$/, 'invalid_client');
  const coded = refusals.filter(({ codes }) => codes.includes(typed));
  if (coded.length > 0) return { code: typed, cases: coded };
  const described = refusals.find((refusal) => fits(refusal, words.trim()));
  if (described !== undefined) return { code: described.codes[0] ?? '', cases: [described] };
  const near = nearest(typed, refusalCodes);
  throw new TvError(
    'not_found.error_code',
    `\`${words}\` is no error code of a token exchange that is known`,
    {
      hint:
        near === undefined
          ? 'Run `tv exchange explain` to see every code, or give the words of `error_description` in quotes'
          : `Did you mean \`${near}\``,
    },
  );
}

const shortestPiece = 8;

function fits({ pattern, description }: Refusal, words: string): boolean {
  if (pattern?.test(words)) return true;
  const piece = words.toLowerCase().replace(/\.$/, '');
  return piece.length >= shortestPiece && description?.toLowerCase().includes(piece) === true;
}
