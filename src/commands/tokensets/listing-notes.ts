import type { Context } from '../../core/context.ts';
import { plural } from '../../core/text.ts';
import type { Listing } from '../../vault/tokensets/list.ts';

/** Says what a listing left out, and why: sources, users, unknown times. */
export function tellListing(context: Context, listing: Listing, unknownTimes: number): void {
  for (const { source, error } of listing.reader.leftOut()) {
    const scopes = error.details.missingScopes?.join(' or ') ?? '';
    context.reporter.warn(
      'tokensets.source_left_out',
      `\`${source}\` were left out: the token lacks ${scopes}`,
    );
  }
  for (const { user_id, error } of listing.failed) {
    context.reporter.warn('tokensets.user_failed', `\`${user_id}\`: ${error.message}`);
  }
  if (unknownTimes > 0) {
    context.reporter.note(
      `${plural(unknownTimes, 'record')} left out because the time asked about is unknown`,
      'tokensets.unknown_time',
    );
  }
}
