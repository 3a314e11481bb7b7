import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { carryOut, readStartupFile } from './edit.ts';
import { startupFile, withBlock, withoutBlock } from './startup-file.ts';

/** `tv completion install` */
export async function run(context: Context, input: Input): Promise<Result> {
  const file = startupFile(context, input);
  const before = await readStartupFile(file);
  const after = withBlock(before, file);
  const action = after === before ? 'unchanged' : withoutBlock(before) === before ? 'added' : 'updated';
  return carryOut(context, file, {
    action,
    verb:
      action === 'updated'
        ? { plan: 'Update completion in', done: 'Updated completion in' }
        : { plan: 'Add completion to', done: 'Added completion to' },
    before,
    after,
    next: action === 'unchanged' ? `Completion is in \`${file.path}\` already` : 'Open a new shell to use it',
  });
}
