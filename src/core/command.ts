import type { Context } from './context.ts';
import type { ExitName } from './exit-codes.ts';
import type { PrintedKeys } from './printed-keys.ts';
import type { Result } from './result.ts';

/** What shell completion offers for a value. */
export type Completion = 'profile' | 'rule' | 'connection' | 'app' | 'file' | 'command' | 'error_code';

/** One option of a command, as data. */
export interface OptionSpec {
  /** Long name without dashes: `users-file`. */
  readonly name: string;
  /** One letter without its dash. */
  readonly short?: string;
  readonly kind: 'flag' | 'text' | 'list' | 'integer' | 'duration' | 'choice';
  /** What the value is called in help: `id|email`; absent for a flag. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly summary: string;
  /** Bounds of an integer. */
  readonly min?: number;
  readonly max?: number;
  /** Shown in help; the verb applies it. */
  readonly fallback?: string;
  readonly completes?: Completion;
  /** The value may be left out (`--fix [rule...]`). */
  readonly valueOptional?: boolean;
  /** `--name a b` takes all that follow, not only one a flag. */
  readonly variadic?: boolean;
  /** The command cannot do without it; the hint says where a value comes from. */
  readonly required?: { readonly hint: string };
}

/** One positional argument. */
export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  readonly variadic?: boolean;
  readonly choices?: readonly string[];
  readonly completes?: Completion;
}

/** A Management API scope a command uses. */
export interface ScopeSpec {
  readonly scope: string;
  readonly need: 'required' | 'optional';
  /** The scope lets the token read secrets of others, so it is worth a thought. */
  readonly exposesSecrets?: boolean;
  /** What it is for, when optional. */
  readonly purpose?: string;
}

/** A command line that runs as printed, against `tv -p sandbox`. */
export interface ExampleSpec {
  readonly line: string;
  readonly summary: string;
  /** Why a test cannot run it as it stands: a browser, a file of the user's. */
  readonly untested?: string;
}

/** What a command is; nothing of how it works. */
export interface CommandSpec {
  /** `['tokensets', 'list']`. */
  readonly path: readonly string[];
  readonly summary: string;
  /** Paragraphs for its help page. */
  readonly description?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Names of options and arguments of which one at least says what is meant; the verb asks for it where it can, or refuses. */
  readonly oneOf?: readonly string[];
  readonly needs: 'none' | 'config' | 'tenant';
  readonly effect: 'reads' | 'changes' | 'destroys';
  /** Option without which a command that changes only reads. */
  readonly changesOnlyWith?: string;
  readonly scopes?: readonly ScopeSpec[];
  /** What it prints, in one sentence, with the JSON shape. */
  readonly prints: string;
  /** Keys of what it prints, where it writes: `--fields` is judged by them before anything is written. */
  readonly keys?: PrintedKeys;
  readonly exits: readonly ExitName[];
  readonly examples: readonly ExampleSpec[];
  readonly docs?: string;
  /** Further values of `-o` beside the common ones. */
  readonly formats?: readonly ('junit' | 'sarif' | 'markdown' | 'html')[];
  readonly load: () => Promise<Verb>;
}

/** A noun with its commands, for help. */
export interface GroupSpec {
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
}

/** Behaviour of one command. */
export interface Verb {
  run(context: Context, input: Input): Promise<Result>;
}

/** What was typed after the command, already checked against its spec. */
export interface Input {
  /** Value of a text or choice option, or of a single argument. */
  text(name: string): string | undefined;
  /** Values of a repeated option or variadic argument, in order; empty when absent. */
  list(name: string): readonly string[];
  flag(name: string): boolean;
  integer(name: string): number | undefined;
  /** Milliseconds. */
  duration(name: string): number | undefined;
}

/** A value that must be there; for arguments and options the spec already requires. */
export function required(input: Input, name: string): string {
  const value = input.text(name);
  if (value === undefined) throw new Error(`\`${name}\` is not required by its spec`);
  return value;
}
