import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth, padding, splitAtWidth } from '../../src/terminal/width.ts';
import { wrapText } from '../../src/terminal/wrap.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['zoë', 3],
    ['zoe\u0308', 3],
    ['日本語', 6],
    ['ｆｕｌｌ', 8],
    ['한국어', 6],
    ['👩‍💻', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['1️⃣', 2],
    ['a\u200bb', 2],
    ['…', 1],
    ['✗ ✓', 3],
    ['🫠', 2],
    ['नमस्ते', 4],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('cutToWidth', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['👩‍💻👩‍💻', 3, '👩‍💻…'],
    ['x', 0, ''],
  ])('cuts %j to %i columns', (text, width, expected) => {
    expect(cutToWidth(text, width)).toBe(expected);
  });

  it('never overflows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        expect(displayWidth(cutToWidth(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('loses nothing when it splits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        expect(splitAtWidth(text, width).join('')).toBe(text);
      }),
    );
  });
});

it('pads up to the width and no further', () => {
  expect(padding('日', 4)).toBe('  ');
  expect(padding('long', 2)).toBe('');
});

describe('wrapText', () => {
  it('breaks at spaces and indents what follows', () => {
    expect(wrapText('one two three four', { width: 12, first: '- ' })).toEqual(['- one two', '  three four']);
    expect(wrapText('one two three', { width: 10, first: '- ', rest: '' })).toEqual(['- one two', 'three']);
  });

  it('leaves a word that is longer than a line to the terminal', () => {
    expect(wrapText('a abcdefghijkl b', { width: 10 })).toEqual(['a', 'abcdefghijkl', 'b']);
  });

  it.each([
    ['a whole text', 'tv -p sandbox doctor --fix a/b', ['tv -p sandbox doctor --fix a/b']],
    ['what follows a colon', 'Try it: tv connect --app x', ['Try it:', 'tv connect --app x']],
    ['backticks', 'Run `tv logs --failed` to see', ['Run', '`tv logs --failed`', 'to see']],
    ['backticks, too long', 'Run (`tv logs -p sandbox --all`)', ['Run', '(`tv logs -p sandbox --all`)']],
    ['chmod', 'fix: chmod go-rwx a/b c/d', ['fix:', 'chmod go-rwx a/b c/d']],
    ['quoted spaces', "x: tv apps show 'Acme   Web'", ['x:', "tv apps show 'Acme   Web'"]],
    ['an assignment', 'export AUTH0_DOMAIN=abcdefghijkl', ['export AUTH0_DOMAIN=abcdefghijkl']],
  ])('never breaks a command: %s', (_, text, lines) => {
    expect(wrapText(text, { width: 20, rest: '' })).toEqual(lines);
  });

  it('breaks other literals only when they are longer than a line', () => {
    expect(wrapText('it says `no such thing`', { width: 20 })).toEqual(['it says', '`no such thing`']);
    expect(wrapText('says `no such thing at all`', { width: 20 })).toEqual([
      'says `no such thing',
      'at all`',
    ]);
  });

  it('keeps the gaps of a row where it does not end the line', () => {
    expect(wrapText('cac_1   github  auth0|ada', { width: 20, rest: '  ' })).toEqual([
      'cac_1   github',
      '  auth0|ada',
    ]);
  });

  it('puts a label on a line of its own when the first word fits only under it', () => {
    const options = { width: 24, first: 'missing scopes: ', rest: '  ' };
    expect(wrapText('read:client_grants x', options)).toEqual(['missing scopes:', '  read:client_grants x']);
    expect(wrapText('x'.repeat(30), options)).toEqual([`missing scopes: ${'x'.repeat(30)}`]);
  });

  it('measures wide characters', () => {
    expect(wrapText('日本 語日 本語', { width: 9 })).toEqual(['日本 語日', '本語']);
  });

  it('keeps text that fits as it is', () => {
    expect(wrapText('a  b', { width: 20 })).toEqual(['a  b']);
    expect(wrapText('', { width: 20, first: 'x: ' })).toEqual(['x:']);
  });

  it('overflows with a single word only', () => {
    const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 14 }), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 40 }), (parts, width) => {
        for (const line of wrapText(parts.join(' '), { width, first: '  - ' })) {
          if (line.replace(/^ *(- )?/, '').includes(' ')) {
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
          }
        }
      }),
    );
  });
});
