import { describe, expect, it } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import type { Prompter } from '../../src/core/terminal-ports.ts';
import { createPrompter, type PrompterOptions } from '../../src/terminal/prompter.ts';
import { Keyboard, keys } from './keyboard.ts';

interface Scene {
  readonly prompter: Prompter;
  readonly keyboard: Keyboard;
  readonly abort: AbortController;
}

function scene(options: Partial<PrompterOptions> = {}, keyboard = new Keyboard()): Scene {
  const abort = new AbortController();
  const { stdin, output } = keyboard;
  const base = { stdin, output, allowed: true, signal: abort.signal, env: { NO_COLOR: '1' } };
  return { prompter: createPrompter({ ...base, ...options }), keyboard, abort };
}

const flag = '--app';
const apps = [
  { value: 1, name: 'Alpha', description: 'The first' },
  { value: 2, name: 'Be\u001b[31mta\u001b[0m' },
  { value: 3, name: 'Gamma', disabled: 'third-party' },
  { value: 4, name: 'Delta', description: 'Has the grant' },
];

describe('answers', () => {
  it.each([
    ['y', true],
    ['n', false],
    ['', false],
  ])('confirm takes %j as %s', async (typed, expected) => {
    const { prompter, keyboard } = scene();
    const answer = prompter.confirm({ message: 'Delete 3 tokensets', flag: '--yes' });
    await keyboard.type('Delete 3 tokensets (y/N)', typed, keys.enter);
    expect(await answer).toBe(expected);
  });

  it('confirm starts from yes when told so', async () => {
    const { prompter, keyboard } = scene();
    const answer = prompter.confirm({ message: 'Go on', flag: '--yes', initial: true });
    await keyboard.type('(Y/n)', keys.enter);
    expect(await answer).toBe(true);
  });

  it('text is trimmed and checked until it is right', async () => {
    const { prompter, keyboard } = scene();
    const check = (value: string) => (value === 'ok' ? undefined : `\`${value}\` is \u001b[31mwrong`);
    const answer = prompter.text({ message: 'Name', flag, check });
    await keyboard.type('Name', 'no', keys.enter);
    await keyboard.type('> `no` is wrong', '\u007f', '\u007f', ' ok ', keys.enter);
    expect(await answer).toBe('ok');
  });

  it('text is never empty, and starts from what is offered', async () => {
    const first = scene();
    const answer = first.prompter.text({ message: 'Name', flag });
    await first.keyboard.type('Name', keys.enter);
    await first.keyboard.type('Type a value', 'x', keys.enter);
    expect(await answer).toBe('x');
    const second = scene();
    const offered = second.prompter.text({ message: 'Name', flag, initial: 'acme' });
    await second.keyboard.type('(acme)', keys.enter);
    expect(await offered).toBe('acme');
  });

  it('a secret is never drawn', async () => {
    const { prompter, keyboard } = scene();
    const answer = prompter.secret({ message: 'Client secret', flag: '--client-secret-stdin' });
    await keyboard.type('(typing is hidden)', 'hunter2', keys.enter);
    expect(await answer).toBe('hunter2');
    expect(keyboard.raw).not.toContain('hunter');
    expect(keyboard.raw).not.toContain('*');
  });

  it('select gives the value, and draws names without control sequences', async () => {
    const { prompter, keyboard } = scene();
    const answer = prompter.select({ message: 'Which application', flag, choices: apps });
    await keyboard.type('Delta', keys.down, keys.enter);
    expect(await answer).toBe(2);
    expect(keyboard.raw).not.toContain('\u001b[31m');
    expect(keyboard.text).toContain('Gamma (third-party)');
  });

  it('search narrows by every word, in the description too', async () => {
    const { prompter, keyboard } = scene();
    const answer = prompter.search({ message: 'Which application', flag, choices: apps });
    await keyboard.type('Alpha', 'grant has');
    await keyboard.type('grant has', keys.enter);
    expect(await answer).toBe(4);
  });

  it('search takes the value of the first match after typing', async () => {
    const { prompter, keyboard } = scene();
    const choices = Array.from({ length: 300 }, (_, index) => ({
      value: index,
      name: `application ${index}`,
    }));
    const answer = prompter.search({ message: 'Which', flag, choices });
    await keyboard.type('application 0', '2', '5', '7', keys.enter);
    expect(await answer).toBe(257);
  });

  it('selectMany gives what is ticked', async () => {
    const { prompter, keyboard } = scene();
    const choices = apps.map((app) => ({ ...app, checked: app.value === 1 }));
    const answer = prompter.selectMany({ message: 'Which', flag, choices, required: true });
    await keyboard.type('Delta', keys.down, ' ', keys.enter);
    expect(await answer).toEqual([1, 2]);
  });
});

