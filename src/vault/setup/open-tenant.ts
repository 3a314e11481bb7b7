import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tenant } from '../../core/ports.ts';
import { addFirstProfile } from './first-profile.ts';

/** The tenant of the run; on a terminal without any profile, one is added first. Throws `config.no_profile` elsewhere. */
export async function openTenant(context: Context): Promise<Tenant> {
  try {
    return await context.tenant();
  } catch (error) {
    const none = error instanceof TvError && error.code === 'config.no_profile';
    if (!none || !(await context.prompter()).interactive) throw error;
    await addFirstProfile(context);
    return context.tenant();
  }
}
