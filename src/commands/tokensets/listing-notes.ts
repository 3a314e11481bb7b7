import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-codes.ts';
import { plural } from '../../core/text.ts';
import type { FailedUser, Failures, Listing } from '../../vault/tokensets/list.ts';

/** Says which user could not be read, as it happens. */
export function tellFailedUser(context: Context): (failed: FailedUser) => void {
  return ({ user_id, error }) =>
    context.reporter.warn('tokensets.user_failed', `\`${user_id}\`: ${error.message}`);
}

/** Says what a listing left out, and why: sources, unknown times. */
export function tellListing(context: Context, listing: Listing, unknownTimes: number): void {
  for (const { source, error } of listing.reader.leftOut()) {
    const scopes = error.details.missingScopes?.join(' or ') ?? '';
    context.reporter.warn(
      'tokensets.source_left_out',
      `\`${source}\` were left out: the token lacks ${scopes}`,
    );
  }
  if (unknownTimes > 0) {
    context.reporter.note(
      `${plural(unknownTimes, 'record')} left out because the time asked about is unknown`,
      'tokensets.unknown_time',
    );
  }
}

/** The error of a run over many users that some of them did not get through. */
export function partialFailure({ count, first }: Failures): TvError | undefined {
  if (first === undefined) return undefined;
  return new TvError('api.partial', `${plural(count, 'user')} could not be read`, {
    cause: first.message,
    hint: 'The others are complete; run the command again for those named above',
  });
}

/** Says how far a run came that was interrupted or lost the tenant, then lets the error go on. */
export function tellInterrupted(context: Context, error: unknown, done: string): never {
  if (error instanceof TvError && stops.some((start) => error.code.startsWith(start))) {
    context.reporter.progress(null);
    context.reporter.note(`Stopped after ${done}`, 'tokensets.stopped');
  }
  throw error;
}

/** An error for which rows that are out already make the result a part of one (product section 3). */
export function midway(error: unknown): unknown {
  if (!(error instanceof TvError) || !cuts.includes(error.exit)) return error;
  const { hint } = error;
  return new TvError('api.partial', 'The list ends before all users were read', {
    ...error.details,
    cause: error.message,
    ...(hint === undefined ? {} : { hint }),
  });
}

const cuts: readonly number[] = [exitCodes.access, exitCodes.refused, exitCodes.not_found];

/** Errors that come in the middle, after which the same command does what is left. */
const stops = ['cancelled.', 'network.', 'api.rate_limit', 'api.server', 'api.partial'];
