import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { carryOut, readStartupFile } from './edit.ts';
import { startupFile, withoutBlock } from './startup-file.ts';

/** `tv completion uninstall` */
export async function run(context: Context, input: Input): Promise<Result> {
  const file = startupFile(context, input);
  const before = await readStartupFile(file);
  const after = withoutBlock(before);
  return carryOut(context, file, {
    action: after === before ? 'unchanged' : 'removed',
    verb: { plan: 'Remove completion from', done: 'Removed completion from' },
    before,
    after,
    next:
      after === before
        ? `There is no completion in \`${file.path}\``
        : 'Shells that are open keep it until they are closed',
  });
}
