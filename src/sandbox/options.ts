import type { Clock } from '../core/clock.ts';

/** The stories a sandbox can be seeded with. */
export type ScenarioName = 'ready' | 'half-configured' | 'broken' | 'empty' | 'fleet';

/** Every scenario, in the order help shows them. */
export const scenarioNames: readonly ScenarioName[] = [
  'ready',
  'half-configured',
  'broken',
  'empty',
  'fleet',
];

/** Which generation of the Token Vault API the pretend tenant speaks. */
export type Generation = 'both' | 'tokensets' | 'connected_accounts';

/** Every generation, in the order help shows them. */
export const generationNames: readonly Generation[] = ['both', 'tokensets', 'connected_accounts'];

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Port to listen on; 0 (the default) takes any free one. */
  readonly port?: number;
  /** What to seed; a state file that already holds a tenant is kept unless this names another scenario. */
  readonly scenario?: ScenarioName;
  readonly generation?: Generation;
  /** Number of users of the `fleet` scenario, 0 to 1,000,000; default 1000. */
  readonly users?: number;
  /** Management API requests per second; absent never refuses. */
  readonly rateLimit?: number;
  /** Requests that a full bucket lets through at once; by default as many as in a second. */
  readonly burst?: number;
  /** Milliseconds every answer is held back. */
  readonly latency?: number;
  /** File that keeps the tenant from one process to the next (0600, in a 0700 directory). */
  readonly stateFile?: string;
  /** Public origin, and so issuer, when it is not the listening one. */
  readonly baseUrl?: string;
  readonly clock?: Clock;
  /**
   * Private RSA keys (PKCS #8 PEM) by name: `signing`, `worker-authentication`, `worker-signing`. One that is absent is
   * made when first needed, which takes some 100 ms; tests that start many sandboxes share one.
   */
  readonly keys?: Readonly<Record<string, string>>;
}

/** What a sandbox tells about itself. */
export interface SandboxInfo {
  readonly base_url: string;
  readonly scenario: ScenarioName;
  readonly generation: Generation;
  /** Client id of the management application. */
  readonly client_id: string;
  readonly applications: readonly { readonly client_id: string; readonly name: string }[];
  readonly connections: readonly string[];
  /** The first few users. */
  readonly users: readonly { readonly user_id: string; readonly email: string | null }[];
  readonly users_total: number;
}

/** Kinds of token `mintToken` makes. */
export type MintedTokenType = 'refresh_token' | 'access_token' | 'my_account';

/** A request for a user's token without a login. */
export interface MintRequest {
  /** User id or e-mail. */
  readonly user: string;
  /** Client id or exact name. */
  readonly app: string;
  readonly type: MintedTokenType;
}

/** A token made for a user, and what it is for. */
export interface MintedToken {
  readonly token: string;
  readonly type: MintedTokenType;
  readonly user_id: string;
  readonly client_id: string;
  readonly audience: string | null;
  readonly scope: string;
  /** Seconds until it expires; null when it does not. */
  readonly expires_in: number | null;
}

/** What an application of the sandbox proves itself with; pretend. */
export interface ApplicationSecrets {
  readonly client_id: string;
  readonly client_secret: string | null;
  /** Private key, in PEM, that signs the requests of the privileged worker; null for another application. */
  readonly worker_key: string | null;
}

/** Why the sandbox could not do what its owner asked. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly reason: 'user' | 'app' | 'not_possible';
  constructor(reason: 'user' | 'app' | 'not_possible', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A running pretend tenant. */
export interface Sandbox {
  /** Where it listens, for example `http://127.0.0.1:4501`. */
  readonly origin: string;
  /** Its public origin; the issuer is this and a slash. */
  readonly baseUrl: string;
  /** The management application; pretend, the same in every sandbox. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  info(): SandboxInfo;
  /** Makes a user's token; throws `SandboxError` when user or application do not exist or cannot have one. */
  mintToken(request: MintRequest): MintedToken;
  /** Tells what an application proves itself with, by client id or exact name; throws `SandboxError`. */
  applicationSecrets(app: string): ApplicationSecrets;
  /** Sets the MFA policy, as in the dashboard: `all-applications`, `confidence-score` or none. */
  setMfaPolicies(policies: readonly string[]): void;
  /** Seeds the tenant again; what is left out stays as it is. */
  reset(scenario?: ScenarioName, generation?: Generation, users?: number): void;
  /** Writes the state file now, when there is one. */
  save(): Promise<void>;
  close(): Promise<void>;
  /** Every secret the tenant holds, for tests that look for leaks. */
  secrets(): readonly string[];
}
