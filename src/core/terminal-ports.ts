/** A choice in a list. */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  readonly description?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
  readonly checked?: boolean;
}

/** Asks the person at the terminal; every method throws `usage.no_input` naming `flag` where nobody can be asked. */
export interface Prompter {
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  confirm(question: {
    readonly message: string;
    readonly flag: string;
    readonly initial?: boolean;
  }): Promise<boolean>;
  text(question: {
    readonly message: string;
    readonly flag: string;
    readonly initial?: string;
    /** Undefined when fine, else what is wrong. */
    readonly check?: (value: string) => string | undefined;
  }): Promise<string>;
  /** Typed characters are not shown. */
  secret(question: { readonly message: string; readonly flag: string }): Promise<string>;
  select<T>(question: {
    readonly message: string;
    readonly flag: string;
    readonly choices: readonly Choice<T>[];
  }): Promise<T>;
  /** Like `select` with typing to narrow a long list. */
  search<T>(question: {
    readonly message: string;
    readonly flag: string;
    readonly choices: readonly Choice<T>[];
  }): Promise<T>;
  selectMany<T>(question: {
    readonly message: string;
    readonly flag: string;
    readonly choices: readonly Choice<T>[];
    readonly required?: boolean;
  }): Promise<readonly T[]>;
}

/** What a running command tells on stderr. */
export interface Reporter {
  /** For people; silent with `--quiet`. */
  note(message: string, code?: string): void;
  /** Stays with `--quiet`. */
  warn(code: string, message: string): void;
  /** A block for people before a question: a plan, a notice; written to stderr even with `--quiet`. */
  show(text: string): void;
  /** Progress on a terminal's stderr; `null` clears it. */
  progress(state: ProgressState | null): void;
  /** One line of `--debug`; one that costs something to make is made only when it is shown. */
  debug(line: string | (() => string)): void;
}

/** How far bulk work is. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  readonly total?: number;
  /** Requests per second that are allowed at the moment. */
  readonly rate?: number | null;
  /** Why it stands still, such as `waiting 12 s for the rate limit`. */
  readonly waiting?: string;
}
