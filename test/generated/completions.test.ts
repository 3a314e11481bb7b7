import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptFiles, scripts, shells } from '../../src/commands/completion/shells.ts';
import { root } from '../architecture/imports.ts';

describe('completions/', () => {
  it.each(shells)('holds what `tv completion %s` prints (else: npm run generate)', async (shell) => {
    await expect(scripts[shell]).toMatchFileSnapshot(join(root, 'completions', scriptFiles[shell]));
  });
});
