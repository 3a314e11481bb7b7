import type { Context } from '../../core/context.ts';
import type { Tenant } from '../../core/ports.ts';
import { grouped } from '../../core/text.ts';
import { formatEstimate } from '../../core/time.ts';

/** What is counted, and what one of it costs. */
export interface BulkWork {
  /** `users read` */
  readonly label: string;
  /** `users` */
  readonly noun: string;
  /** How many there are; undefined until that is known. */
  readonly total: () => number | undefined;
  /** Requests that one of them takes. */
  readonly requestsEach: () => number;
}

/** Pace is judged so long after the first result, once the refill shows behind the burst; milliseconds. */
const judgedAfter = 2000;
/** What takes less needs no announcement; milliseconds. */
const worthTelling = 10_000;
const numerals = ['no', 'one', 'two', 'three', 'four'];

/** Tells how far bulk work is, and once, as soon as count and rate are known, how long it will take. */
export class BulkProgress {
  readonly #context: Context;
  readonly #tenant: Tenant;
  readonly #work: BulkWork;
  readonly #startedAt: number;
  #first: { readonly at: number; readonly done: number } | undefined;
  #estimated = false;

  constructor(context: Context, tenant: Tenant, work: BulkWork) {
    this.#context = context;
    this.#tenant = tenant;
    this.#work = work;
    this.#startedAt = context.clock.now();
  }

  /** So many are done by now. */
  update(done: number): void {
    const { label, total } = this.#work;
    const known = total();
    this.#estimate(done, known);
    this.#context.reporter.progress({
      label,
      done,
      ...(known === undefined ? {} : { total: known }),
      rate: this.#tenant.bulk.rate(),
    });
  }

  /** Takes the progress line away. */
  end(): void {
    this.#context.reporter.progress(null);
  }

  #estimate(done: number, total: number | undefined): void {
    const now = this.#context.clock.now();
    this.#first ??= { at: now, done };
    const elapsed = now - this.#first.at;
    if (this.#estimated || total === undefined || elapsed < judgedAfter) return;
    this.#estimated = true;
    const rate = this.#tenant.bulk.rate();
    const each = Math.max(1, this.#work.requestsEach());
    const pace = ((done - this.#first.done) * 1000) / elapsed;
    // The tenant's limit holds unless the answers come more slowly than it would allow.
    const limited = rate !== null && rate / each < pace * 1.25;
    const perSecond = limited ? rate / each : pace;
    const left = ((total - done) / perSecond) * 1000;
    if (left < worthTelling) return;
    const requests = each === 1 ? 'one request each' : `${numerals[each] ?? each} requests each`;
    const speed = limited ? `${rounded(rate)} requests/s, ${requests}` : `${rounded(pace)}/s`;
    this.#context.reporter.note(
      `${grouped(total)} ${this.#work.noun} at about ${speed}: about ${formatEstimate(now - this.#startedAt + left)}`,
      'tokensets.estimate',
    );
  }
}

function rounded(rate: number): string {
  return rate < 10 ? String(Number(rate.toFixed(1))) : grouped(Math.round(rate));
}
