import type { Spool } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { plural } from '../../core/text.ts';
import { type AccountOwner, type DeletionTarget, type PlannedDeletion, planDeletion } from './delete.ts';
import { type KeptTarget, keptObstacle } from './deletion-rows.ts';

/** What can be deleted, counted. */
export interface Deletable {
  readonly possible: number;
  /** How many of each connection. */
  readonly byConnection: ReadonlyMap<string, number>;
  /** The first few. */
  readonly sample: readonly DeletionTarget[];
}

const sampleSize = 10;

/** A kept target as it stands in a plan. */
export function judgeKept(kept: KeptTarget, owner: AccountOwner | null): PlannedDeletion {
  const obstacle = keptObstacle(kept);
  return obstacle === null ? planDeletion(kept.target, owner) : { target: kept.target, obstacle };
}

class Counted implements Deletable {
  possible = 0;
  readonly byConnection = new Map<string, number>();
  readonly sample: DeletionTarget[] = [];

  add(target: DeletionTarget): void {
    this.possible += 1;
    this.byConnection.set(target.connection, (this.byConnection.get(target.connection) ?? 0) + 1);
    if (this.sample.length < sampleSize) this.sample.push(target);
  }
}

/** What a tally judges by. */
interface TallyRules {
  readonly owner: AccountOwner | null;
  /** Refuse as soon as more than this would go. */
  readonly max: number | undefined;
  /** Why the token may not delete tokensets, which is judged before `max`; null when it may. */
  readonly barrier: () => Promise<TvError | null>;
}

/** Keeps targets aside and counts them. */
export class Tally {
  readonly all = new Counted();
  readonly accounts = new Counted();
  /** How many cannot be deleted, by the code of the reason. */
  readonly obstacles = new Map<string, number>();
  readonly #rules: TallyRules;
  readonly #spool: Spool<KeptTarget>;

  constructor(spool: Spool<KeptTarget>, rules: TallyRules) {
    this.#rules = rules;
    this.#spool = spool;
  }

  /** Takes one target. */
  async add(kept: KeptTarget): Promise<void> {
    await this.#spool.add(kept);
    const { target, obstacle } = judgeKept(kept, this.#rules.owner);
    if (obstacle !== null) {
      this.obstacles.set(obstacle.code, (this.obstacles.get(obstacle.code) ?? 0) + 1);
      return;
    }
    this.all.add(target);
    if (target.source === 'connected_accounts') this.accounts.add(target);
  }

  /** Throws when more would go than is allowed, or before that what the token lacks to delete at all. */
  async guard(): Promise<void> {
    const { max, barrier } = this.#rules;
    if (max === undefined || this.all.possible <= max) return;
    const lacking = this.all.possible > this.accounts.possible ? await barrier() : null;
    throw lacking ?? tooMany(max);
  }
}

function tooMany(max: number): TvError {
  return new TvError(
    'refused.guard',
    `More than ${plural(max, 'tokenset')} would be deleted, which \`--max ${max}\` does not allow`,
    {
      hint: 'Nothing was deleted; count them with `--dry-run` and without `--max`',
    },
  );
}
