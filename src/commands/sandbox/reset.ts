import type { Input } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import type { Result } from '../../core/result.ts';
import type { Generation, ScenarioName } from '../../sandbox/options.ts';
import { withBuiltInSandbox } from './built-in.ts';
import { infoResult } from './info-result.ts';

/** `tv sandbox reset` */
export async function run(context: Context, input: Input): Promise<Result> {
  const scenario = (input.text('scenario') ?? 'ready') as ScenarioName;
  const generation = (input.text('generation') ?? 'both') as Generation;
  return withBuiltInSandbox(context, {}, async (sandbox) => {
    if (context.globals.dryRun) {
      context.reporter.note(
        `Would forget the tenant and seed the scenario \`${scenario}\``,
        'sandbox.dry_run',
      );
      return infoResult(sandbox.info());
    }
    sandbox.reset(scenario, generation, input.integer('users'));
    await sandbox.save();
    return infoResult(sandbox.info());
  });
}
