import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import { withBuiltInSandbox } from './built-in.ts';
import { infoResult } from './info-result.ts';

/** `tv sandbox info` */
export async function run(context: Context): Promise<Result> {
  return withBuiltInSandbox(context, {}, (sandbox) => infoResult(sandbox.info()));
}
