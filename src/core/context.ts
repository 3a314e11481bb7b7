import type { BrowserPort } from './browser-port.ts';
import type { Clock } from './clock.ts';
import type { CommandSpec, Input } from './command.ts';
import type { Globals } from './globals.ts';
import type { LocalPort } from './local-port.ts';
import type { Change } from './model.ts';
import type { MyAccountPort, OAuthPort, Receipts, Tenant } from './ports.ts';
import type { Credentials, ProfileStore } from './profiles.ts';
import type { Secret } from './secret.ts';
import type { Prompter, Reporter } from './terminal-ports.ts';

/** A question before something that cannot be undone runs. */
export interface Confirmation {
  /** What is asked, naming tenant and profile: `Delete 3 tokensets on acme.eu.auth0.com`. */
  readonly question: string;
  /** Shown before the question: the plan. */
  readonly plan?: string;
  /** False for an additive change, which is asked about on a protected profile only. */
  readonly needed: boolean;
  /** What must be typed instead of yes, such as the number of tokensets. */
  readonly typed?: string;
}

/** Where a secret that a command needs may come from; never from an argument value. */
export interface SecretRequest {
  /** `my-account-token` gives `--my-account-token-stdin` and `--my-account-token-file`. */
  readonly option: string;
  /** `TV_MY_ACCOUNT_TOKEN` gives itself and `TV_MY_ACCOUNT_TOKEN_FILE`. */
  readonly variable?: string;
  /** Asked, hidden, on a terminal when nothing else gives it. */
  readonly prompt?: string;
}

/** Files that the user named. */
export interface Files {
  /** Whole text; `-` is stdin; throws `usage.file`. */
  read(path: string): Promise<string>;
  /** Lines one by one, without line ends; `-` is stdin; throws `usage.file`. */
  lines(path: string): AsyncIterable<string>;
  /** Whether the lines can be read twice: a regular file, not stdin and no pipe. */
  isRegular(path: string): Promise<boolean>;
  /**
   * Creates a 0600 file that must not exist yet; throws `refused.insecure`, `usage.file`. Content that is made by a function is asked for
   * once the file is open, so that nothing is made for a file that cannot be; when making it fails, the file is taken away again.
   */
  createPrivate(path: string, content: string | (() => Promise<string>)): Promise<void>;
  /** Whether others than its owner can read it; false where the platform cannot tell. */
  isPrivate(path: string): Promise<boolean>;
}

/** Rows kept aside until they are needed, in bounded memory. */
export interface Spool<Row> {
  add(row: Row): Promise<void>;
  readonly count: number;
  /** The rows in the order they came; may be read more than once, after the last `add`. */
  rows(): AsyncIterable<Row>;
}

/** Directories of `tv` on this machine. */
export interface Directories {
  readonly config: string | null;
  readonly state: string | null;
}

/** What a verb may use: values for what is free, memoised functions for what costs something to load. */
export interface Context {
  readonly globals: Globals;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Every command of the program, for what is told about all of them, such as the scopes they need. */
  readonly commands: readonly CommandSpec[];
  /** Columns of the terminal stdout is, undefined when it is none. */
  columns(): number | undefined;
  tenant(): Promise<Tenant>;
  /** Credentials of the named profile, else of the resolution order; throws `config.*`, `not_found.profile`. */
  credentials(profile?: string): Promise<Credentials>;
  /** A tenant for credentials that are not stored yet; `fresh` ignores the token cache. */
  connect(credentials: Credentials, options: { readonly fresh: boolean }): Promise<Tenant>;
  /** Token endpoint of the tenant; needs its domain only. */
  oauth(): Promise<OAuthPort>;
  myAccount(token: Secret): Promise<MyAccountPort>;
  /** The browser of the person at the keyboard; nothing is opened before it is asked for. */
  browser(): Promise<BrowserPort>;
  profiles(): Promise<ProfileStore>;
  prompter(): Promise<Prompter>;
  receipts(): Promise<Receipts>;
  directories(): Promise<Directories>;
  /** What is kept on this machine, for judging who can read it. */
  local(): Promise<LocalPort>;
  /** A place for more rows than memory should hold; gone when the command ends. */
  spool<Row>(): Promise<Spool<Row>>;
  /** Takes charge of something that must be closed when the command ends, however it ends. */
  closing<T extends { close(): Promise<void> }>(thing: T): T;
  /** The secret from stdin, file, environment or prompt; undefined when none of them gives it. */
  secret(input: Input, request: SecretRequest): Promise<Secret | undefined>;
  /** Shows a plan to people, before and after of each field, on stderr. */
  showChanges(changes: readonly Change[]): Promise<void>;
  /** Throws `refused.read_only` when writes are switched off for this run or profile. */
  assertWritable(): Promise<void>;
  /** Asks, or takes `--yes`; throws `usage.confirmation`, `cancelled.declined`, `refused.protected`, `refused.read_only`. */
  confirm(confirmation: Confirmation): Promise<void>;
}
