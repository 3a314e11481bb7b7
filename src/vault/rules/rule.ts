import type { Finding, Severity, Subject } from '../../core/model.ts';
import type { Planned } from '../changes/change.ts';
import type { FactName, Loaded } from '../facts/catalogue.ts';
import type { Unknown } from '../facts/fact.ts';
import type { Case } from './case.ts';

/** What a rule found out: a message by its id, or a reason that it cannot tell. */
export type Verdict<Message extends string = string> =
  | {
      readonly status: 'pass' | 'fail' | 'skip' | 'unknown';
      readonly say: Message;
      /** Fills `{name}` in the message. */
      readonly args?: Readonly<Record<string, string>>;
      readonly severity?: Severity;
      readonly missingScopes?: readonly string[];
    }
  | CannotTell;

/** A fact that is needed is not there, and why. */
export interface CannotTell {
  readonly status: 'skip' | 'unknown';
  readonly reason: string;
  readonly missingScopes: readonly string[];
}

/** Whether `--fix` may plan the changes of a rule without its name (product section 9). */
export type FixPolicy = 'planned' | 'when_named';

/** A rule as data, with a pure function. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly subject: Subject['type'];
  readonly severity: Severity | ((subject: Case) => Severity);
  /** What holds when it passes, as help tells it. */
  readonly passes: string;
  /** On what its severity depends, where it does. */
  readonly severities?: string;
  /** Facts it reads; only these are loaded. */
  readonly needs: readonly FactName[];
  readonly docs: string;
  /** The wording, apart from the evaluation; `{name}` is filled in. */
  readonly messages: Readonly<Record<string, string>>;
  /** Whether the rule belongs to this case when nobody asked for it by id; by default it does. */
  applies?(subject: Case): boolean;
  evaluate(facts: Loaded, subject: Case): Verdict;
  /** The command that mends a failure; without one there is none. */
  command?(subject: Case, facts: Loaded): string | null;
  /** The changes that mend a failure. */
  fix?(facts: Loaded, subject: Case): readonly Planned[];
  /** By default changes are planned without naming the rule. */
  fixPolicy?(facts: Loaded, subject: Case): FixPolicy;
  /** Why `--fix` does not mend it by itself, and what to do instead. */
  readonly advice?: string;
}

interface Definition<Name extends FactName, Message extends string>
  extends Omit<Rule, 'needs' | 'messages' | 'evaluate' | 'command' | 'fix' | 'fixPolicy'> {
  readonly needs: readonly Name[];
  readonly messages: Readonly<Record<Message, string>>;
  evaluate(facts: Pick<Loaded, Name>, subject: Case): Verdict<NoInfer<Message>>;
  command?(subject: Case, facts: Pick<Loaded, Name>): string | null;
  fix?(facts: Pick<Loaded, Name>, subject: Case): readonly Planned[];
  fixPolicy?(facts: Pick<Loaded, Name>, subject: Case): FixPolicy;
}

/** Defines a rule; the compiler holds it to the facts it names and to its own messages. */
export function defineRule<const Name extends FactName, const Message extends string>(
  definition: Definition<Name, Message>,
): Rule & Pick<Definition<Name, Message>, 'evaluate'> {
  return definition;
}

/** The verdict when a fact that is needed is not there. */
export function cannotTell(fact: Unknown): CannotTell {
  return { status: fact.gone ? 'skip' : 'unknown', reason: fact.reason, missingScopes: fact.missingScopes };
}

/** A finding with what it was made from, for fixing. */
export interface Judged {
  readonly finding: Finding;
  readonly rule: Rule;
  readonly case: Case;
  readonly facts: Loaded;
}
