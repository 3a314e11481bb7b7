import type { ExchangeKind } from '../../../core/protocol.ts';

/** One reason for a refusal and what mends it; `{app}`, `{connection}` and `{user}` are filled in. */
export interface Cause {
  readonly cause: string;
  /** A command that starts with `tv `, or a sentence. */
  readonly fix: string;
  /** Rules whose failing confirms the cause, and whose passing rules it out. */
  readonly rules?: readonly string[];
  /** The exchanges it can happen in; absent for all. */
  readonly exchanges?: readonly ExchangeKind[];
  /** How the application proved itself; absent for any way. */
  readonly proof?: 'secret' | 'key';
  /** Strategy or name of the connections it can happen with; absent for all. */
  readonly provider?: RegExp;
}

/** One way in which Auth0 refuses an exchange, or a step before it (facts 4.3, 12). */
export interface Refusal {
  /** Values of OAuth's `error` it was seen with, the usual one first. */
  readonly codes: readonly string[];
  /** HTTP statuses it was seen with. */
  readonly statuses: readonly number[];
  /** Auth0's `error_description`; null when it is not known or says nothing. */
  readonly description: string | null;
  /** What tells it apart by its description, whatever the code; null when the code tells enough. */
  readonly pattern: RegExp | null;
  readonly meaning: string;
  /** Auth0 refuses so before it looks at the exchange itself, so nothing else that is wrong can be the cause. */
  readonly early?: boolean;
  /** What is likeliest first. */
  readonly causes: readonly Cause[];
  readonly docs: string;
}
