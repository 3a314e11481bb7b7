import { describe, expect, it } from 'vitest';
import { buildCompletionTree } from '../../scripts/build/pages.ts';
import { commands } from '../../src/cli/catalogue.ts';
import { bashReply, splitBashLine } from '../../src/cli/completion/bash-line.ts';
import { complete } from '../../src/cli/completion/complete.ts';
import { globalOptions } from '../../src/core/global-options.ts';

const tree = buildCompletionTree();

function offer(...words: readonly string[]): 'files' | readonly string[] {
  const found = complete(tree, words, (what, typed) => [
    { value: `${what} of ${typed.given.get('profile') ?? 'nobody'}`, summary: '' },
  ]);
  return found.kind === 'files' ? 'files' : found.candidates.map(({ value }) => value);
}

describe('completion', () => {
  it.each(commands.map(({ path }) => [path]))('knows %j word by word', (path) => {
    path.forEach((word, at) => {
      expect(offer(...path.slice(0, at), word)).toContain(word);
    });
  });

  it.each(commands.map((spec) => [spec.path.join(' '), spec] as const))(
    'offers every option of %s',
    (_, spec) => {
      const all = [...(spec.options ?? []), ...globalOptions].map(({ name }) => `--${name}`);
      const offered = offer(...spec.path, '--');
      expect(offered).toEqual(expect.arrayContaining(all));
      expect(offered).toHaveLength(new Set(all).size);
    },
  );

  it.each(
    commands.flatMap((spec) =>
      (spec.options ?? [])
        .filter(({ choices }) => choices !== undefined)
        .map((option) => [spec.path.join(' '), option.name, spec, option] as const),
    ),
  )('offers the values of %s --%s, apart and joined', (_, name, spec, option) => {
    expect(offer(...spec.path, `--${name}`, '')).toEqual(option.choices);
    expect(offer(...spec.path, `--${name}=`)).toEqual(option.choices?.map((value) => `--${name}=${value}`));
  });

  it('does not offer an option twice, unless it repeats', () => {
    expect(offer('tokensets', 'list', '--expired', '--exp')).toEqual(['--expect-tenant']);
    expect(offer('tokensets', 'list', '--user', 'a', '--user')).toContain('--user');
  });

  it('reads global options in every position', () => {
    expect(offer('-p', 'prod', 'apps', 'show', '')).toEqual(['app of prod']);
    expect(offer('apps', '--profile=prod', 'show', '')).toEqual(['app of prod']);
    expect(offer('apps', 'show', '-qpprod', '')).toEqual(['app of prod']);
    expect(offer('-o', '')).toContain('jsonl');
  });

  it('offers names where a spec says so, and files of the shell', () => {
    expect(offer('-p', '')).toEqual(['profile of ']);
    expect(offer('connections', 'enable', 'one', '')).toEqual(['connection of nobody']);
    expect(offer('tokensets', 'list', '--users-file', 'x')).toBe('files');
    expect(offer('tokensets', 'list', '--users-file=x')).toBe('files');
  });

  it('offers no options after `--`', () => {
    expect(offer('apps', 'show', '--', '')).toEqual(['app of nobody']);
    expect(offer('apps', 'show', '--', '-')).toEqual([]);
  });

  it('offers pages and topics after `help`', () => {
    expect(offer('help', 'exi')).toEqual(['exit-codes']);
    expect(offer('help', 'tokensets', 'l')).toEqual(['list']);
  });

  it('offers nothing for a word it does not know, and does not fail', () => {
    expect(offer('nonsense', '--nonsense', '')).toEqual(expect.any(Array));
    expect(offer('--nonsense=')).toEqual([]);
    expect(offer()).toEqual(expect.arrayContaining(['tokensets']));
  });
});

const breaks = ' \t\n"\'@><=;|&(:';

describe('a bash line', () => {
  it.each([
    ['tv apps show Acme\\ W', ['tv', 'apps', 'show', 'Acme W'], 'Acme Web', 'Acme\\ Web'],
    ['tv apps show "Acme W', ['tv', 'apps', 'show', 'Acme W'], 'Acme Web', 'Acme Web'],
    ["tv apps show 'Acme W", ['tv', 'apps', 'show', 'Acme W'], "Acme Web's", "Acme Web'\\''s"],
    ['tv apps list --output=j', ['tv', 'apps', 'list', '--output=j'], '--output=json', 'json'],
    ['tv  apps ', ['tv', 'apps', ''], '$(rm -rf ~); `x`', '\\$\\(rm\\ -rf\\ \\~\\)\\;\\ \\`x\\`'],
    ['tv apps show "a', ['tv', 'apps', 'show', 'a'], 'a $(rm)"', 'a \\$(rm)\\"'],
    ['tv connections show a:', ['tv', 'connections', 'show', 'a:'], 'a:b', 'b'],
  ])('%s', (typed, words, value, reply) => {
    const line = splitBashLine(typed, breaks);
    expect(line.words).toEqual(words);
    expect(bashReply(line, { value, summary: '' })).toBe(reply);
  });
});
