import { TvError } from '../core/errors.ts';
import { scrub } from '../core/secret.ts';
import type { Choice, Prompter } from '../core/terminal-ports.ts';
import { stripControls } from '../core/text.ts';
import { type Environment, loadPalette, wantsColour } from './colour.ts';
import { type Ask, askOnce } from './prompt-session.ts';
import { promptTheme } from './prompt-theme.ts';
import { cutToWidth } from './width.ts';

/** Where questions are asked. */
export interface PrompterOptions {
  readonly stdin: NodeJS.ReadStream;
  /** The stream questions are drawn on: stderr. */
  readonly output: NodeJS.WriteStream;
  /** False with `--no-input`, `TV_NO_INPUT` or `CI`. */
  readonly allowed: boolean;
  readonly signal: AbortSignal;
  readonly env?: Environment;
  readonly colourFlag?: boolean | undefined;
}

type Question = { readonly message: string; readonly flag: string };
type Theme = ReturnType<typeof promptTheme>;

const longestPage = 12;

/** Makes the prompter of a run; loads nothing until the first question. */
export function createPrompter(options: PrompterOptions): Prompter {
  const reason = whyNobody(options);
  const ask = async <T>(question: Question, show: (base: Base, ask: Ask) => Promise<T>): Promise<T> => {
    if (reason !== undefined) throw noInput(question, reason);
    const { env = {}, colourFlag, output } = options;
    const palette = await loadPalette(wantsColour({ isTTY: output.isTTY === true }, env, colourFlag));
    const base = { message: clean(question.message), theme: promptTheme(palette) };
    return askOnce(options, (context) => show(base, context));
  };
  return {
    interactive: reason === undefined,
    confirm: (question) =>
      ask(question, (base, context) => confirm(base, context, question.initial ?? false)),
    text: (question) => ask(question, (base, context) => text(base, context, question)),
    secret: (question) => ask(question, secret),
    select: (question) =>
      ask(question, async (base, context) => {
        const { select } = await import('@inquirer/prompts');
        const choices = shown(question.choices, options.output);
        assertChoosable(question, question.choices);
        return select({ ...base, choices, pageSize: pageSize(options.output), loop: false }, context);
      }),
    search: (question) =>
      ask(question, async (base, context) => {
        const { search } = await import('@inquirer/prompts');
        const choices = shown(question.choices, options.output);
        assertChoosable(question, question.choices);
        const source = (term: string | undefined) => choices.filter((choice) => matches(choice, term ?? ''));
        return search({ ...base, source, pageSize: pageSize(options.output) }, context);
      }),
    selectMany: (question) =>
      ask(question, async (base, context) => {
        const { checkbox } = await import('@inquirer/prompts');
        const choices = shown(question.choices, options.output);
        assertChoosable(question, question.choices);
        const required = question.required ?? false;
        return checkbox(
          { ...base, choices, required, pageSize: pageSize(options.output), loop: false },
          context,
        );
      }),
  };
}

interface Base {
  readonly message: string;
  readonly theme: Theme;
}

async function confirm(base: Base, context: Ask, initial: boolean): Promise<boolean> {
  const prompts = await import('@inquirer/prompts');
  return prompts.confirm({ ...base, default: initial }, context);
}

async function text(
  base: Base,
  context: Ask,
  { initial, check }: { readonly initial?: string; readonly check?: (value: string) => string | undefined },
): Promise<string> {
  const { input } = await import('@inquirer/prompts');
  const validate = (value: string): string | true => {
    const wrong =
      check === undefined ? (value.trim() === '' ? 'Type a value' : undefined) : check(value.trim());
    return wrong === undefined ? true : clean(wrong);
  };
  const answer = await input(
    { ...base, validate, ...(initial === undefined ? {} : { default: initial }) },
    context,
  );
  return answer.trim();
}

async function secret(base: Base, context: Ask): Promise<string> {
  const { password } = await import('@inquirer/prompts');
  const validate = (value: string): string | true => value.trim() !== '' || 'Type or paste the value';
  return (await password({ ...base, mask: false, toggleMask: false, validate }, context)).trim();
}

/** Why nobody can be asked, undefined when somebody can. */
function whyNobody({ stdin, output, allowed, env = {} }: PrompterOptions): string | undefined {
  if (!allowed) return 'Prompting is switched off (`--no-input`, `TV_NO_INPUT` or `CI`)';
  if (env.CI !== undefined && env.CI !== '' && env.CI !== '0' && env.CI !== 'false') return '`CI` is set';
  if (stdin.isTTY !== true) return 'Standard input is not a terminal';
  if (output.isTTY !== true) return 'Standard error is not a terminal';
  return undefined;
}

function noInput({ message, flag }: Question, reason: string): TvError {
  return new TvError('usage.no_input', `An answer is needed: ${clean(message)}`, {
    cause: reason,
    hint: `Give it with \`${flag}\``,
    extra: { flag },
  });
}

interface ShownChoice<T> {
  readonly value: T;
  readonly name: string;
  readonly description?: string;
  readonly disabled?: string;
  readonly checked?: boolean;
}

/** Choices as they may be drawn: names come from a tenant, so what a terminal would obey is taken out. */
function shown<T>(choices: readonly Choice<T>[], output: NodeJS.WriteStream): readonly ShownChoice<T>[] {
  const width = Math.max(10, (output.columns ?? 80) - 5);
  return choices.map(({ value, name, description, disabled, checked }) => ({
    value,
    name: cutToWidth(clean(name), width),
    ...(description === undefined ? {} : { description: clean(description) }),
    ...(disabled === undefined ? {} : { disabled: `(${clean(disabled)})` }),
    ...(checked === undefined ? {} : { checked }),
  }));
}

function assertChoosable(question: Question, choices: readonly Choice<unknown>[]): void {
  if (choices.some(({ disabled }) => disabled === undefined)) return;
  const reasons = [...new Set(choices.flatMap(({ disabled }) => (disabled === undefined ? [] : [disabled])))];
  throw new TvError('refused.precondition', `There is nothing to choose from: ${clean(question.message)}`, {
    ...(reasons.length === 0 ? {} : { cause: clean(reasons.join('; ')) }),
  });
}

/** Every word typed is somewhere in the name or the description. */
function matches({ name, description = '' }: ShownChoice<unknown>, term: string): boolean {
  const text = `${name} ${description}`.toLowerCase();
  return term
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function pageSize({ rows }: NodeJS.WriteStream): number {
  return Math.max(3, Math.min(longestPage, (rows ?? 24) - 6));
}

function clean(message: string): string {
  return stripControls(scrub(message));
}
