import type { LocalFile } from '../../core/local-port.ts';
import type {
  ClientCredential,
  ClientGrant,
  ClientRecord,
  ConnectionRecord,
  LogEvent,
  ResourceServer,
  Tokenset,
  UserRecord,
} from '../../core/model.ts';
import type { Case } from '../rules/case.ts';
import type { Fact } from './fact.ts';
import type { Generation } from './generation.ts';

/** What the vault holds for one user, each source apart, since one may be hidden and the other not. */
export interface HeldTokensets {
  readonly tokensets: Fact<readonly Tokenset[]>;
  readonly connectedAccounts: Fact<readonly Tokenset[]>;
}

/** Every fact a rule may name, with the type of its value. */
export interface FactValues {
  /** Scopes of the Management API token. */
  readonly heldScopes: ReadonlySet<string>;
  readonly generation: Generation;
  /** Whether the early-access routes answer. */
  readonly earlyAccess: boolean;
  /** Whether hidden `options` of the connection of the case may hold the early-access switch beside the current one. */
  readonly hiddenSwitch: boolean;
  /** Every connection, without `options`. */
  readonly connections: readonly ConnectionRecord[];
  /** The connection of the case, with `options` where the scopes show them. */
  readonly connection: ConnectionRecord;
  /** Client ids enabled on the connection of the case. */
  readonly connectionClients: readonly string[];
  /** Every application but the global client. */
  readonly clients: readonly ClientRecord[];
  /** The application of the case. */
  readonly client: ClientRecord;
  /** Keys registered at the application of the case. */
  readonly credentials: readonly ClientCredential[];
  /** Grants of the application of the case for the My Account API. */
  readonly myAccountGrants: readonly ClientGrant[];
  /** The API that the application of the case is linked to; null when it does not exist or none is linked. */
  readonly linkedApi: ResourceServer | null;
  /** The My Account API; null when it is not active. */
  readonly myAccountApi: ResourceServer | null;
  readonly mfaPolicies: readonly string[];
  /** The user of the case. */
  readonly user: UserRecord;
  readonly userTokensets: HeldTokensets;
  /** Token exchanges of the user of the case in the log, newest first. */
  readonly userExchanges: readonly LogEvent[];
  /** Seconds this machine is ahead of the tenant; null when it cannot be told. */
  readonly clockSkew: number | null;
  readonly localFiles: readonly LocalFile[];
}

/** Name of a fact. */
export type FactName = keyof FactValues;

/** Facts as a rule sees them. */
export type Loaded = { readonly [Name in FactName]: Fact<FactValues[Name]> };

/** What a fact is about: the part of a case that tells one value from another. */
export type FactScope = 'tenant' | 'connection' | 'app' | 'user';

/** What each fact is about. */
export const factScopes: { readonly [Name in FactName]: FactScope } = {
  heldScopes: 'tenant',
  generation: 'tenant',
  earlyAccess: 'tenant',
  hiddenSwitch: 'connection',
  connections: 'tenant',
  connection: 'connection',
  connectionClients: 'connection',
  clients: 'tenant',
  client: 'app',
  credentials: 'app',
  myAccountGrants: 'app',
  linkedApi: 'app',
  myAccountApi: 'tenant',
  mfaPolicies: 'tenant',
  user: 'user',
  userTokensets: 'user',
  userExchanges: 'user',
  clockSkew: 'tenant',
  localFiles: 'tenant',
};

/** Id that the value of a fact depends on; undefined when the case has no such subject. */
export function factKey(name: FactName, subject: Case): string | undefined {
  switch (factScopes[name]) {
    case 'tenant':
      return '';
    case 'connection':
      return subject.connection?.id;
    case 'app':
      return subject.app?.id;
    case 'user':
      return subject.user?.id;
  }
}
