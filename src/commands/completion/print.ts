import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { type Shell, scripts } from './shells.ts';

/** `tv completion <shell>` */
export async function run(_: Context, input: Input): Promise<Result> {
  const shell = required(input, 'shell') as Shell;
  const script = scripts[shell];
  return { data: { shell, script }, view: { kind: 'raw', text: script, newline: false } };
}