describe('colour', () => {
  it('is drawn when stderr wants it, and not otherwise', async () => {
    for (const [env, expected] of [
      [{}, true],
      [{ NO_COLOR: '1' }, false],
    ] as const) {
      const { prompter, keyboard } = scene({ env });
      const answer = prompter.select({ message: 'Which', flag, choices: apps });
      await keyboard.type('Delta', keys.enter);
      await answer;
      expect(/\u001b\[\d+m/.test(keyboard.raw)).toBe(expected);
    }
  });
});

describe('cancelling', () => {
  it.each(['escape', 'ctrlC', 'ctrlD'] as const)('%s throws cancelled.interrupted', async (key) => {
    const { prompter, keyboard } = scene();
    const answer = prompter.text({ message: 'Name', flag });
    const thrown = expect(answer).rejects.toMatchObject({ code: 'cancelled.interrupted', exit: 130 });
    await keyboard.type('Name', keys[key]);
    await thrown;
    expect(keyboard.stdin.listenerCount('end')).toBe(0);
  });

  it('is what the end of input means', async () => {
    const { prompter, keyboard } = scene();
    const answer = prompter.confirm({ message: 'Sure', flag: '--yes' });
    const thrown = expect(answer).rejects.toMatchObject({ code: 'cancelled.interrupted' });
    await keyboard.type('Sure');
    keyboard.hangUp();
    await thrown;
  });

  it('throws the reason of the aborted signal', async () => {
    const { prompter, keyboard, abort } = scene();
    const reason = new TvError('cancelled.terminated', 'Ended by SIGTERM');
    const answer = prompter.text({ message: 'Name', flag });
    const thrown = expect(answer).rejects.toBe(reason);
    await keyboard.type('Name');
    abort.abort(reason);
    await thrown;
    await expect(prompter.text({ message: 'Again', flag })).rejects.toBe(reason);
  });
});

describe('where nobody can be asked', () => {
  it.each([
    ['input is no terminal', {}, new Keyboard({ input: false }), 'Standard input is not a terminal'],
    ['stderr is no terminal', {}, new Keyboard({ screen: false }), 'Standard error is not a terminal'],
    ['prompting is off', { allowed: false }, new Keyboard(), 'Prompting is switched off'],
    ['in CI', { env: { CI: 'true' } }, new Keyboard(), '`CI` is set'],
  ])('every question names its flag: %s', async (_, options, keyboard, cause) => {
    const { prompter } = scene(options, keyboard);
    expect(prompter.interactive).toBe(false);
    const question = { message: 'Which application', flag, choices: apps };
    const asked = [
      prompter.confirm(question),
      prompter.text(question),
      prompter.secret(question),
      prompter.select(question),
      prompter.search(question),
      prompter.selectMany(question),
    ];
    for (const answer of asked) {
      const error: unknown = await answer.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TvError);
      expect(error).toMatchObject({ code: 'usage.no_input', details: { hint: 'Give it with `--app`' } });
      expect((error as TvError).details.cause).toContain(cause);
    }
    expect(keyboard.raw).toBe('');
  });

  it('is refused when nothing can be chosen, saying why', async () => {
    const { prompter } = scene();
    const choices = [{ value: 1, name: 'Gamma', disabled: 'third-party' }];
    for (const answer of [
      prompter.select({ message: 'Which', flag, choices }),
      prompter.search({ message: 'Which', flag, choices }),
      prompter.selectMany({ message: 'Which', flag, choices: [] }),
    ]) {
      await expect(answer).rejects.toMatchObject({ code: 'refused.precondition' });
    }
  });
});
