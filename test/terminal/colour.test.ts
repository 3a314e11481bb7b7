import { describe, expect, it } from 'vitest';
import { loadPalette, plainPalette, wantsColour } from '../../src/terminal/colour.ts';

describe('wantsColour', () => {
  it.each([
    [true, {}, undefined, true],
    [false, {}, undefined, false],
    [true, {}, false, false],
    [false, {}, true, true],
    [false, { FORCE_COLOR: '1' }, false, false],
    [true, { NO_COLOR: '1' }, undefined, false],
    [true, { NO_COLOR: '' }, undefined, true],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
    [false, { FORCE_COLOR: '1' }, undefined, true],
    [false, { FORCE_COLOR: 'true' }, undefined, true],
    [true, { FORCE_COLOR: '0' }, undefined, false],
    [true, { FORCE_COLOR: 'false' }, undefined, false],
    [false, { FORCE_COLOR: '1', TERM: 'dumb' }, undefined, true],
    [false, { CLICOLOR_FORCE: '1' }, undefined, true],
    [false, { CLICOLOR_FORCE: '0' }, undefined, false],
    [true, { CLICOLOR: '0' }, undefined, false],
    [true, { CLICOLOR: '1' }, undefined, true],
    [true, { TERM: 'dumb' }, undefined, false],
  ] as const)('terminal %s, environment %j, flag %s: %s', (isTTY, env, flag, expected) => {
    expect(wantsColour({ isTTY }, env, flag)).toBe(expected);
  });
});

describe('loadPalette', () => {
  it('paints every tone and ends what it began', async () => {
    const palette = await loadPalette(true);
    for (const paint of Object.values(palette)) {
      expect(paint('x')).toMatch(/^\u001b\[\d+mx\u001b\[\d+m$/);
    }
  });

  it('uses no colour that a light or a dark background swallows', async () => {
    const palette = await loadPalette(true);
    const painted = Object.values(palette).map((paint) => paint('x'));
    expect(painted.join('')).not.toMatch(/\u001b\[(30|37|9[0-7])m/);
  });

  it('leaves text alone without colour', async () => {
    expect(await loadPalette(false)).toBe(plainPalette);
    expect(plainPalette.bad('x')).toBe('x');
  });
});
