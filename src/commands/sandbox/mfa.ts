import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { type Result, record } from '../../core/result.ts';
import { withBuiltInSandbox } from './built-in.ts';

const policies: Readonly<Record<string, readonly string[]>> = {
  never: [],
  adaptive: ['confidence-score'],
  always: ['all-applications'],
};

/** `tv sandbox mfa` */
export async function run(context: Context, input: Input): Promise<Result> {
  const policy = required(input, 'policy');
  const mfaPolicies = policies[policy] ?? [];
  return withBuiltInSandbox(context, {}, async (sandbox) => {
    if (!context.globals.dryRun) {
      sandbox.setMfaPolicies(mfaPolicies);
      await sandbox.save();
    }
    return record(
      { mfa_policies: mfaPolicies },
      {
        id: () => policy,
        fields: [{ key: 'mfa_policies', header: 'MFA policy', value: () => policy }],
      },
    );
  });
}
