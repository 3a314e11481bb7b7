import type { Subject } from '../../core/model.ts';
import type { ExchangeKind } from '../../core/protocol.ts';

/** What asks: severity depends on it (product section 9). */
export type Mode = 'check' | 'enable' | 'doctor' | 'exchange';

/** Something by id and name. */
export interface Reference {
  readonly id: string;
  readonly name: string;
}

/** One situation a rule judges: the subject and what else takes part in it. */
export interface Case {
  readonly mode: Mode;
  readonly subject: Subject;
  /** The tenant as printed. */
  readonly tenant: string;
  /** `<base>/me/`. */
  readonly myAccountAudience: string;
  /** Profile to name in commands, null with environment credentials. */
  readonly profile: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly connection?: Reference;
  readonly app?: Reference;
  readonly user?: Reference;
  /** Connections with Token Vault that are enabled for the application, where none was named. */
  readonly links?: readonly Reference[];
  /** Exchanges the application is meant for; empty when none was said. */
  readonly exchanges: readonly ExchangeKind[];
  /** Users connect their accounts through this application, or on this tenant. */
  readonly connects: boolean;
  /** Scopes that the user's provider token should have. */
  readonly expectScopes: readonly string[];
}
